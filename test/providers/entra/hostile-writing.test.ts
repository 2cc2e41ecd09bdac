import { afterEach, describe, expect, test } from 'vitest'
import { at, operation } from '../ldap/directory.ts'
import { tampered } from './tampering.ts'
import type { Said, Tampering } from './tampering.ts'
import { detailOf, Office, wordOf, wordsOf } from './writing.ts'

const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10'

let offices: Office[] = []
afterEach(async () => {
  for (const office of offices) await office.close()
  offices = []
})

/** An office between which and the server somebody stands from now on. */
async function officeWith(tampering?: Tampering): Promise<Office> {
  const office = await Office.start(
    {},
    { wrapped: (send) => (tampering === undefined ? send : tampered(send, tampering)) },
  )
  offices.push(office)
  return office
}

const refused = (status: number) => (): Said => ({ status, body: { error: { code: 'Oops', message: 'not now' } } })
const empty = (): Said => ({ status: 200, body: {} })

describe('REL-10 what could not be looked for is not made', () => {
  test.each([
    ['is refused', refused(403)],
    ['is out of order', refused(500)],
    ['is no page', empty],
  ])('a guest, where the look %s', async (_, answer) => {
    const office = await officeWith({ on: /^GET \/v1.0\/users\?.*mail/, with: answer })
    const writer = await office.writer()
    const [outcome] = await office.apply(writer, office.invitation('ada', 'ada@partner.example'))
    expect(wordOf(outcome)).toMatch(/^failed/)
    expect(office.asked('POST', /invitations/)).toBe(0)
    expect(office.graph.mails).toEqual([])
  })

  test.each([
    ['is refused', refused(403)],
    ['is out of order', refused(500)],
    ['is no page', empty],
  ])('a unit, where the look %s', async (_, answer) => {
    const office = await officeWith({ on: /^GET \/v1.0\/directory\/administrativeUnits\?/, with: answer })
    const writer = await office.writer()
    const [outcome] = await office.apply(writer, office.grouping('North', 'administrativeUnit'))
    expect(wordOf(outcome)).toMatch(/^failed/)
    expect(office.asked('POST', /administrativeUnits/)).toBe(0)
  })
})

describe('a guest is nobody else', () => {
  const mail = 'ada@partner.example'

  test('a member who has that address is not taken for the guest', async () => {
    const office = await officeWith()
    const id = office.person('boss', { mail, displayName: 'ada', jobTitle: 'Boss' })
    const writer = await office.writer()
    const [outcome] = await office.apply(writer, office.invitation('ada', mail, { jobTitle: 'Boss' }))
    expect([wordOf(outcome), office.graph.mails]).toEqual(['conflict', []])
    expect(detailOf(outcome)).toMatch(/no guest/)
    expect(office.user(id)['jobTitle']).toBe('Boss')
  })

  test('where the answer was lost, nobody else who has that address is written to', async () => {
    const office = await officeWith()
    office.graph.misbehave({ refuse: { method: 'POST', path: /invitations/, status: 504, times: 1 } })
    const writer = await office.writer()
    const invitation = office.invitation('ada', mail, { jobTitle: 'Guest' })
    const before = office.apply(writer, invitation)
    expect(wordsOf(await before)).toEqual(['failed/unknown'])
    const id = office.person('boss', { mail, jobTitle: 'Boss' })
    const [outcome] = await office.apply(writer, invitation)
    expect(wordOf(outcome)).toBe('conflict')
    expect(office.user(id)['jobTitle']).toBe('Boss')
  })
})

describe('administrators', () => {
  test('an account of that very name which became an administrator is nobody’s to take', async () => {
    const office = await officeWith()
    const id = office.person('ada', { mailNickname: 'ada' })
    hold(office, id)
    const writer = await office.writer()
    const [outcome] = await office.apply(writer, office.creation('ada'))
    expect(wordOf(outcome)).toBe('conflict')
    expect(detailOf(outcome)).toMatch(/administer/)
  })

  test('the last who administers through a group stays: not disabled, not deleted, not taken out of it', async () => {
    const office = await officeWith()
    const last = office.person('last')
    const keys = office.group('Keys', [last], { isAssignableToRole: true })
    hold(office, keys)
    const writer = await office.writer()
    for (const asked of [office.standing('last', 'disable'), office.parting('Keys', 'last')]) {
      const [outcome] = await office.apply(writer, asked)
      expect([wordOf(outcome), detailOf(outcome)]).toEqual(['failed/forbidden', expect.stringMatching(/nobody else/)])
    }
    expect(office.graph.state.members.get(keys)).toEqual(new Set([last]))
    const next = office.person('next')
    hold(office, next)
    expect(wordsOf(await office.apply(writer, office.parting('Keys', 'last')))).toEqual(['applied'])
  })

  test.each([
    ['a page of something else', empty],
    ['out of order', refused(500)],
  ])('where who administers is %s, nobody is taken down', async (_, answer) => {
    const office = await officeWith({ on: /^GET \/v1.0\/roleManagement\/directory\/roleAssignments/, with: answer })
    const id = office.person('last')
    hold(office, id)
    const writer = await office.writer()
    expect(wordsOf(await office.apply(writer, office.standing('last', 'disable')))).toEqual(['failed/unknown'])
    expect(office.user(id)['accountEnabled']).toBe(true)
  })
})

describe('break-glass accounts', () => {
  test.each(['GLASS@northwind.example', 'glass@northwind.example', 'its id'])(
    'named as %s stay in their groups',
    async (named) => {
      const office = await officeWith()
      const id = office.person('glass')
      office.group('Locked', [id])
      const writer = await office.writer({}, { breakGlass: [named === 'its id' ? id.toUpperCase() : named] })
      const [outcome] = await office.apply(writer, office.parting('Locked', 'glass'))
      expect(wordOf(outcome)).toBe('failed/forbidden')
    },
  )

  test.each([
    ['refused', refused(403)],
    ['out of order', refused(500)],
    ['of nothing', (): Said => ({ status: 200, body: '' })],
  ])('stay in their groups where the look for them is %s', async (_, answer) => {
    const office = await officeWith({ on: /^GET \/v1.0\/users\/glass/, with: answer })
    const id = office.person('glass')
    const group = office.group('Locked', [id])
    const writer = await office.writer({}, { breakGlass: ['glass@northwind.example'] })
    expect(wordOf((await office.apply(writer, office.parting('Locked', 'glass')))[0])).toMatch(/^failed/)
    expect(office.graph.state.members.get(group)).toEqual(new Set([id]))
  })
})

describe('rules for signing in', () => {
  const rule = {
    'applications.includeApplications': 'All',
    clientAppTypes: 'all',
    'grantControls.builtInControls': 'mfa',
    'users.includeGroups': 'its own',
    state: 'enabledForReportingButNotEnforced',
  }
  const making = (attributes: Readonly<Record<string, string>>) =>
    operation('everyone', {
      kind: 'policy',
      verb: 'create',
      before: null,
      after: { name: 'roster: acme everyone', attributes },
    })

  test('are not made where an emergency account is under them', async () => {
    const office = await officeWith()
    const id = office.person('glass')
    const writer = await office.writer({}, { breakGlass: [office.upn('GLASS')] })
    const [outcome] = await office.apply(writer, making(rule))
    expect([wordOf(outcome), detailOf(outcome)]).toEqual(['conflict', expect.stringContaining(id)])
    expect(wordsOf(await office.apply(writer, making({ ...rule, 'users.excludeUsers': id })))).toEqual(['applied'])
  })

  test('are not enforced where somebody took an emergency account out of the exceptions since', async () => {
    const office = await officeWith()
    const id = office.person('glass')
    const writer = await office.writer({}, { breakGlass: [office.upn('glass')] })
    await office.apply(writer, making({ ...rule, 'users.excludeUsers': id }))
    const { conditionalAccessPolicies } = office.graph.state
    const [policy] = [...conditionalAccessPolicies.values()]
    if (policy === undefined) throw new Error('no policy was made')
    const conditions = structuredClone(policy['conditions']) as { users: { excludeUsers: string[] } }
    conditions.users.excludeUsers = []
    conditionalAccessPolicies.set(policy.id, { ...policy, conditions })
    const enforcing = operation('everyone', {
      kind: 'policy',
      verb: 'update',
      before: { immutableId: policy.id, attributes: { state: rule.state } },
      after: { attributes: { state: 'enabled' } },
    })
    expect(wordsOf(await office.apply(writer, enforcing))).toEqual(['conflict'])
    expect(conditionalAccessPolicies.get(policy.id)?.['state']).toBe(rule.state)
  })
})

describe('ids that are none', () => {
  test.each(['..', '.', 'a/../../users', "x') or ('1' eq '1", '%2e%2e'])('%s leads nowhere', async (id) => {
    const office = await officeWith()
    office.group('Crew', [])
    office.known.set(at('user', 'odd'), { immutableId: id, reference: id })
    const writer = await office.writer()
    const shift = operation('Crew/odd', {
      kind: 'membership',
      verb: 'revoke',
      before: { group: 'Crew', member: 'odd', reference: id },
      after: null,
    })
    await office.apply(writer, shift).catch(() => undefined)
    const deleted = office.graph.log.filter(({ method }) => method === 'DELETE').map(({ url }) => url)
    for (const url of deleted) expect(url).toMatch(/^\/v1\.0\/groups\/[0-9a-f-]{36}\/members\/[^/]+\/\$ref$/)
  })
})

function hold(office: Office, principalId: string): void {
  const id = `role-${principalId}`
  const held = { id, principalId, roleDefinitionId: globalAdministrator, directoryScopeId: '/' }
  office.graph.state.roleAssignments.set(id, held)
}
