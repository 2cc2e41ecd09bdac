import { count } from '../count.ts'
import type { Line, Sign } from '../line.ts'
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
export function factLine({ tenant, line, entities }: Fact, style: FactStyle): string {
  const { sign, words, place, why, risk, notes } = line
  const where =
    entities.length === 0 ? '' : `on ${values(entities.slice(0, fewEntities))}${more(entities.length, fewEntities)}`
  const about = [
    risk === 'low' ? '' : `**${risk} risk**`,
    style.namesTenant ? value(tenant) : '',
    where,
    place === '' ? '' : value(place),
    why === '' ? '' : sentence(why),
    ...notes.map(sentence),
  ]
  return `- ${signed(sign)} ${joined([sentence(words), ...about])}${people(line, style.dialect)}`
}

const fewEntities = 12

function more(all: number, shown: number): string {
  return all > shown ? ` and ${(all - shown).toLocaleString('en-GB')} more` : ''
}

/** More names than this fold away. */
const fewNames = 8

/** Whoever loses something, and who gets something privileged, is always named; of the others a few. */
function people({ names, sign, risk }: Line, dialect: Dialect): string {
  if (names.length === 0) return ''
  if (names.length <= fewNames) return `: ${values(names)}`
  if (sign !== '-' && risk === 'low') return `: ${values(names.slice(0, fewNames))}${more(names.length, fewNames)}`
  return dialect.foldedInLine(count(names.length, 'name'), values(names))
}
