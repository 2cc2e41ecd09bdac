import type { FileChange } from '../../adoption/result.ts'
import { exit } from '../../model/exit-code.ts'
import { count } from '../../report/count.ts'
import { dayForPeople } from '../../report/days.ts'
import type { Campaign } from '../../reviews/campaign.ts'
import type { Session } from '../session.ts'
import { reviewsFolder } from './folder.ts'

/** A campaign, and the files that it begins with. */
export interface Begun {
  readonly campaign: Campaign
  /** Of campaign.yaml. */
  readonly text: string
  readonly files: readonly FileChange[]
}

/** Tells what was begun, and what is next. */
export function tellBegun({ output, ink }: Session, { campaign, files }: Begun, number: number | undefined): number {
  const { campaign: name, tenant, population, due, sheets, unseen } = campaign
  const next =
    number === undefined
      ? `Next: commit ${reviewsFolder(tenant)}/${name} and have each reviewer decide before ${dayForPeople(due)}.`
      : `Next: merge request #${number}, and have each reviewer decide before ${dayForPeople(due)}.`
  output.result({
    document: () => ({
      formatVersion: '1.0',
      kind: 'reviewStart',
      ...campaign,
      files: files.map(({ path }) => path),
      ...(number === undefined ? {} : { request: number }),
      exitCode: exit.done,
    }),
    text: () =>
      [
        `${ink.strong(name)}${ink.plain(`: ${count(population.people, 'person')}, ${count(population.items, 'thing')} to decide on (${population.hash.slice(0, 19)})`)}`,
        ...sheets.map(({ file, items }) => ink.plain(`  ${file}: ${count(items, 'line')}`)),
        ...unseen.map((about) => ink.warn(`  ${about} was not seen live: what is declared stands for it`)),
        ink.plain(next),
        '',
      ].join('\n'),
  })
  return exit.done
}

/** Tells what nobody could read. */
export function tellUnread(
  { output, ink }: Session,
  found: {
    readonly tenant: string
    readonly campaign: string
    readonly unread: readonly { readonly about: string; readonly why: string }[]
  },
): number {
  const exitCode = exit.unreadable
  const { tenant, unread } = found
  output.result({
    document: () => ({ formatVersion: '1.0', kind: 'reviewStart', ...found, exitCode }),
    text: () =>
      [
        ink.strong(`${tenant}: no review was begun`),
        ...unread.map(({ about, why }) => ink.plain(`  ${about}: ${why}`)),
        ink.plain('Nobody can review what nobody could read.'),
        '',
      ].join('\n'),
  })
  return exitCode
}
