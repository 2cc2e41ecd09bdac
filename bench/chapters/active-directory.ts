import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command, Cost } from '../measure/cost.ts'
import { costOf } from '../measure/cost.ts'
import { repository } from '../measure/paths.ts'
import type { Chapter, Row } from '../measure/row.ts'
import { against, atMost, memory, named, told } from '../measure/row.ts'
import { medianOf, sideBySide } from '../measure/side-by-side.ts'
import { arrivalsLdif, personDn, units } from '../workspace/ad-ldif.ts'
import { line } from '../workspace/ldif.ts'
import { membersOf } from '../workspace/members.ts'
import { benchTenant } from '../workspace/people.ts'
import type { DomainScene } from './domain.ts'
import { beside, domainTool, inDomain, openDomain, withCache } from './domain.ts'

/** What the provider asks of every account. */
const ofPeople =
  'objectGUID sAMAccountName userAccountControl primaryGroupID lockoutTime isCriticalSystemObject cn userPrincipalName givenName sn displayName mail title department employeeID l streetAddress postalCode st c physicalDeliveryOfficeName telephoneNumber mobile homePhone facsimileTelephoneNumber pager preferredLanguage manager proxyAddresses accountExpires'.split(
    ' ',
  )
const ofGroups =
  'objectGUID cn groupType objectSid adminCount isCriticalSystemObject description mail managedBy member uSNChanged'.split(
    ' ',
  )
const people = '(&(objectCategory=person)(objectClass=user))'

/** Reading, planning and applying on a domain controller (Samba), against the LDAP tools that do the same there. */
export async function activeDirectoryChapter(folder: string, rounds: number): Promise<Chapter> {
  const large = await largeRows(join(folder, 'domain-M'), rounds)
  const arrivals = await arrivalRows(join(folder, 'domain-arrivals'), rounds)
  return {
    title: 'Active Directory (Samba as the domain controller, LDAP over TLS)',
    notes: [
      '10,000 people and 100 groups of about 500. `ldapsearch` asks for the same attributes of the same objects, in pages of 1,000. CPU is that of the client.',
      'Plans are whole processes: start, the YAML, validation, reading, the gates. With a ledger: written by a real apply that adopted every account. Incremental: one title was changed since the last plan, whose copy of the domain lies in the cache.',
      'Drift of 1 %: one person in a hundred has another title, one membership in a hundred is missing.',
      '1,000 arrivals: accounts with a password, disabled; 100 groups with 5,000 memberships; then the accounts are enabled. Wall of the whole process: planning, the encrypted passwords, the ledger (synced), the writes, reading back. `ldapmodify` gets the LDIF ready-made, every group with its members in one add. A new domain controller for each.',
    ],
    rows: [...large, ...arrivals],
  }
}

async function largeRows(root: string, rounds: number): Promise<readonly Row[]> {
  const scene = await openDomain(root, benchTenant(0, { people: 10_000, groups: 100 }))
  try {
    const read = [process.execPath, repository('bench/measure/read.mjs'), root, scene.tenant.id, 'hq']
    const reads = sideBySide(rounds, [
      { name: 'read', peak: true, command: beside(scene, read) },
      { name: 'ten reads', command: beside(scene, [...read, '10']) },
      { name: 'ldapsearch', command: search(scene, units.people, people, ofPeople) },
      { name: 'ldapsearch of groups', command: search(scene, units.groups, '(objectClass=group)', ofGroups) },
    ])
    const floor = { name: '`ldapsearch`', value: named(reads, 'ldapsearch').cpu }
    const both = {
      name: '`ldapsearch` of people and of groups',
      value: floor.value + named(reads, 'ldapsearch of groups').cpu,
    }
    const first = sideBySide(rounds, [{ name: 'plan', peak: true, command: inDomain(scene, 'plan') }])
    sideBySide(0, [{ name: 'adopt', command: inDomain(scene, 'apply', '--auto-approve') }])
    const plans = planCosts(scene, rounds)
    return [
      against('CPU of the full read of 10,000 people, whole process', named(reads, 'read').cpu, {
        ...floor,
        atMost: 2.5,
      }),
      against('the same, of ten reads in one process', named(reads, 'ten reads').cpu, {
        name: 'ten times `ldapsearch`',
        value: 10 * floor.value,
      }),
      memory('memory of the full read', named(reads, 'read'), 200),
      told('the full read', named(reads, 'read')),
      told('`ldapsearch` of people', named(reads, 'ldapsearch')),
      told('`ldapsearch` of groups', named(reads, 'ldapsearch of groups')),
      atMost('CPU of the incremental plan after one change', named(plans, 'incremental').cpu, 1.0),
      against('the same, against a full plan', named(plans, 'incremental').cpu, {
        name: 'the full plan, the same round',
        value: named(plans, 'full').cpu,
      }),
      told('the incremental plan after one change, with a ledger', named(plans, 'incremental')),
      told('the full no-op plan, with a ledger', named(plans, 'full')),
      told('the full no-op plan, without a ledger', named(first, 'plan')),
      against('CPU of the full plan with 1 % drift', named(plans, 'drift').cpu, both),
      against('the same, against the no-op plan', named(plans, 'drift').cpu, {
        name: 'no-op, the same round',
        value: named(plans, 'full').cpu,
      }),
      against('CPU of the incremental plan with 1 % drift', named(plans, 'incremental drift').cpu, both),
    ]
  } finally {
    await scene.samba.stop()
  }
}

function search(scene: DomainScene, unit: string, filter: string, attributes: readonly string[]): Command {
  const pages = ['-E', 'pr=1000/noprompt', '-LLL', '-o', 'ldif-wrap=no']
  return domainTool('ldapsearch', scene, ...pages, '-b', `${unit},${scene.samba.baseDn}`, filter, ...attributes)
}

/** Full plans and incremental ones in turn; the incremental ones start from the plan before them. */
function planCosts(scene: DomainScene, rounds: number): ReadonlyMap<string, Cost> {
  const [one] = scene.tenant.people
  let times = 0
  const change = (): void => {
    times += 1
    retitle(scene, [one?.employeeId ?? ''], `Changed ${times} times`)
  }
  const put = (direction: 'away' | 'back') => (): void => scene.samba.modify(drift(scene, direction))
  costOf(withCache(scene, 'plan'))
  return sideBySide(rounds, [
    { name: 'full', command: inDomain(scene, 'plan') },
    { name: 'incremental', peak: true, before: change, command: withCache(scene, 'plan') },
    { name: 'drift', before: put('away'), command: inDomain(scene, 'plan') },
    { name: 'incremental drift', command: withCache(scene, 'plan'), after: put('back') },
  ])
}

function retitle({ samba }: DomainScene, employeeIds: readonly string[], title: string): void {
  const records = employeeIds.map(
    (employeeId) =>
      `dn: ${personDn({ employeeId }, samba.baseDn)}\nchangetype: modify\nreplace: title\n${line('title', title)}\n`,
  )
  samba.modify(records.join('\n'))
}

/** LDIF that puts one in a hundred people and memberships out of order, or back. */
function drift({ samba, tenant }: DomainScene, direction: 'away' | 'back'): string {
  const odd = tenant.people.filter((_, index) => index % 100 === 1)
  const titles = odd.map((person) => {
    const now = direction === 'away' ? 'Somebody else' : person.title
    return `dn: ${personDn(person, samba.baseDn)}\nchangetype: modify\nreplace: title\n${line('title', now)}\n`
  })
  const dnOf = new Map(tenant.people.map((person) => [person.id, personDn(person, samba.baseDn)]))
  const members = [...membersOf(tenant)].map(([group, ids]) => {
    const some = ids.filter((_, index) => index % 100 === 0).map((id) => `member: ${dnOf.get(id)}\n`)
    const dn = `CN=${group},${units.groups},${samba.baseDn}`
    return `dn: ${dn}\nchangetype: modify\n${direction === 'away' ? 'delete' : 'add'}: member\n${some.join('')}`
  })
  return [...titles, ...members].join('\n')
}

async function arrivalRows(root: string, rounds: number): Promise<readonly Row[]> {
  const apply = (scene: DomainScene): Command => inDomain(scene, 'apply', '--auto-approve')
  const modify = (scene: DomainScene): Command => {
    const file = join(scene.root, 'arrivals.ldif')
    writeFileSync(file, arrivalsLdif(scene.tenant, scene.samba.baseDn))
    return domainTool('ldapmodify', scene, '-f', file)
  }
  const [applies, floors]: [Cost[], Cost[]] = [[], []]
  const plans: Cost[] = []
  for (let round = 0; round < rounds; round += 1) {
    floors.push(await onNewDomain(root, modify))
    plans.push(await onNewDomain(root, (scene) => inDomain(scene, 'plan')))
    applies.push(await onNewDomain(root, apply))
  }
  const floor = { name: '`ldapmodify`', value: medianOf(floors).wall }
  return [
    against('wall of apply, 1,000 arrivals with passwords', medianOf(applies).wall, { ...floor, atMost: 1.2 }),
    against('wall of apply less that of a plan', medianOf(applies).wall - medianOf(plans).wall, floor),
    told('apply, 1,000 arrivals with passwords', medianOf(applies)),
    told('`ldapmodify`, the same', medianOf(floors)),
  ]
}

async function onNewDomain(root: string, command: (scene: DomainScene) => Command): Promise<Cost> {
  const scene = await openDomain(root, benchTenant(0, { people: 1_000, groups: 100 }), { isEmpty: true })
  try {
    return costOf(command(scene))
  } finally {
    await scene.samba.stop()
  }
}
