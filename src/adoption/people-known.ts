import type { DesiredTenant } from '../language/compile/desired-tenant.ts'
import { fold } from '../language/validate/fold.ts'
import { valuesOf } from '../model/value.ts'

/** Keys by which a sheet can name somebody, strongest first. */
export const keyNames = ['id', 'employeeId', 'username', 'upn', 'email'] as const
export type KeyName = (typeof keyNames)[number]
export type Keys = Readonly<Partial<Record<KeyName, string>>>

/** Finds people by their exact keys; a display name will do where only one has it. */
export class People {
  readonly #byKey = new Map<string, string>()
  /** false: several have the name. */
  readonly #byName = new Map<string, string | false>()

  /** Takes somebody down; says whose key it is already, of the first key that is. */
  add(
    id: string,
    keys: Keys,
    displayName: string | undefined,
  ): { readonly key: KeyName; readonly holder: string } | undefined {
    let clash: { readonly key: KeyName; readonly holder: string } | undefined
    for (const key of keyNames) {
      const value = keys[key]
      if (value === undefined) continue
      const holder = this.find(key, value)
      if (holder === undefined) this.#byKey.set(`${key} ${fold(value)}`, id)
      else if (holder !== id) clash ??= { key, holder }
    }
    if (displayName !== undefined) {
      const name = fold(displayName)
      const holder = this.#byName.get(name)
      this.#byName.set(name, holder === undefined || holder === id ? id : false)
    }
    return clash
  }

  find(key: KeyName, value: string): string | undefined {
    return this.#byKey.get(`${key} ${fold(value)}`)
  }

  /** Whoever a cell means: an id, a key, or a name; false: several have it. */
  meant(text: string): string | false | undefined {
    for (const key of keyNames) {
      const found = this.find(key, text)
      if (found !== undefined) return found
    }
    return this.#byName.get(fold(text))
  }
}

/** Everybody whom the workspace declares, with derived usernames and names. */
export function declaredPeople({ people }: DesiredTenant): People {
  const known = new People()
  for (const { id, username, upn, values, state } of people.values()) {
    if (state === 'absent') known.add(id, { id }, undefined)
    else
      known.add(
        id,
        { id, username, ...(upn === undefined ? {} : { upn }), ...keysIn(values) },
        textIn(values['displayName']),
      )
  }
  return known
}

function keysIn(
  values: DesiredTenant['people'] extends ReadonlyMap<string, infer P extends { values: unknown }>
    ? P['values']
    : never,
): Keys {
  const [employeeId, email] = [textIn(values['employeeId']), textIn(values['email'])]
  return { ...(employeeId === undefined ? {} : { employeeId }), ...(email === undefined ? {} : { email }) }
}

function textIn(value: Parameters<typeof valuesOf>[0]): string | undefined {
  return valuesOf(value)[0]
}
