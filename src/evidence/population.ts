import { parseAddress } from '../model/address.ts'
import type { Memory } from '../reconciler/memory.ts'

/** An account that was there. */
export interface Subject {
  readonly tenant: string
  /** A directory, or a contract with a platform. */
  readonly place: string
  /** Id of the person, or `~<login>` for somebody nobody declared. */
  readonly user: string
  readonly kind: 'directory' | 'platform'
  readonly login: string
  readonly state: string
  /** How it is known: made or taken over by roster, seen in an export of the platform, or somebody's word. */
  readonly known: 'created' | 'adopted' | 'export' | 'attested'
  /** The directory's own id of it; empty on platforms. */
  readonly immutableId: string
}

/** Every account that a ledger knows of at a moment, by place and person. */
export function populationIn(tenant: string, memory: Memory): readonly Subject[] {
  const found = [...inDirectories(tenant, memory), ...onPlatforms(tenant, memory)]
  return found.toSorted((a, b) => order(a.place, b.place) || order(a.user, b.user))
}

function* inDirectories(tenant: string, { objects }: Memory): Iterable<Subject> {
  for (const [address, { immutableId, origin, verified }] of objects) {
    const { directory, kind, id } = parseAddress(address)
    if (kind !== 'user') continue
    const { username, state } = verified?.kind === 'user' ? verified : { username: '', state: 'unknown' }
    yield { tenant, place: directory, user: id, kind: 'directory', login: username, state, known: origin, immutableId }
  }
}

function* onPlatforms(tenant: string, { accounts }: Memory): Iterable<Subject> {
  for (const [address, { account, from }] of accounts) {
    const { directory, id } = parseAddress(address)
    const { login, state } = account
    yield { tenant, place: directory, user: id, kind: 'platform', login, state, known: from, immutableId: '' }
  }
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
