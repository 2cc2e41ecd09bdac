import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Bench, crowd, person, standing, tenantOf, told } from './bench.ts'
import type { Live } from './live.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

async function settled(): Promise<void> {
  bench.tenant('acme', {
    tenant: tenantOf(),
    users: {
      ...crowd(8),
      'ana-li': person('ana-li', { title: 'Lead', manager: 'p001', groups: ['vpn'], skills: ['networking'] }),
      'ben-osei': person('ben-osei', { groups: ['vpn'] }),
    },
    groups: {
      vpn: { description: 'Remote access', owner: 'p001' },
      inner: {},
      outer: { members: { groups: ['inner'] } },
    },
  })
  expect((await bench.apply()).exitCode).toBe(0)
}

type Edit = readonly [what: string, edit: (live: Live) => void, operations: readonly string[], said: RegExp]

const edits: readonly Edit[] = [
  [
    'an attribute changed',
    (live) => live.setAttributes('ana-li', { title: 'Boss' }),
    ['update user ana-li'],
    /^Ana Li: title was changed from Lead to Boss$/,
  ],
  [
    'an attribute removed',
    (live) => live.setAttributes('ana-li', { title: undefined }),
    ['update user ana-li'],
    /^Ana Li: title was removed \(was Lead\)$/,
  ],
  [
    'an attribute added',
    (live) => live.setAttributes('ana-li', { location: 'Oslo' }),
    ['update user ana-li'],
    /^Ana Li: location was added: Oslo$/,
  ],
  [
    'a second value',
    (live) => live.setAttributes('ana-li', { skills: ['networking', 'golf'] }),
    ['update user ana-li'],
    /^Ana Li: skills was given a second value: golf$/,
  ],
  [
    'another manager',
    (live) => live.editUser('ana-li', { references: { manager: live.user('p002').id } }),
    ['update user ana-li'],
    /^Ana Li: manager was changed from P001 to P002$/,
  ],
  [
    'a member missing',
    (live) => live.leave('vpn', 'ana-li'),
    ['grant membership vpn/ana-li'],
    /^Ana Li was taken out of vpn$/,
  ],
  ['a member too many', (live) => live.join('vpn', 'p003'), ['revoke membership vpn/p003'], /^P003 was put into vpn$/],
  [
    'a member nobody declared',
    (live) => {
      live.addUser('stranger')
      live.join('vpn', 'stranger')
    },
    ['revoke membership vpn/~id-stranger'],
    /id-stranger, which is not declared, was put into vpn$/,
  ],
  [
    'a member from elsewhere',
    (live) => {
      live.addUser('far', { container: 'abroad' })
      live.join('vpn', 'far')
    },
    ['revoke membership vpn/~id-far'],
    /id-far, from outside the managed containers, was put into vpn$/,
  ],
  [
    'a member that does not exist',
    (live) => live.join('vpn', 'ghost'),
    ['revoke membership vpn/~ghost'],
    /ghost, which does not exist, was put into vpn$/,
  ],
  [
    'a group taken out of a group',
    (live) => live.leave('outer', 'group:inner'),
    ['grant membership outer/group:inner'],
    /^the group inner was taken out of outer$/,
  ],
  [
    'a person deleted',
    (live) => live.removeUser('p005'),
    ['create user p005'],
    /^P005 was deleted, or is hidden from the reading account$/,
  ],
  [
    'a person renamed',
    (live) => live.editUser('p005', { username: 'five' }),
    ['rename user p005'],
    /^P005 was renamed from p005 to five$/,
  ],
  [
    'a person moved',
    (live) => live.editUser('p005', { container: 'people/attic' }),
    ['rename user p005'],
    /^P005 was moved from people to people\/attic$/,
  ],
  [
    'a person disabled',
    (live) => live.editUser('p005', { state: 'disabled' }),
    ['enable user p005'],
    /^P005 was disabled$/,
  ],
  [
    'a group deleted',
    (live) => live.removeGroup('outer'),
    ['create group outer'],
    /^the group outer was deleted, or is hidden from the reading account$/,
  ],
  [
    'a group renamed',
    (live) => live.editGroup('vpn', { name: 'VPN2' }),
    ['rename group vpn'],
    /^the group vpn was renamed from vpn to VPN2$/,
  ],
  [
    'a description',
    (live) => live.editGroup('vpn', { attributes: { description: 'x' } }),
    ['update group vpn'],
    /^the group vpn: description was changed from Remote access to x$/,
  ],
  [
    'an owner',
    (live) => live.editGroup('vpn', { references: {} }),
    ['update group vpn'],
    /^the group vpn: owner was removed \(was P001\)$/,
  ],
]

describe('REL-19 drift is told apart, in words', () => {
  test.each(edits)('%s', async (_, edit, operations, said) => {
    await settled()
    edit(bench.live())
    const found = await bench.drift()
    expect(told(found.operations)).toEqual(operations)
    expect(found.operations[0]?.summary).toMatch(said)
    expect([found.kind, standing(found)]).toEqual(['drift', 'changes 2'])
    expect(found.operations.every(({ reason }) => reason === 'drift')).toBe(true)
  })

  test('case alone is none, where the directory does not tell it', async () => {
    bench.live().misbehave({ foldCase: true })
    await settled()
    bench.live().setAttributes('ana-li', { title: 'LEAD' })
    bench.live().editUser('p005', { username: 'P005' })
    expect(told((await bench.drift()).operations)).toEqual([])
    expect(told((await bench.plan()).operations)).toEqual([])
  })

  test('what nobody manages is listed and counts for nothing', async () => {
    await settled()
    bench.live().addUser('stranger')
    bench.live().addGroup('club')
    const found = await bench.drift()
    expect(standing(found)).toBe('noChange 0')
    expect(found.unmanaged).toEqual(['acme/hq/group/~id-club', 'acme/hq/user/~id-stranger'])
  })

  test('edits that are not applied yet are none', async () => {
    await settled()
    bench.live().addUser('boss', { attributes: { email: 'boss@acme.example' } })
    bench.live().join('vpn', 'boss')
    await bench.apply()
    bench.live().addUser('chief', { attributes: { email: 'chief@acme.example' } })
    bench.tenant('acme', {
      users: { ...crowd(7), chief: person('chief'), 'ana-li': person('ana-li', { title: 'Other' }) },
      groups: { vpn: { description: 'new' }, fresh: {} },
    })
    expect(told((await bench.drift()).operations)).toEqual([])
  })

  test('a person’s own attributes are none: profile, and what a template gave once', async () => {
    bench.tenant('acme', {
      tenant: tenantOf(),
      templates: { desk: { attributes: { title: 'Technician' } } },
      users: { 'ana-li': person('ana-li', { template: 'desk', profile: { language: 'nl-NL' } }) },
    })
    await bench.apply()
    bench.live().setAttributes('ana-li', { title: 'Boss', 'profile.language': 'en-GB' })
    expect(told((await bench.drift()).operations)).toEqual([])
    expect(told((await bench.plan()).operations)).toEqual([])
  })

  test('a leaver whom somebody deletes is none', async () => {
    await settled()
    bench.tenant('acme', { users: { ...crowd(8), 'ana-li': person('ana-li') } })
    await bench.apply()
    bench.live().removeUser('ben-osei')
    expect(told((await bench.drift()).operations)).toEqual([])
  })

  test('REL-01 a directory that shows nobody is unreadable, not emptied', async () => {
    await settled()
    bench.live().misbehave({ empty: true })
    expect(standing(await bench.drift())).toBe('unreadable 4')
  })

  test('drift reads, and leaves no trace', async () => {
    await settled()
    bench.live().setAttributes('ana-li', { title: 'Boss' })
    const before = [bench.live().text(), (await bench.entries()).length]
    await bench.drift()
    await bench.plan()
    expect([bench.live().text(), (await bench.entries()).length]).toEqual(before)
  })
})
