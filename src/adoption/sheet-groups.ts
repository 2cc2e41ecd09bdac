import type { Group } from '../generated/groups.ts'
import { nearest } from '../language/load/nearest.ts'
import { fold } from '../language/validate/fold.ts'
import type { Entry } from './attributes.ts'
import { Ids } from './ids.ts'

/** The groups of a tenant by what people call them, and those that a sheet makes. */
export class Groups {
  readonly added = new Map<string, Entry>()
  readonly #byName = new Map<string, string>()
  readonly #create: boolean
  readonly #ids: Ids
  readonly #used = new Set<string>()

  constructor(declared: ReadonlyMap<string, { readonly spec: Group }>, create: boolean) {
    this.#create = create
    this.#ids = new Ids(declared.keys())
    for (const [id, { spec }] of declared) this.#byName.set(fold(spec.name ?? id), id)
    for (const id of declared.keys()) this.#byName.set(id, id)
  }

  /** How many groups that were declared before the sheet names. */
  get known(): number {
    return [...this.#used].filter((id) => !this.added.has(id)).length
  }

  idOf(name: string): string | undefined {
    const known = this.#byName.get(fold(name))
    if (known !== undefined) this.#used.add(known)
    if (known !== undefined || !this.#create) return known
    const id = this.#ids.give([name], 'group')
    this.#byName.set(fold(name), id)
    // Nobody knows from a sheet who else is in the group.
    this.added.set(id, { ...(name === id ? {} : { name }), members: { ownership: 'additive' } })
    return id
  }

  /** What to do about a group that is not there. */
  hint(name: string): string {
    const near = nearest(fold(name), [...this.#byName.keys()])
    return `${near === undefined ? '' : `Did you mean ${near}? `}--create-groups declares new ones.`
  }
}
