import type { Value, WishedAttributes } from '../../model/value.ts'
import { valuesOf } from '../../model/value.ts'
import { itsOwn, said, states } from './policy-attributes.ts'
import { strengths } from './policy-demands.ts'

/** What a policy, or a change of one, says in plain words. */
export function policySpoken(attributes: WishedAttributes): string {
  const names = [
    ...order,
    ...Object.keys(attributes)
      .filter((name) => !order.includes(name))
      .toSorted(),
  ]
  const phrases = names.flatMap((name) => {
    const value = attributes[name]
    return value === undefined ? [] : (phrased[name]?.(value) ?? [other(name, value)])
  })
  return phrases.length > 0 ? phrases.join(', ') : Object.keys(attributes).join(', ')
}

type Phrase = (value: Value | null) => readonly string[]

const phrased: Readonly<Record<string, Phrase>> = {
  [said.controls]: (value) =>
    valuesOf(value).flatMap((control) =>
      control === 'mfa' ? ['a second factor'] : control === 'block' ? ['nobody comes in'] : [`${control} asked for`],
    ),
  [said.strength]: (value) => [
    value === null
      ? 'any second factor'
      : value === strengths.phishingResistant
        ? 'a second factor that resists phishing'
        : `authentication strength ${valuesOf(value).join()}`,
  ],
  [said.frequency]: (value) => [value === null ? 'no sign-in again' : `sign-in again after ${spell(value)}`],
  [said.ranges]: (value) => [value === null ? 'from nowhere' : `but from ${valuesOf(value).join(', ')}`],
  [said.roles]: (value) => [
    value === null ? 'whatever role somebody holds' : 'for whoever holds an administrative role',
  ],
  [said.spared]: (value) => [`not for ${count(valuesOf(value).length, 'emergency account')}`],
  [said.state]: (value) => [stateWords(value)],
  // A matter of course, where it is what roster says itself.
  [said.groups]: (value) => (value === null || valuesOf(value).join() === itsOwn ? [] : [other(said.groups, value)]),
  [said.applications]: (value) => (valuesOf(value).join() === 'All' ? [] : [other(said.applications, value)]),
  [said.clients]: (value) => (valuesOf(value).join() === 'all' ? [] : [other(said.clients, value)]),
  [said.from]: (value) => (valuesOf(value).join() === 'All' ? [] : [other(said.from, value)]),
  [said.butFrom]: (value) => (valuesOf(value).join() === itsOwn ? [] : [other(said.butFrom, value)]),
}

const order: readonly string[] = Object.keys(phrased)

function stateWords(value: Value | null): string {
  if (value === states.enforced) return 'enforced'
  return value === states.reportOnly ? 'only reporting' : 'switched off'
}

function other(name: string, value: Value | null): string {
  return value === null ? `without ${name}` : `${name} ${valuesOf(value).join(', ')}`
}

function count(number: number, what: string): string {
  return number === 1 ? `1 ${what}` : `${number} ${what}s`
}

/** `1 hours` as people write it. */
function spell(frequency: Value): string {
  const [amount = '', unit = ''] = (valuesOf(frequency)[0] ?? '').split(' ')
  return `${amount} ${amount === '1' ? unit.replace(/s$/, '') : unit}`
}
