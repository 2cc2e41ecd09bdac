import { count } from '../count.ts'
import type { Sign } from '../line.ts'
import { sentence, value, values } from '../markdown.ts'
import type { Dialect } from './dialect.ts'
import type { Fact } from './facts.ts'

/** `−` is as wide as `+`, and begins no list. */
const signs: Readonly<Record<Sign, string>> = { '+': '+', '-': '−', '~': '~' }

/** The sign of a line; it carries the meaning without colour. */
export function signed(sign: Sign): string {
  return value(signs[sign])
}

/** Parts of a line, those that say something. */
export function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ')
}

/** What is counted in a directory. */
export const readNouns = { user: 'person', group: 'group', organizationalUnit: 'container' } as const

/** A heading and what stands below it; nothing where there is nothing. */
export function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`#### ${title}`, '', ...lines, '']
}

/** How a fact is told. */
export interface FactStyle {
  readonly dialect: Dialect
  /** With one tenant in the plan its name is in the verdict. */
  readonly namesTenant: boolean
}

/** A fact as an item of a list. */
export function factLine({ tenant, line, entities }: Fact, { dialect, namesTenant }: FactStyle): string {
  const { sign, words, place, why, risk, notes, names } = line
  const about = [
    risk === 'low' ? '' : `**${risk} risk**`,
    namesTenant ? value(tenant) : '',
    place === '' ? '' : value(place),
    why === '' || words.includes(why) ? '' : sentence(why),
    ...notes.map(sentence),
  ]
  const lists =
    listed(entities, { noun: 'entity', lead: ' · on ', dialect }) + listed(names, { noun: 'name', lead: ': ', dialect })
  return `- ${signed(sign)} ${joined([sentence(words), ...about])}${lists}`
}

/** More names than this fold away. */
const fewNames = 8

/** Names, every one of them: in the line where they are few. */
export function listed(
  names: readonly string[],
  { noun, lead, dialect }: { readonly noun: string; readonly lead: string; readonly dialect: Dialect },
): string {
  if (names.length === 0) return ''
  return names.length <= fewNames
    ? `${lead}${values(names)}`
    : dialect.foldedInLine(count(names.length, noun), values(names))
}
