import { fold } from '../language/validate/fold.ts'
import { directoryOf } from '../language/validate/home.ts'
import type { TenantDocuments } from '../language/validate/documents.ts'

/** What must be there once only in a tenant. */
export type Unique = 'username' | 'upn' | 'email' | 'employeeId' | 'uidNumber' | 'group' | 'gidNumber'

/** Who has which name that must be there once only. */
export class Claims {
  readonly #held = new Map<string, string>()

  /** Takes a name for an id; says whose it is already. */
  take(what: Unique, name: string, id: string): string | undefined {
    const key = `${what} ${fold(name)}`
    const holder = this.#held.get(key)
    if (holder === undefined) this.#held.set(key, id)
    return holder === id ? undefined : holder
  }
}

/** Everything that the workspace has given out, as far as it is written. */
export function claimsOf({ users, groups, tenant }: TenantDocuments, directory: string | undefined): Claims {
  const claims = new Claims()
  for (const [id, { spec }] of users) {
    if (spec.state === 'absent') continue
    if (spec.username !== undefined) claims.take('username', spec.username, id)
    if (spec.upn !== undefined) claims.take('upn', spec.upn, id)
    if (typeof spec.email === 'string') claims.take('email', spec.email, id)
    for (const { address } of spec.emails ?? []) claims.take('email', address, id)
    if (typeof spec.employeeId === 'string') claims.take('employeeId', spec.employeeId, id)
    if (spec.posix?.uidNumber !== undefined) claims.take('uidNumber', String(spec.posix.uidNumber), id)
  }
  for (const [id, { spec }] of groups) {
    if (typeof spec.mail === 'string') claims.take('email', spec.mail, id)
    if (directory !== undefined && directoryOf(spec, tenant.spec) !== directory) continue
    claims.take('group', spec.name ?? id, id)
    if (spec.posix?.gidNumber !== undefined) claims.take('gidNumber', String(spec.posix.gidNumber), id)
  }
  return claims
}
