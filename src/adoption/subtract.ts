import type { TenantInput } from '../language/compile/input.ts'
import { draftPerson, openWorkshop, type Draft, type Workshop } from '../language/compile/people.ts'
import type { User } from '../generated/users.ts'
import type { PersonValues } from '../model/desired.ts'
import { valuesOf } from '../model/value.ts'
import type { Entry } from './attributes.ts'
import { at, put, sharedPaths, take } from './attributes.ts'
import type { Workplace } from './workplace.ts'

const source = { file: '', line: 1 }

/** What it means that a source does not say something: that there is nothing, or that it leaves it to the defaults. */
export type Silence = 'nothing' | 'asDefault'

/** Takes out of entries what the workspace would say of these people anyway. */
export class Subtraction {
  readonly #shop: Workshop
  readonly #given = new Map<string, Draft>()
  readonly #bases = new Map<string, number>()

  /** `input`: the tenant with the departments and templates that come with the import. */
  constructor(input: TenantInput, { zone, today }: Workplace) {
    this.#shop = openWorkshop(input, { zone, today })
    for (const [id, written] of input.users) this.#count(draftPerson(this.#shop, id, written).person.username)
  }

  /** Takes down which username a person would get, so that two who would get the same have theirs written. */
  announce(id: string, entry: Entry): void {
    this.#count(this.#derived(id, entry).username)
    if (typeof entry['username'] === 'string' && this.#derived(id, entry).username !== entry['username'])
      this.#count(entry['username'])
  }

  /** What template a person has, and which groups it gives. */
  templateOf(entry: Entry): Draft['template'] {
    return this.#givenTo(entry).template
  }

  /** Makes an entry as short as it can be; `manager` and `department` are in it already. */
  shorten(id: string, entry: Entry, silence: Silence): void {
    const given = this.#givenTo(entry).person
    this.#shortenShared(entry, given.values, given.initial, silence)
    this.#shortenManager(entry, given.manager, silence)
    const derived = this.#derived(id, entry)
    const { username } = entry
    if (username === derived.username && this.#isAlone(derived.username)) delete entry['username']
    const { defaults } = this.#shop.input.tenant.spec
    if (entry['department'] === defaults?.attributes?.department) delete entry['department']
    const named = draftPerson(this.#shop, id, written(without(entry, ['upn', 'displayName']))).person
    if (entry['upn'] === named.upn) delete entry['upn']
    if (entry['name'] !== undefined && entry['displayName'] === named.values['displayName']) delete entry['displayName']
  }

  #shortenShared(entry: Entry, values: PersonValues, initial: PersonValues, silence: Silence): void {
    for (const path of sharedPaths) {
      const lasting = values[path]
      const once = path.startsWith('profile.') ? initial[path] : undefined
      const own = at(entry, path)
      if (own !== undefined && (same(own, lasting) || same(own, once))) take(entry, path)
      // What everybody of the department has, and this one has not.
      else if (own === undefined && silence === 'nothing' && valuesOf(lasting).length > 0)
        put(entry, path, path === 'skills' ? [] : null)
    }
  }

  #shortenManager(entry: Entry, given: string | null | undefined, silence: Silence): void {
    const own = entry['manager']
    if (own !== undefined && own === given) delete entry['manager']
    else if (silence === 'nothing' && own === undefined && typeof given === 'string') entry['manager'] = null
  }

  /** What somebody of this department and template has without a word of their own. */
  #givenTo(entry: Entry): Draft {
    const { department, template } = entry
    const key = JSON.stringify([department, template])
    const known = this.#given.get(key)
    if (known !== undefined) return known
    const bare = { name: { first: 'X' }, ...copied({ department, template }) }
    const draft = draftPerson(this.#shop, 'x', written(bare))
    this.#given.set(key, draft)
    return draft
  }

  #derived(id: string, entry: Entry): { readonly username: string } {
    return draftPerson(this.#shop, id, written(without(entry, ['username', 'upn']))).person
  }

  #count(username: string): void {
    const key = username.toLowerCase()
    this.#bases.set(key, (this.#bases.get(key) ?? 0) + 1)
  }

  #isAlone(username: string): boolean {
    return (this.#bases.get(username.toLowerCase()) ?? 0) <= 1
  }
}

function written(spec: User): { readonly spec: User; readonly file: string; readonly line: number } {
  return { spec, ...source }
}

function without(entry: Entry, names: readonly string[]): Entry {
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !names.includes(name)))
}

function copied(entry: Entry): Entry {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined))
}

function same(own: unknown, given: PersonValues[string] | undefined): boolean {
  if (given === undefined || given === null) return false
  const mine = (Array.isArray(own) ? own : [own]).map(String)
  const theirs = valuesOf(given)
  return mine.length === theirs.length && mine.every((value) => theirs.includes(value))
}
