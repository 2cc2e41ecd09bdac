import { DirectoryFault } from '../../model/fault.ts'
import type { GroupKind } from '../../model/desired.ts'
import type { AccountState, ObservedGroup, ObservedUser } from '../../model/observed.ts'
import type { Attributes, Value } from '../../model/value.ts'
import { kindAttribute, places } from './group-kind.ts'
import { firstValue, isReference, valueOf } from './mapping.ts'
import { policyGroupWhy } from './policy-names.ts'
import { protection } from './protect.ts'
import type { Terms } from './terms.ts'

/** An object as Graph answered it. */
export type Row = Readonly<Record<string, unknown>>

/** Properties of an account besides the mapped ones. */
const userProperties = [
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

/** What is asked of every group. */
export const groupSelect =
  'id,displayName,description,mail,groupTypes,mailEnabled,securityEnabled,isAssignableToRole,onPremisesSyncEnabled,createdDateTime,mailNickname'

/** What is asked besides: the owners, twenty of them. */
export const groupExpand = { $expand: 'owners($select=id)' } as const

/** What is asked of every administrative unit. */
export const unitSelect = 'id,displayName,description,membershipType'

/** An account as it was read; `deleted`: it lies in the bin. Throws DirectoryFault where it cannot be named. */
export function userOf(row: Row, terms: Terms, deleted = false): ObservedUser {
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
    ...(row['onPremisesSyncEnabled'] === true ? { upstream: synchronised } : {}),
    ...(why === undefined ? {} : { notManageable: why }),
  }
}

function deletedAt(row: Row): Pick<ObservedUser, 'deletedAt'> {
  const at = textIn(row, 'deletedDateTime')
  return at === undefined ? {} : { deletedAt: at }
}

/** Microsoft lets the cloud say where licences are used, whoever owns the account: https://learn.microsoft.com/entra/identity/hybrid/connect/reference-connect-sync-attributes-synchronized */
const synchronised = {
  why: 'it comes here from Active Directory by synchronisation (onPremisesSyncEnabled)',
  writable: ['usageLocation'],
} as const

/** A deleted account's name begins with its id, so that somebody else may have the name. */
function signInName(row: Row, id: string): string {
  const upn = textIn(row, 'userPrincipalName')
  if (upn === undefined)
    throw new DirectoryFault(
      'permission',
      `the account ${id}: its userPrincipalName cannot be read. Consent to User.Read.All for the application of credentials.read.`,
    )
  const mark = id.replaceAll('-', '')
  return upn.toLowerCase().startsWith(mark) ? upn.slice(mark.length) : upn
}

function unfit(row: Row): string | undefined {
  if (typeof row['accountEnabled'] !== 'boolean')
    return 'its accountEnabled cannot be read: nothing tells whether it is disabled'
  return 'onPremisesSyncEnabled' in row
    ? undefined
    : 'its onPremisesSyncEnabled cannot be read: nothing tells whether it comes from Active Directory'
}

function stateOf(row: Row): AccountState {
  if (row['accountEnabled'] === false) return 'disabled'
  return row['externalUserState'] === 'PendingAcceptance' ? 'invited' : 'active'
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
function managerOf(row: Row, { rules, learnt }: Terms): Readonly<Record<string, string>> {
  const rule = rules.find(isReference)
  const manager = row['manager']
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

/** A group as it was read, with what it has members and owners of. Throws DirectoryFault where it has no id. */
export function groupOf(row: Row, members: readonly string[] | 'unknown', terms: Terms): ObservedGroup {
  const id = idOf(row)
  const name = textIn(row, 'displayName') ?? id
  const why = protection([name, id], terms.settings) ?? ruledElsewhere(row)
  const { owners, unknown } = ownersOf(row, terms)
  const [owner, ...others] = owners
  return {
    kind: 'group',
    immutableId: id,
    reference: id,
    container: places.groups,
    name,
    attributes: written(row, sortOf(row), ['description', 'mail']),
    references: owner === undefined ? {} : { owner },
    ...(others.length === 0 ? {} : { furtherReferences: { owner: others } }),
    unknown: [...missing(row, ['description', 'mail']), ...unknown],
    members,
    ...ourselvesAmong(members, terms),
    ...(row['isAssignableToRole'] === true ? { privileged: true } : {}),
    ...(why === undefined ? {} : { notManageable: why }),
  }
}

/** An administrative unit as it was read. Throws DirectoryFault where it has no id. */
export function unitOf(row: Row, members: readonly string[] | 'unknown', { settings }: Terms): ObservedGroup {
  const id = idOf(row)
  const name = textIn(row, 'displayName') ?? id
  const isDynamic = textIn(row, 'membershipType')?.toLowerCase() === 'dynamic'
  const why = protection([name, id], settings) ?? (isDynamic ? dynamic : undefined)
  return {
    kind: 'group',
    immutableId: id,
    reference: id,
    container: places.units,
    name,
    attributes: written(row, 'administrativeUnit', ['description']),
    references: {},
    unknown: missing(row, ['description']),
    members,
    ...(why === undefined ? {} : { notManageable: why }),
  }
}

/** Roster's own applications are never taken out of anything. */
export function ourselvesAmong(
  members: readonly string[] | 'unknown',
  { ownIds }: Pick<Terms, 'ownIds'>,
): Pick<ObservedGroup, 'fixedMembers'> {
  const own = members === 'unknown' ? [] : members.filter((member) => ownIds.has(member))
  return own.length === 0 ? {} : { fixedMembers: own }
}

const dynamic = 'its members follow a rule (dynamic membership): nobody is put in or taken out one by one'

/** Without these nothing tells whose group it is: what was asked for and not answered is not taken for a no. */
const telling = ['groupTypes', 'mailEnabled', 'isAssignableToRole', 'onPremisesSyncEnabled'] as const

function ruledElsewhere(row: Row): string | undefined {
  if (row['onPremisesSyncEnabled'] === true)
    return 'it comes here from Active Directory by synchronisation (onPremisesSyncEnabled): change it there'
  if (typesOf(row).includes('DynamicMembership')) return dynamic
  const why = policyGroupWhy(row)
  if (why !== undefined) return why
  if (sortOf(row) === 'distribution') return 'a mail-enabled group: Exchange manages it, and Microsoft Graph cannot'
  const unread = telling.find((name) => !(name in row))
  return unread === undefined
    ? undefined
    : `its ${unread} cannot be read: nothing tells whether it is managed elsewhere, or lets people administer`
}

/** https://learn.microsoft.com/graph/api/resources/groups-overview: the properties that together say which sort it is. */
function sortOf(row: Row): GroupKind {
  if (typesOf(row).includes('Unified')) return 'microsoft365'
  return row['mailEnabled'] === true ? 'distribution' : 'security'
}

function typesOf(row: Row): readonly unknown[] {
  const types = row['groupTypes']
  return Array.isArray(types) ? types : []
}

/** Owners, but for ourselves: whoever makes a group by an application finds it among the owners. */
function ownersOf(
  row: Row,
  { ownIds, learnt }: Terms,
): { readonly owners: readonly string[]; readonly unknown: readonly string[] } {
  const owners = row['owners']
  if (!Array.isArray(owners)) return { owners: [], unknown: ['owner'] }
  const ids = owners.filter(isRow).map(idOf)
  for (const id of ids) learnt.linked.add(id)
  return { owners: ids.filter((id) => !ownIds.has(id)).toSorted(), unknown: [] }
}

function written(row: Row, kind: GroupKind, names: readonly string[]): Attributes {
  const attributes: Record<string, Value> = { [kindAttribute]: kind }
  for (const name of names) {
    const value = valueOf(row[name])
    if (value !== undefined) attributes[name] = value
  }
  return attributes
}

function missing(row: Row, names: readonly string[]): readonly string[] {
  return names.filter((name) => !(name in row))
}

/** The id of an object, folded. Throws DirectoryFault where there is none, or one of another form than ids of Entra ID have. */
export function idOf(row: Row): string {
  const id = row['id']
  if (typeof id === 'string' && isId(id)) return id.toLowerCase()
  throw new DirectoryFault(
    'protocol',
    'Microsoft Graph answered with an object that has no id; nothing is concluded from it',
  )
}

/** Whether a text has the form of an id: a GUID, in whatever case. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}

/** A text that a property holds. */
export function textIn(row: Row, name: string): string | undefined {
  const value = row[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Whether something answered is an object. */
export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
