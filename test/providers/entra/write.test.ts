import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Operation } from '../../../src/model/operation.ts'
import type { Writer } from '../../../src/providers/provider.ts'
import { at } from '../ldap/directory.ts'
import { detailOf, Office, password, wordOf, wordsOf } from './writing.ts'

let office: Office
let writer: Writer

beforeAll(async () => {
  office = await Office.start()
  writer = await office.writer()
})
beforeEach(() => office.graph.misbehave({}))
afterAll(async () => office?.close())

/** Twice: the first does it, the second finds it done. */
async function twice(asked: () => Operation): Promise<readonly string[]> {
  const [first] = await office.apply(writer, asked())
  const [second] = await office.apply(writer, asked())
  return [wordOf(first), wordOf(second)]
}

describe('people', () => {
  test('somebody new can sign in with the password that was delivered, and has to change it', async () => {
    const chief = office.person('chief')
    const asked = office.creation('ann', { jobTitle: 'Nurse', businessPhones: ['+31 20 1'] }, { manager: 'chief' })
    const [outcome] = await office.apply(writer, asked)
    expect(outcome).toMatchObject({ status: 'applied' })
    const user = office.user(office.idOf('user', 'ann'))
    expect(user).toMatchObject({
      userPrincipalName: office.upn('ann'),
      accountEnabled: true,
      jobTitle: 'Nurse',
      businessPhones: ['+31 20 1'],
    })
    expect(office.graph.state.managers.get(user.id)).toBe(chief)
    expect(office.graph.log.find(({ url, method }) => method === 'POST' && url.endsWith('/users'))?.body).toMatchObject(
      {
        passwordProfile: { password, forceChangePasswordNextSignIn: true },
      },
    )
    expect(office.drawn).toContain(at('user', 'ann'))
  })

  test('asked for once more by somebody who knows nothing of it, the account that is there is taken as it is', async () => {
    const [first] = await office.apply(writer, office.creation('bea', { jobTitle: 'Clerk' }))
    const [second] = await office.apply(writer, office.creation('bea', { jobTitle: 'Clerk' }))
    expect([wordOf(first), wordOf(second)]).toEqual(['applied', 'unchanged'])
    expect(detailOf(second)).toMatch(/password .* may not be the one/)
    expect(office.called(office.upn('bea'))).toHaveLength(1)
  })

  test('an account of the same name that is somebody else’s is a conflict which says whose', async () => {
    office.person('cyd', { displayName: 'Cydney Another' })
    const [outcome] = await office.apply(writer, office.creation('cyd'))
    expect(wordOf(outcome)).toBe('conflict')
    expect(detailOf(outcome)).toMatch(/Cydney Another/)
  })

  test('only what changes is sent, and what is to be empty is emptied', async () => {
    const id = office.person('dan', { jobTitle: 'Clerk', city: 'Delft', businessPhones: ['1'] })
    const asked = (): Operation =>
      office.update('dan', { jobTitle: 'Clerk', businessPhones: ['1'] }, { jobTitle: null, businessPhones: null })
    expect(await twice(asked)).toEqual(['applied', 'unchanged'])
    expect(office.user(id)).toMatchObject({ jobTitle: null, city: 'Delft', businessPhones: [] })
    const sent = office.graph.log.findLast(({ method }) => method === 'PATCH')
    expect(sent?.body).toEqual({ jobTitle: null, businessPhones: [] })
  })

  test('a value that moved since the plan is a conflict that names it, and nothing is written', async () => {
    const id = office.person('eve', { jobTitle: 'Director', city: 'Delft' })
    const [outcome] = await office.apply(
      writer,
      office.update('eve', { jobTitle: 'Clerk', city: 'Delft' }, { jobTitle: 'Nurse', city: 'Gouda' }),
    )
    expect(wordOf(outcome)).toBe('conflict')
    expect(detailOf(outcome)).toMatch(/jobTitle changed/)
    expect(office.user(id)).toMatchObject({ jobTitle: 'Director', city: 'Delft' })
  })

  test('a manager comes, changes and goes', async () => {
    const [id, one, two] = [office.person('fay'), office.person('one'), office.person('two')]
    const { managers } = office.graph.state
    const to = (before: string | null, after: string | null) => (): Operation =>
      office.update('fay', {}, {}, { from: { manager: before }, to: { manager: after } })
    expect(await twice(to(null, 'one'))).toEqual(['applied', 'unchanged'])
    expect(managers.get(id)).toBe(one)
    expect(await twice(to('one', 'two'))).toEqual(['applied', 'unchanged'])
    expect(managers.get(id)).toBe(two)
    expect(await twice(to('two', null))).toEqual(['applied', 'unchanged'])
    expect(managers.has(id)).toBe(false)
  })

  test('an update of which a run did half is finished, and is no conflict', async () => {
    const id = office.person('gil', { jobTitle: 'Nurse' })
    office.person('boss')
    const half = office.update(
      'gil',
      { jobTitle: 'Clerk' },
      { jobTitle: 'Nurse' },
      { from: { manager: null }, to: { manager: 'boss' } },
    )
    expect(wordsOf(await office.apply(writer, half))).toEqual(['applied'])
    expect(office.graph.state.managers.get(id)).toBe(office.idOf('user', 'boss'))
  })

  test('somebody is renamed, and to a name with a quote and an exclamation mark', async () => {
    const id = office.person('hal')
    expect(await twice(() => office.renaming('hal', "o'brien-50!"))).toEqual(['applied', 'unchanged'])
    expect(office.user(id)['userPrincipalName']).toBe(office.upn("o'brien-50!"))
  })

  test('a renaming from a name that somebody else gave meanwhile is a conflict', async () => {
    office.person('ida', { userPrincipalName: office.upn('elsewhere') })
    const [outcome] = await office.apply(writer, office.renaming('ida', 'ida2'))
    expect(wordOf(outcome)).toBe('conflict')
  })

  test('who leaves is kept out, and their sessions end', async () => {
    const id = office.person('jan')
    expect(await twice(() => office.standing('jan', 'disable'))).toEqual(['applied', 'unchanged'])
    expect(office.user(id)['accountEnabled']).toBe(false)
    expect(office.graph.state.revocations.get(id)).toBeGreaterThan(0)
    expect(await twice(() => office.standing('jan', 'enable'))).toEqual(['applied', 'unchanged'])
    expect(office.user(id)['accountEnabled']).toBe(true)
  })

  test('where their sessions cannot be ended, that is told, and the next try ends them', async () => {
    const id = office.person('kim')
    const asked = office.standing('kim', 'disable')
    office.graph.misbehave({ refuse: { method: 'POST', path: /revokeSignInSessions/, status: 500, times: 100 } })
    const [outcome] = await office.apply(writer, asked)
    expect(wordOf(outcome)).toMatch(/^failed\/(retryable|unknown)$/)
    expect(detailOf(outcome)).toMatch(/can no longer sign in, but sessions that are open go on/)
    expect(office.user(id)['accountEnabled']).toBe(false)
    office.graph.misbehave({})
    expect(wordsOf(await office.apply(writer, asked))).toEqual(['unchanged'])
    expect(office.graph.state.revocations.get(id)).toBe(1)
  })

  test('only who is kept out is deleted; who comes back has their id, in the state that is asked', async () => {
    const id = office.person('lou')
    expect(wordsOf(await office.apply(writer, office.deletion('lou')))).toEqual(['conflict'])
    office.graph.state.users.set(id, { ...office.user(id), accountEnabled: false })
    expect(await twice(() => office.deletion('lou'))).toEqual(['applied', 'unchanged'])
    expect(office.graph.state.deletedItems.has(id)).toBe(true)
    expect(await twice(() => office.restoration('lou'))).toEqual(['applied', 'unchanged'])
    expect(office.user(id)).toMatchObject({ accountEnabled: true, userPrincipalName: office.upn('lou') })
  })

  test('whoever is deleted for good cannot come back, and that is said', async () => {
    const id = office.person('max')
    office.graph.state.users.delete(id)
    const [outcome] = await office.apply(writer, office.restoration('max'))
    expect(wordOf(outcome)).toBe('conflict')
    expect(detailOf(outcome)).toMatch(/no longer in the bin/)
  })

  test('a new password is the one that was delivered, and no message shows it', async () => {
    office.person('ned')
    const [outcome] = await office.apply(writer, office.once('ned', 'resetPassword'))
    expect(outcome).toMatchObject({ status: 'applied' })
    expect(office.graph.log.findLast(({ method }) => method === 'PATCH')?.body).toEqual({
      passwordProfile: { password, forceChangePasswordNextSignIn: true },
    })
    office.graph.misbehave({ refuse: { method: 'PATCH', path: /users/, status: 400, times: 100 } })
    const [refused] = await office.apply(writer, office.once('ned', 'resetPassword'))
    expect(JSON.stringify(refused)).not.toContain(password)
    const alone = await office.writer({ initialPassword: async () => undefined })
    expect(detailOf((await office.apply(alone, office.once('ned', 'resetPassword')))[0])).toMatch(/initialPasswords/)
  })

  test('sessions are ended without anything else changing', async () => {
    const id = office.person('ole')
    expect(wordsOf(await office.apply(writer, office.once('ole', 'revokeSessions')))).toEqual(['applied'])
    expect(office.graph.state.revocations.get(id)).toBe(1)
    expect(office.user(id)['accountEnabled']).toBe(true)
  })

  test('with a temporary access pass nobody learns a password, and the pass is handed over', async () => {
    const passes = new Map<string, unknown>()
    const byPass = await office.writer(
      {
        initialPassword: async () => {
          throw new Error('no password was to be drawn')
        },
        handOver: async (address, pass) => {
          passes.set(address, pass)
        },
      },
      { users: { firstSignIn: 'temporaryAccessPass' } },
    )
    expect(wordsOf(await office.apply(byPass, office.creation('pia')))).toEqual(['applied'])
    expect([...passes.keys()]).toEqual([at('user', 'pia')])
    expect(String([...passes.values()][0])).toBe('••••••')
  })

  test('an account that Active Directory owns is not changed here, but for where its licences are used', async () => {
    const id = office.person('quy', { onPremisesSyncEnabled: true, jobTitle: 'Clerk' })
    const outcomes = [
      ...(await office.apply(writer, office.update('quy', { jobTitle: 'Clerk' }, { jobTitle: 'Nurse' }))),
      ...(await office.apply(writer, office.standing('quy', 'disable'))),
      ...(await office.apply(writer, office.update('quy', {}, { usageLocation: 'NL' }))),
    ]
    expect(wordsOf(outcomes)).toEqual(['failed/forbidden', 'failed/forbidden', 'applied'])
    expect(office.user(id)).toMatchObject({ jobTitle: 'Clerk', usageLocation: 'NL', accountEnabled: true })
  })

  test('break-glass accounts are refused whatever a plan says', async () => {
    const id = office.person('glass')
    const kept = await office.writer({}, { breakGlass: [office.upn('glass')] })
    const group = office.group('Doors', [id])
    const asked = [
      office.update('glass', {}, { jobTitle: 'x' }),
      office.renaming('glass', 'g2'),
      office.standing('glass', 'disable'),
      office.once('glass', 'resetPassword'),
      office.once('glass', 'revokeSessions'),
      office.parting('Doors', 'glass'),
      office.lending('glass', 'SPE_E3'),
    ]
    for (const each of asked)
      expect([each.id, ...wordsOf(await office.apply(kept, each))]).toEqual([each.id, 'failed/forbidden'])
    expect(office.user(id)).toMatchObject({ accountEnabled: true, userPrincipalName: office.upn('glass') })
    expect(office.graph.state.members.get(group)).toEqual(new Set([id]))
  })
})

describe('groups', () => {
  test('of each sort, once', async () => {
    expect(await twice(() => office.grouping('Sales & Co/50%'))).toEqual(['applied', 'applied'])
    expect(await twice(() => office.grouping('Team', 'microsoft365'))).toEqual(['applied', 'applied'])
    expect(await twice(() => office.grouping('North', 'administrativeUnit', { description: 'x' }))).toEqual([
      'applied',
      'unchanged',
    ])
    const named = (name: string) =>
      [...office.graph.state.groups.values()].filter(({ displayName }) => displayName === name)
    expect(named('Sales & Co/50%')).toMatchObject([{ securityEnabled: true, mailEnabled: false, groupTypes: [] }])
    expect(named('Team')).toMatchObject([{ mailEnabled: true, groupTypes: ['Unified'] }])
    expect(office.graph.state.administrativeUnits.size).toBe(1)
  })

  test('roles and distribution groups cannot be made, and that is said', async () => {
    const outcomes = await office.apply(
      writer,
      office.grouping('Captain', 'directoryRole'),
      office.grouping('All', 'distribution'),
    )
    expect(wordsOf(outcomes)).toEqual(['failed/invalid', 'failed/invalid'])
  })

  test('an owner comes before the other goes', async () => {
    const [one, two] = [office.person('own1'), office.person('own2')]
    const [made] = await office.apply(writer, office.grouping('Owned', 'security', {}, { owner: 'own1' }))
    const id = office.idOf('group', 'Owned')
    expect([wordOf(made), office.graph.state.owners.get(id)]).toEqual(['applied', new Set([one])])
    const change = office.update('Owned', {}, {}, { from: { owner: 'own1' }, to: { owner: 'own2' } }, 'group')
    expect(await twice(() => change)).toEqual(['applied', 'unchanged'])
    expect(office.graph.state.owners.get(id)).toEqual(new Set([two]))
  })

  test('what is said about a group changes; what roster leaves alone does not', async () => {
    office.group('Plain', [], { description: 'old' })
    const change = (name: string) => (): Operation =>
      office.update(name, { description: 'old' }, { description: 'new' }, undefined, 'group')
    expect(await twice(change('Plain'))).toEqual(['applied', 'unchanged'])
    office.group('Ruled', [], { description: 'old', groupTypes: ['DynamicMembership'] })
    expect(await twice(change('Ruled'))).toEqual(['failed/forbidden', 'failed/forbidden'])
  })
})

describe('memberships', () => {
  test('twenty come in one request that names nobody else, and nobody else goes', async () => {
    const others = Array.from({ length: 3 }, (_, i) => office.person(`old${i}`))
    const id = office.group('Many', others)
    const names = Array.from({ length: 20 }, (_, i) => `new${i}`)
    for (const name of names) office.person(name)
    const before = office.graph.log.length
    const outcomes = await office.apply(writer, ...names.map((name) => office.joining('Many', name)))
    expect(new Set(wordsOf(outcomes))).toEqual(new Set(['applied']))
    const sent = office.graph.log.slice(before).filter(({ method, url }) => method !== 'GET' && !url.includes('$batch'))
    expect(sent).toHaveLength(1)
    expect(office.graph.state.members.get(id)?.size).toBe(23)
  })

  test('one who is in already, and one who is gone, keep no other waiting', async () => {
    const [inside, outside] = [office.person('inside'), office.person('outside')]
    office.person('vanished')
    office.graph.state.users.delete(office.idOf('user', 'vanished'))
    const id = office.group('Some', [inside])
    const outcomes = await office.apply(
      writer,
      office.joining('Some', 'inside'),
      office.joining('Some', 'outside'),
      office.joining('Some', 'vanished'),
    )
    expect(wordsOf(outcomes)).toEqual(['unchanged', 'applied', 'failed/retryable'])
    expect(office.graph.state.members.get(id)).toEqual(new Set([inside, outside]))
  })

  test('who goes, goes alone; who is out already is as asked', async () => {
    const [stays, goes] = [office.person('stays'), office.person('goes')]
    const id = office.group('Few', [stays, goes])
    expect(await twice(() => office.parting('Few', 'goes'))).toEqual(['applied', 'unchanged'])
    expect(office.graph.state.members.get(id)).toEqual(new Set([stays]))
  })

  test('groups go into groups, people into units', async () => {
    const inner = office.group('Inner')
    const outer = office.group('Outer')
    expect(await twice(() => office.joining('Outer', 'group:Inner'))).toEqual(['applied', 'unchanged'])
    expect(office.graph.state.members.get(outer)).toEqual(new Set([inner]))
    const id = office.person('unity')
    await office.apply(writer, office.grouping('South', 'administrativeUnit'))
    expect(await twice(() => office.joining('South', 'unity'))).toEqual(['applied', 'unchanged'])
    expect(office.graph.state.members.get(office.idOf('group', 'South'))).toEqual(new Set([id]))
    expect(await twice(() => office.parting('South', 'unity'))).toEqual(['applied', 'unchanged'])
  })

  test('the members of a dynamic group follow its rule: nobody is put in', async () => {
    office.person('ruled')
    const id = office.group('Dynamic', [], { groupTypes: ['DynamicMembership'], membershipRule: 'all' })
    expect(wordsOf(await office.apply(writer, office.joining('Dynamic', 'ruled')))).toEqual(['failed/forbidden'])
    expect(office.graph.state.members.get(id)?.size).toBe(0)
  })
})
