import { valuesOf } from '../../model/value.ts'
import { isWithin } from '../../ldap/dn.ts'
import { code, expectSuccess, incomplete, permission } from '../../ldap/faults.ts'
import { referenceOf } from '../../ldap/layout.ts'
import { entryAt } from '../../ldap/lookup.ts'
import type { Entry } from '../../ldap/wire/answer.ts'
import type { Connection } from '../../ldap/wire/connection.ts'
import { controlType } from '../../ldap/wire/protocol.ts'
import { lockoutOf } from './account.ts'
import type { Lockout } from './account.ts'
import { AdSchema, ruleOf, schemaAttributes } from './ad-schema.ts'
import { readRoot, timeOf } from './controller.ts'
import type { Root } from './controller.ts'
import { sidOf } from './ids.ts'
import { objectsBelow } from './lookup.ts'
import type { AdSettings } from './settings.ts'

/** What roster knows of the domain it works in. DNs are canonical. */
export interface Domain {
  /** S-1-5-21-...: which domain this is, whatever it is called. */
  readonly sid: string
  /** DN of its root. */
  readonly root: string
  /** DNS name, as in the part of a UPN that every account has. */
  readonly dnsName: string
  /** What UPNs may end in besides, folded; undefined where it cannot be read. */
  readonly upnSuffixes: readonly string[] | undefined
  readonly lockout: Lockout
  /** Clock of the domain controller when it was asked. */
  readonly time: Date
  readonly controller: Controller
}

/** The domain controller that answers. */
export interface Controller {
  /** DN of its settings object. */
  readonly name: string
  /** Which copy of the domain it holds: changes with each restore. undefined where it cannot be read. */
  readonly invocation: string | undefined
  readonly hasDirSync: boolean
  readonly usn: string | undefined
  /** SIDs that say what the account may see. */
  readonly rights: readonly string[]
}

/** Reads which domain this is and what roster has to know of it. Throws a fault where it is none, or not the one of `base`. */
export async function readDomain(connection: Connection, settings: AdSettings, root: Root): Promise<Domain> {
  const [identity, head, suffixes, service] = await Promise.all([
    readIdentity(connection, root.context),
    entryAt(connection, root.context, ['lockoutDuration']),
    readSuffixes(connection, root.configuration),
    readQuietly(connection, root.service, ['invocationId']),
  ])
  const canonical = referenceOf(root.context)
  if (!isWithin(settings.base, canonical)) {
    throw incomplete(
      `base: ${settings.base} does not lie in the domain of this domain controller, ${canonical}. Let base name a place in it, or url a domain controller of the other domain.`,
    )
  }
  await expectBases(connection, settings)
  return {
    sid: identity,
    root: canonical,
    dnsName: dnsNameOf(canonical),
    upnSuffixes: suffixes,
    lockout: lockoutOf(valuesOf(head?.values[0])[0]),
    time: root.time,
    controller: {
      name: referenceOf(root.service),
      invocation: valuesOf(service?.values[0])[0],
      hasDirSync: root.controls.includes(controlType.dirSync),
      usn: root.usn,
      rights: root.rights,
    },
  }
}

/** Which domain this connection leads to (its SID), and by which domain controller. */
export async function identify(
  connection: Connection,
  settings: AdSettings,
): Promise<{ readonly sid: string; readonly root: Root }> {
  const root = await readRoot(connection, settings)
  return { sid: await readIdentity(connection, root.context), root }
}

/** The clock of the domain controller; undefined where it does not tell. */
export async function readTime(connection: Connection): Promise<Date | undefined> {
  const root = await entryAt(connection, '', ['currentTime'])
  return timeOf(valuesOf(root?.values[0])[0])
}

/** How the domain describes the attributes roster works with. */
export async function readAdSchema(
  connection: Connection,
  attributes: readonly string[],
  { sid }: Pick<Domain, 'sid'>,
): Promise<AdSchema> {
  const root = await entryAt(connection, '', ['schemaNamingContext'])
  const place = valuesOf(root?.values[0])[0] ?? ''
  const named = { or: attributes.map((name) => ({ attribute: 'lDAPDisplayName', equals: name })) }
  const filter = { and: [{ attribute: 'objectClass', equals: 'attributeSchema' }, named] }
  const [entries, user, group] = await Promise.all([
    objectsBelow(connection, place, filter, schemaAttributes),
    allowedIn(connection, `${sid}-500`),
    allowedIn(connection, `${sid}-513`),
  ])
  const rules = entries.flatMap((entry) => ruleOf(entry) ?? [])
  if (rules.length === 0) {
    throw permission(
      `the domain’s schema (${place}) cannot be read. Give this account the right to read it; without it values cannot be compared as the domain does.`,
    )
  }
  return new AdSchema(rules, { user, group })
}

/** All attributes that an object of this sort may have, its auxiliary classes included (MS-ADTS 3.1.1.4.5.9); empty where it cannot be read. */
async function allowedIn(connection: Connection, sid: string): Promise<readonly string[]> {
  const entry = await readQuietly(connection, `<SID=${sid}>`, ['allowedAttributes'])
  // A part of them would forbid the others.
  return entry?.ranges === undefined ? valuesOf(entry?.values[0]) : []
}

async function readIdentity(connection: Connection, context: string): Promise<string> {
  const entry = await entryAt(connection, context, ['objectSid'])
  const sid = sidOf(valuesOf(entry?.values[0])[0])
  if (sid !== undefined) return sid
  throw permission(
    `${context}: the objectSid of the domain cannot be read. Give this account the right to read it; without it nothing proves which domain this is.`,
  )
}

async function expectBases(connection: Connection, { base, users, groups }: AdSettings): Promise<void> {
  const wanted: readonly (readonly [string, string | undefined])[] = [
    ['base', base],
    ['users.base', users.base],
    ['users.disabledBase', users.disabledBase],
    ['groups.base', groups.base],
  ]
  const seen = await Promise.all(
    wanted.map(async ([, dn]) => dn === undefined || (await entryAt(connection, dn, [])) !== undefined),
  )
  const missing = wanted[seen.indexOf(false)]
  if (missing === undefined) return
  throw incomplete(
    `${missing[0]}: ${missing[1]} is not there, or this account may not see it. Correct it, make the container, or give the account the right to read it.`,
  )
}

/** What a UPN may end in: the names of the forest's domains, and the suffixes somebody added. */
async function readSuffixes(connection: Connection, configuration: string): Promise<readonly string[] | undefined> {
  const place = `CN=Partitions,${configuration}`
  const added = await readQuietly(connection, place, ['uPNSuffixes'])
  if (added === undefined) return undefined
  const domains = await objectsBelow(connection, place, { present: 'nETBIOSName' }, ['dnsRoot'])
  const names = [...domains, added].flatMap(({ values }) => valuesOf(values[0]))
  return names.map((suffix) => suffix.toLowerCase())
}

/** What may be hidden without harm. */
async function readQuietly(
  connection: Connection,
  dn: string,
  attributes: readonly string[],
): Promise<Entry | undefined> {
  const { entries, result } = await connection.search({
    base: dn,
    scope: 'base',
    filter: { present: 'objectClass' },
    attributes,
  })
  const isHidden = [code.noSuchObject, code.insufficientAccess, code.referral, code.invalidDnSyntax].some(
    (each) => each === result.code,
  )
  if (!isHidden) expectSuccess(result, `reading ${dn}`)
  return entries[0]
}

/** lab.example of dc=lab,dc=example. */
function dnsNameOf(root: string): string {
  return root
    .split(',')
    .flatMap((part) => (part.startsWith('dc=') ? [part.slice('dc='.length)] : []))
    .join('.')
}
