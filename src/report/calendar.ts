import { parseAddress } from '../model/address.ts'
import type { CalendarEntry } from '../model/plan.ts'
import { count } from './count.ts'

/** One line of the calendar: the day, what it brings in plain words, and about what. */
export interface CalendarLine {
  readonly date: string
  readonly words: string
  readonly address: string
}

/** The lines of a calendar; unless everything is asked for, groups that come and go with an account are counted with it. */
export function calendarLines(entries: readonly CalendarEntry[], everything: boolean): readonly CalendarLine[] {
  const accounts = new Set(entries.filter(isAccount).map(occasionOf))
  const companions = new Map<string, number>()
  const told = new Set<string>()
  const isTold = (entry: CalendarEntry): boolean => {
    const occasion = occasionOf(entry)
    const once = `${entry.address}\n${occasion}\n${entry.summary ?? ''}`
    // An arrival in several steps is one first day.
    if (told.has(once)) return false
    told.add(once)
    if (everything || isAccount(entry) || !accounts.has(occasion)) return true
    if (parseAddress(entry.address).kind === 'membership') companions.set(occasion, (companions.get(occasion) ?? 0) + 1)
    return false
  }
  return entries.filter(isTold).map((entry) => {
    const groups = isAccount(entry) ? (companions.get(occasionOf(entry)) ?? 0) : 0
    const others = groups === 0 ? '' : `, with ${count(groups, 'group')}`
    return { date: entry.date, words: `${inWords(entry)}${others}`, address: entry.address }
  })
}

function inWords({ address, event, summary }: CalendarEntry): string {
  if (summary !== undefined) return summary
  const { directory, kind, id } = parseAddress(address)
  const where = placeIn(kind, id, directory)
  switch (event) {
    case 'start':
      return `first day of ${where}`
    case 'end':
      return `last day of ${where}`
    case 'delete':
      return `${where} is deleted: the grace is over`
  }
}

function placeIn(kind: string, id: string, directory: string): string {
  const [whole = '', member] = id.split('/')
  if (kind === 'membership') return `${member} in the group ${whole}`
  if (kind === 'licence') return `${member} with the licence ${whole}`
  if (kind !== 'policy') return `${id} in ${directory}`
  const policy = `the policy ${whole} of ${directory}`
  return member === undefined ? policy : `${member} under ${policy}`
}

function isAccount({ address }: CalendarEntry): boolean {
  return parseAddress(address).kind === 'user'
}

/** Day, event, directory and person: what an account and its memberships share. */
function occasionOf({ date, event, address }: CalendarEntry): string {
  const { directory, kind, id } = parseAddress(address)
  return [
    date,
    event,
    directory,
    kind === 'membership' || kind === 'policy' || kind === 'licence' ? id.split('/').at(-1) : id,
  ].join('\n')
}
