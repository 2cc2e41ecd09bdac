import type { Adoption, FileChange, LeftAlone } from '../adoption/result.ts'
import { count, some } from './count.ts'
import { paintDiagnostics } from './diagnostics.ts'
import { grouped } from '../model/grouped.ts'
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
    ...(stopped ? [] : missing(adoption, style)),
    ...atRisk(adoption, ink),
    '',
    ...paintDiagnostics(diagnostics, ink),
    ...paintProblems(problems, ink),
    ...(problems.length > 0 ? [''] : []),
    ...paintFiles(files, ink),
    ...(files.length > 0 ? [''] : []),
    ink.plain(conclusion(adoption)),
    '',
  ]
  return lines.join('\n')
}

function both({ people, groups }: Adoption['found']): string {
  return [...(people > 0 ? [count(people, 'person')] : []), ...(groups > 0 ? [count(groups, 'group')] : [])].join(
    ' and ',
  )
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
  const ofKind = (kind: LeftAlone['kind']): number => all.filter((one) => one.kind === kind).length
  const total = both({ people: ofKind('person'), groups: ofKind('group') })
  const sum = lines.length > 1 ? [`  ${ink.faint('·')} ${ink.plain(`${total} left alone in all`)}`] : []
  return [...shortened(lines, style, 'reason'), ...sum]
}

function notes(adoption: Adoption, style: AdoptionStyle): readonly string[] {
  const byMessage = grouped(adoption.notes, ({ message }) => message)
  const lines = [...byMessage].map(([message, same]) => {
    const about = same.map(({ about: id, detail }) => (detail === undefined ? id : `${id} (${detail})`))
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

/** What was declared before and is not there: samples, mostly. */
function missing({ missing: { users, groups }, source }: Adoption, style: AdoptionStyle): readonly string[] {
  const ids = [...users, ...groups]
  if (ids.length === 0) return []
  const what = `${both({ people: users.length, groups: groups.length })} declared before`
  const text = `${what} ${ids.length === 1 ? 'is' : 'are'} not in ${source}, and the next plan would create what is missing: ${named(ids, style)}.`
  return [`  ${style.ink.warn('!')} ${style.ink.plain(`${text} If they are samples, take them out of the files.`)}`]
}

/** Alike mistakes once, with all their rows. */
function paintProblems(problems: Adoption['problems'], ink: Ink): readonly string[] {
  return [...grouped(problems, ({ message }) => message)].map(
    ([message, same]) =>
      `${ink.strong(rowsIn(same.map(({ row }) => row)))}  ${ink.remove('error')}  ${ink.plain(message)}`,
  )
}

/** `row 7`, or `rows 3, 5 to 9, 12`. */
function rowsIn(rows: readonly number[]): string {
  const spans: [first: number, last: number][] = []
  for (const row of new Set(rows)) {
    const open = spans.at(-1)
    if (open !== undefined && row === open[1] + 1) open[1] = row
    else spans.push([row, row])
  }
  const told = spans.map(([first, last]) => (first === last ? `${first}` : `${first} to ${last}`))
  return `${rows.length === 1 ? 'row' : 'rows'} ${told.join(', ')}`
}

/** Parts of one list in one line. */
function paintFiles(files: readonly FileChange[], ink: Ink): readonly string[] {
  const series = grouped(files, ({ path, before }) => `${path.replace(/\.\d+\.yaml$/, '')}\0${before === undefined}`)
  return [...series.values()].flatMap((same) => {
    const [first, last] = [same[0], same.at(-1)]
    if (first === undefined || last === undefined || same.length < 3) return same.map((file) => paintFile(file, ink))
    const end = `${last.path.slice(last.path.lastIndexOf('/') + 1)} (${count(same.length, 'file')})`
    return [`${paintFile(first, ink)}${ink.plain(` to ${end}`)}`]
  })
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
