import type { Adoption, FileChange, LeftAlone } from '../adoption/result.ts'
import { count, some } from './count.ts'
import { paintDiagnostics } from './diagnostics.ts'
import { grouped } from './grouped.ts'
import type { Ink } from './ink.ts'

export interface AdoptionStyle {
  readonly ink: Ink
  /** No shortened lists. */
  readonly everything: boolean
}

const mostNamed = 5

/** What was found, what is declared now, what is left alone and why, and what to do next. */
export function paintAdoption(adoption: Adoption, style: AdoptionStyle): string {
  const { ink } = style
  const { tenant, source, found, known, files, problems, diagnostics } = adoption
  const told =
    source === '' ? '' : ` from ${source}: ${count(found.people, 'person')}, ${count(found.groups, 'group')} found`
  const head = ink.strong(tenant) + ink.plain(told)
  const before = known.people + known.groups > 0 ? [ink.plain(`  ${both(known)} declared before`)] : []
  const stopped = problems.length > 0 || diagnostics.length > 0
  const lines = [
    head,
    ...before,
    ...(stopped ? [] : declared(adoption, style)),
    ...leftAlone(adoption.leftAlone, style),
    ...(stopped ? [] : notes(adoption, style)),
    ...atRisk(adoption, ink),
    '',
    ...paintDiagnostics(diagnostics, ink),
    ...problems.map(({ row, message }) => `${ink.strong(`row ${row}`)}  ${ink.remove('error')}  ${ink.plain(message)}`),
    ...files.map((file) => paintFile(file, ink)),
    ...(files.length > 0 ? [''] : []),
    ink.plain(conclusion(adoption)),
    '',
  ]
  return lines.join('\n')
}

function both({ people, groups }: Adoption['found']): string {
  return `${count(people, 'person')} and ${count(groups, 'group')}`
}

function declared({ declared: names }: Adoption, style: AdoptionStyle): readonly string[] {
  const told = [
    ['person', names.users],
    ['group', names.groups],
    ['department', names.departments],
    ['template', names.templates],
  ] as const
  return told.flatMap(([noun, ids]) =>
    ids.length === 0
      ? []
      : [
          `  ${style.ink.add('+')} ${style.ink.plain(`${count(ids.length, noun)} to be managed: ${named(ids, style)}`)}`,
        ],
  )
}

function named(names: readonly string[], { everything }: AdoptionStyle): string {
  return some(names, everything ? names.length : mostNamed)
}

function leftAlone(all: readonly LeftAlone[], style: AdoptionStyle): readonly string[] {
  if (all.length === 0) return []
  const { ink } = style
  const byReason = grouped(all, ({ kind, why }) => `${kind}\0${why}`)
  const lines = [...byReason.values()].map((same) => {
    const [first] = same
    if (first === undefined) return ''
    const names = same.map(({ name, where }) =>
      same.length > mostNamed && !style.everything ? name : `${name} (${where})`,
    )
    return `  ${ink.faint('·')} ${ink.plain(`${count(same.length, first.kind)} left alone, ${first.why}: ${named(names, style)}`)}`
  })
  return shortened(lines, style, 'reason')
}

function notes(adoption: Adoption, style: AdoptionStyle): readonly string[] {
  const byMessage = grouped(adoption.notes, ({ message }) => message)
  const lines = [...byMessage].map(([message, same]) => {
    const about = same.map((note) => note.about)
    return `  ${style.ink.change('~')} ${style.ink.plain(`${named(about, style)}: ${message}`)}`
  })
  return shortened(lines, style, 'note')
}

/** What nobody declares is not safe for ever. */
function atRisk({ atRisk: accounts, source }: Adoption, ink: Ink): readonly string[] {
  if (accounts === 0) return []
  const what = `${source} is authoritative: ${count(accounts, 'account')} left alone here would be disabled from the second apply on.`
  return [`  ${ink.warn('!')} ${ink.plain(`${what} Declare them, protect them, or set mode: additive.`)}`]
}

const mostLines = 20

function shortened(lines: readonly string[], { everything, ink }: AdoptionStyle, noun: string): readonly string[] {
  if (everything || lines.length <= mostLines) return lines
  const rest = count(lines.length - mostLines, noun)
  return [...lines.slice(0, mostLines), `    ${ink.faint(`and ${rest} more; --verbose or --json shows all`)}`]
}

function paintFile({ path, before }: FileChange, ink: Ink): string {
  return before === undefined ? `${ink.add('+')} ${ink.plain(path)}` : `${ink.change('~')} ${ink.plain(path)}`
}

function conclusion({ tenant, files, problems, diagnostics }: Adoption): string {
  if (problems.length > 0)
    return `Nothing was written: ${count(problems.length, 'mistake')} in the sheet. Correct all and import again.`
  if (diagnostics.length > 0) return 'Nothing was written. Correct the files and import again.'
  if (files.length === 0) return 'Nothing new: no file was changed.'
  return `${count(files.length, 'file')} written. Look at the changes, then: roster plan --tenant ${tenant}`
}
