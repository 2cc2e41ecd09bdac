import type { Department } from '../generated/departments.ts'
import * as validators from '../generated/validators.js'
import type { WrittenKind } from '../language/load/source.ts'
import type { DescribedUser } from '../providers/provider.ts'
import { sayable } from './attributes.ts'
import { Ids } from './ids.ts'

const separator = '\0'

/** The departments of a tenant, those that people turn out to work in besides. */
export class Departments {
  /** Id -> entry of those that are new. */
  readonly added = new Map<string, Department>()
  readonly #ids: Ids
  readonly #byPath = new Map<string, string>()
  readonly #byName = new Map<string, string>()
  readonly #names = new Map<string, string>()

  /** Whether departments lie in one another in the directory, so that the one of the same name elsewhere is another. */
  readonly #nested: boolean

  constructor(declared: WrittenKind<Department>, placement: string | undefined) {
    this.#nested = placement === 'departmentPath'
    this.#ids = new Ids(declared.keys())
    const specs = new Map([...declared].map(([id, { spec }]) => [id, spec]))
    for (const id of specs.keys()) this.#note(id, pathOf(id, specs))
  }

  /** The id of the department that an account stands for, made where there is none; or why it cannot be. */
  idFor({
    values,
    departmentPath = [],
  }: Pick<DescribedUser, 'values' | 'departmentPath'>): { readonly id?: string } | { readonly why: string } {
    const name = values['department.name']
    const path = departmentPath.length > 0 ? departmentPath : name === undefined || name === null ? [] : [name]
    const names: string[] = []
    for (const each of path) {
      const said = typeof each === 'string' ? sayable(each) : { why: 'it has several values, and one can be declared' }
      if ('why' in said) return said
      if (!validators.department({ name: said.text })) return { why: 'its name is longer than 256 characters' }
      names.push(said.text)
    }
    if (names.length === 0) return {}
    const hint = values['department']
    return { id: this.#idOf(names, typeof hint === 'string' ? hint : undefined) }
  }

  /** The department that a person means by an id or a name, made where there is none; or why it cannot be. */
  named(text: string): string | { readonly why: string } {
    if (this.#names.has(text)) return text
    const found = this.idFor({ values: { 'department.name': text } })
    return 'why' in found ? found : (found.id ?? '')
  }

  /** `hint`: the id under which the directory itself knows it. */
  #idOf(path: readonly string[], hint?: string): string {
    const name = path.at(-1) ?? ''
    if (hint !== undefined && this.#names.get(hint) === name) return hint
    const claimed = hint === undefined ? undefined : this.#ids.claim(hint)
    const known = this.#nested || path.length > 1 ? this.#byPath.get(path.join(separator)) : this.#byName.get(name)
    if (claimed === undefined && known !== undefined) return known
    const parent = path.length > 1 ? this.#idOf(path.slice(0, -1)) : undefined
    const id = claimed ?? this.#ids.give([name], 'department')
    this.added.set(id, { name, ...(parent === undefined ? {} : { parent }) })
    this.#note(id, path)
    return id
  }

  /** Of several with one name the first counts. */
  #note(id: string, path: readonly string[]): void {
    const name = path.at(-1) ?? ''
    const key = path.join(separator)
    this.#names.set(id, name)
    if (!this.#byPath.has(key)) this.#byPath.set(key, id)
    if (!this.#byName.has(name)) this.#byName.set(name, id)
  }
}

function pathOf(id: string, specs: ReadonlyMap<string, Department>): readonly string[] {
  const names: string[] = []
  const seen = new Set<string>()
  for (let at: string | undefined = id; at !== undefined && !seen.has(at); at = specs.get(at)?.parent) {
    seen.add(at)
    names.unshift(specs.get(at)?.name ?? '')
  }
  return names
}
