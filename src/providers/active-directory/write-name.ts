import type { Locator } from '../../model/outcome.ts'
import { valuesOf } from '../../model/value.ts'
import type { EntityOperation } from '../already.ts'
import { below, canonicalDn, formatRdn, newRdn, ownName } from '../../ldap/dn.ts'
import { expectSuccess } from '../../ldap/faults.ts'
import { renameRequest } from '../../ldap/wire/protocol.ts'
import type { Live } from './confirm.ts'
import { groupLogin } from './problems.ts'
import { changesOf, exchange, modify } from './write-changes.ts'
import type { Desk } from './write-desk.ts'

/** What came of a change, besides that it was made. */
export interface Done {
  readonly locator?: Locator
  readonly detail?: string
}

type Renaming = EntityOperation & { readonly verb: 'rename' }

/** The names that are attributes in one request, then the CN and the place in another. Each finds done what a run that died had done. */
export async function rename(operation: Renaming, found: Live, desk: Desk): Promise<Done> {
  const { after } = operation
  const { cn, ...attributes } = after.attributes ?? {}
  const login = loginAfter(operation, found)
  const [changes = []] = changesOf(attributes, { found, pointed: {}, was: {} }, desk)
  const logins = login === undefined ? [] : exchange('sAMAccountName', found.raw('sAMAccountName'), login)
  await modify(found, [...logins, ...changes], desk)
  const name = after.name ?? valuesOf(cn)[0]
  return move(found, { ...(name === undefined ? {} : { name }), container: after.container }, desk)
}

/** A group's sAMAccountName goes with its name where it was made from that; one that somebody chose stays. */
function loginAfter({ after }: Renaming, { live, raw }: Live): string | undefined {
  if (live.kind === 'user') return after.username
  const [held] = raw('sAMAccountName')
  const isMade = held?.toLowerCase() === groupLogin(live.name).toLowerCase()
  return after.name !== undefined && isMade ? groupLogin(after.name) : undefined
}

interface Destination {
  /** Not there: it keeps its name. */
  readonly name?: string
  /** Not there: it stays where it is. */
  readonly container: string | undefined
}

/**
 * To another name, another place or both, in one request. It goes to the DN that was just read: that is the precondition, since there
 * is nothing there any more once somebody else has renamed or moved it.
 */
export async function move({ guid, dn, live }: Live, to: Destination, { connection }: Desk): Promise<Done> {
  const own = ownName(dn).get('cn') ?? ''
  const name = to.name ?? own
  const container = to.container ?? live.container
  const isMoved = container !== live.container
  if (name === own && !isMoved) return { locator: locatorOf({ guid, live }) }
  // A name that is kept may be one that roster gives nobody: the loser of a conflict of replication has a line feed in its.
  const rdn = name === own ? formatRdn([{ type: 'CN', value: own }]) : newRdn('CN', name)
  const request = renameRequest({ dn, rdn, dropOldName: true, ...(isMoved ? { parent: container } : {}) })
  expectSuccess(await connection.request(request), `renaming ${dn} to ${below(rdn, container)}`)
  return { locator: { immutableId: guid, reference: canonicalDn(below(rdn, container)) } }
}

/** How a live object is found again. */
export function locatorOf({ guid, live }: Pick<Live, 'guid' | 'live'>): Locator {
  return { immutableId: guid, reference: live.reference }
}
