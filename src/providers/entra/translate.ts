import type { User } from '@microsoft/microsoft-graph-types'
import { DirectoryFault } from '../../model/fault.ts'
import type { AccountState, ObservedUser } from '../../model/observed.ts'
import type { Attributes, Value } from '../../model/value.ts'
import { places } from './group-kind.ts'
import { firstValue, isReference, valueOf } from './mapping.ts'
import { protection } from './protect.ts'
import { idOf, isRow, textIn } from './row.ts'
import type { Row } from './row.ts'
import type { Terms } from './terms.ts'

/** Properties of an account besides the mapped ones. */
const userProperties: readonly (keyof User)[] = [
  'id',
  'userPrincipalName',
  'accountEnabled',
  'userType',
  'externalUserState',
  'onPremisesSyncEnabled',
  'createdDateTime',
]

/** What is asked of every account; what is not among it stays unknown. */
export function userSelect({ rules }: Pick<Terms, 'rules'>): string {
  const mapped = rules.filter((rule) => !isReference(rule)).map(({ attribute }) => attribute)
  return [...new Set([...userProperties, ...mapped])].join(',')
}

/** What is asked besides `$select`: the manager, where roster keeps it. */
export function userExpand({ rules }: Pick<Terms, 'rules'>): Readonly<Record<string, string>> {
  return rules.some(isReference) ? { $expand: 'manager($select=id)' } : {}
}

/** An account as it was read; `deleted`: it lies in the bin. Throws DirectoryFault where it cannot be named. */
export function userOf(row: Row<User>, terms: Terms, deleted = false): ObservedUser {
  const id = idOf(row)
  const upn = signInName(row, id)
  const why = protection([upn, id], terms.settings) ?? unfit(row)
  if (why !== undefined) terms.learnt.protectedIds.add(id)
  const { attributes, unknown } = attributesOf(row, terms)
  // The bin does not tell whose manager somebody was.
  const pointing = deleted ? terms.rules.filter(isReference).map(({ attribute }) => attribute) : []
  return {
    kind: 'user',
    immutableId: id,
    reference: id,
    container: places.users,
    username: upn,
    attributes,
    references: managerOf(row, terms),
    unknown: pointing.length === 0 ? unknown : [...unknown, ...pointing],
    keys: keysOf({ upn, employeeId: filledFrom('employeeId', row, terms), mail: filledFrom('email', row, terms) }),
    state: deleted ? 'softDeleted' : stateOf(row),
    ...(deleted ? deletedAt(row) : {}),
    ...(terms.learnt.administrators.has(id) ? { administers: true } : {}),
    ...(row.onPremisesSyncEnabled === true ? { upstream: synchronised } : {}),
    ...(why === undefined ? {} : { notManageable: why }),
  }
}

function deletedAt(row: Row<User>): Pick<ObservedUser, 'deletedAt'> {
  const at = textIn(row, 'deletedDateTime')
  return at === undefined ? {} : { deletedAt: at }
}

/** Microsoft lets the cloud say where licences are used, whoever owns the account: https://learn.microsoft.com/entra/identity/hybrid/connect/reference-connect-sync-attributes-synchronized */
const synchronised = {
  why: 'it comes here from Active Directory by synchronisation (onPremisesSyncEnabled)',
  writable: ['usageLocation'],
} as const

/** A deleted account's name begins with its id, so that somebody else may have the name. */
function signInName(row: Row<User>, id: string): string {
  const upn = textIn(row, 'userPrincipalName')
  if (upn === undefined)
    throw new DirectoryFault(
      'permission',
      `the account ${id}: its userPrincipalName cannot be read. Consent to User.Read.All for the application of credentials.read.`,
    )
  const mark = id.replaceAll('-', '')
  return upn.toLowerCase().startsWith(mark) ? upn.slice(mark.length) : upn
}

function unfit(row: Row<User>): string | undefined {
  if (typeof row.accountEnabled !== 'boolean')
    return 'its accountEnabled cannot be read: nothing tells whether it is disabled'
  return 'onPremisesSyncEnabled' in row
    ? undefined
    : 'its onPremisesSyncEnabled cannot be read: nothing tells whether it comes from Active Directory'
}

function stateOf(row: Row<User>): AccountState {
  if (row.accountEnabled === false) return 'disabled'
  return row.externalUserState === 'PendingAcceptance' ? 'invited' : 'active'
}

/** Null means no value; what is not in the answer, although it was asked for, is not known. */
function attributesOf(
  row: Row,
  { rules }: Terms,
): { readonly attributes: Attributes; readonly unknown: readonly string[] } {
  const attributes: Record<string, Value> = {}
  const unknown: string[] = []
  for (const rule of rules) {
    if (isReference(rule)) continue
    const { attribute } = rule
    if (!(attribute in row)) unknown.push(attribute)
    const value = valueOf(row[attribute])
    if (value !== undefined) attributes[attribute] = value
  }
  return { attributes, unknown }
}

/** An account without a manager is answered without the property, where it was expanded. */
function managerOf(row: Row<User>, { rules, learnt }: Terms): Readonly<Record<string, string>> {
  const rule = rules.find(isReference)
  const manager = row.manager
  if (rule === undefined || !isRow(manager)) return {}
  const id = idOf(manager)
  learnt.linked.add(id)
  return { [rule.attribute]: id }
}

/** What the property holds that a path of users.yaml fills. */
function filledFrom(path: string, row: Row, { rules }: Terms): Value | undefined {
  const rule = rules.find((each) => each.path === path)
  return rule === undefined ? undefined : valueOf(row[rule.attribute])
}

/** Keys for adoption, folded. */
export function keysOf(known: {
  readonly upn: string | undefined
  readonly employeeId: Value | null | undefined
  readonly mail: Value | null | undefined
}): ObservedUser['keys'] {
  const employeeId = firstValue(known.employeeId)?.toLowerCase()
  const mail = firstValue(known.mail)?.toLowerCase()
  return {
    ...(employeeId === undefined ? {} : { employeeId }),
    ...(known.upn === undefined ? {} : { upn: known.upn.toLowerCase() }),
    ...(mail === undefined ? {} : { mail }),
  }
}
