import type { DesiredTenant } from '../language/compile/desired-tenant.ts'
import type { Person } from '../model/desired.ts'
import { parseAddress } from '../model/address.ts'
import type { Memory, Remembered } from '../reconciler/memory.ts'

/**
 * Everybody that the ledger knows, as they were: who was declared then with what is declared of them, the others with what the
 * directory showed. Whoever is declared and was never applied is absent.
 */
export function peopleKnown({ people }: DesiredTenant, memory: Memory): ReadonlyMap<string, Person> {
  const states = new Map<string, Person['state']>()
  const stubs = new Map<string, Person>()
  for (const [address, object] of memory.objects) {
    const { kind, id } = parseAddress(address)
    if (kind !== 'user' || states.get(id) === 'active') continue
    states.set(id, stateOf(object))
    stubs.set(id, stubOf(id, object))
  }
  for (const elements of memory.access.values())
    for (const key of elements.keys()) {
      const user = /^account\/[^/]+\/(.+)$/.exec(key)?.[1]
      if (user === undefined || states.has(user)) continue
      states.set(user, 'active')
      stubs.set(user, stubOf(user, undefined))
    }
  const known = [...states].map(([id, state]): Person => ({
    ...(people.get(id) ?? stubs.get(id) ?? stubOf(id, undefined)),
    state,
  }))
  const absent = [...people.values()].filter(({ id }) => !states.has(id))
  const all = [...known, ...absent.map((person): Person => ({ ...person, state: 'absent' }))]
  return new Map(all.map((person) => [person.id, person]))
}

function stateOf({ verified }: Remembered): Person['state'] {
  if (verified?.kind !== 'user') return 'active'
  return verified.state === 'active' || verified.state === 'locked' ? 'active' : 'disabled'
}

/** Somebody whom the files do not know: all there is, is what the directory showed. */
function stubOf(id: string, object: Remembered | undefined): Person {
  const verified = object?.verified
  const shown = verified?.kind === 'user' ? verified : undefined
  const name = shown?.attributes['displayName']
  const mail = shown?.attributes['mail']
  return {
    id,
    source: { file: '', line: 0, via: [] },
    state: 'active',
    stateReason: 'declared',
    urgent: false,
    directories: [],
    username: shown?.username ?? id,
    values: {
      ...(typeof name === 'string' ? { displayName: name } : {}),
      ...(typeof mail === 'string' ? { email: mail } : {}),
    },
    initial: {},
    departmentPath: [],
  }
}
