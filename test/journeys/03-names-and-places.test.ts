import { expect } from 'vitest'
import { onEvery } from './every-kind.ts'
import { cast, planned, settle } from './cast.ts'

onEvery('a new name is a rename: the account, its groups and its reports stay', async (stage) => {
  stage.declare(cast)
  await settle(stage)
  stage.declare({ users: cast.users.replace('first: Ben, last: Osei', 'first: Ben, last: Mensah') })
  expect(await planned(stage)).toEqual(['acme/hq/user/ben-osei#rename', 'acme/hq/user/ben-osei#update'])
  await settle(stage)
  const { people, groups } = stage.setting.picture()
  expect(people['ben.osei']).toBeUndefined()
  expect(people['ana.li']?.manager).toBe('ben.mensah')
  expect(groups['Staff']?.owner).toBe('ben.mensah')
  expect(groups['Staff']?.members).toContain('ben.mensah')
})

onEvery('another department is a move, into a container that is made first', async (stage) => {
  stage.declare(cast)
  await settle(stage)
  stage.declare({
    departments: `${cast.departments}lab: { name: Lab }\n`,
    users: cast.users.replace('department: sales', 'department: lab'),
  })
  const plan = await planned(stage)
  expect(plan).toContain('acme/hq/user/ana-li#rename')
  expect(plan.filter((id) => id.endsWith('#create'))).toHaveLength(1)
  expect(plan.filter((id) => id.endsWith('#delete'))).toEqual([])
  await settle(stage)
  const { people, groups } = stage.setting.picture()
  expect(people['ana.li']?.container.toLowerCase()).toContain('lab')
  expect(groups['VPN']?.members).toContain('ana.li')
})

onEvery('another id with movedFrom keeps the account', async (stage) => {
  stage.declare(cast)
  await settle(stage)
  const before = stage.setting.picture()
  stage.declare({
    users: cast.users.replace('eva-lo: {', 'eva-lopez: { movedFrom: eva-lo,'),
    groups: cast.groups.replace('users: [eva-lo]', 'users: [eva-lopez]'),
  })
  expect(await planned(stage)).toEqual(['acme/hq/user/eva-lopez#rename'])
  await settle(stage)
  expect(stage.setting.picture()).toEqual(before)
})

onEvery('two people swap their names', async (stage) => {
  const swapped =
    'a: { name: { first: Kim, last: One }, username: kim.one }\nb: { name: { first: Kim, last: Two }, username: kim.two }\n'
  stage.declare({ users: swapped })
  await settle(stage)
  stage.declare({
    users: swapped.replace('username: kim.one', 'username: kim.x').replace('username: kim.two', 'username: kim.one'),
  })
  await settle(stage)
  expect(Object.keys(stage.setting.picture().people)).toEqual(['kim.one', 'kim.x'])
})

onEvery('a group gets another name, and keeps its members and its place in another group', async (stage) => {
  stage.declare(cast)
  await settle(stage)
  stage.declare({ groups: cast.groups.replace('name: Nested', 'name: Contractors') })
  expect(await planned(stage)).toEqual(['acme/hq/group/nested#rename'])
  await settle(stage)
  const { groups } = stage.setting.picture()
  expect(groups['Contractors']?.members).toEqual(['eva.lo'])
  expect(groups['VPN']?.members).toContain('group:Contractors')
})

onEvery(
  'an account that is there already is taken over by its address and renamed; it gets no second one',
  async (stage) => {
    stage.declare({ users: 'ana-li: { name: { first: Ana, last: Li } }\n' })
    await settle(stage)
    stage.behind.addPerson('tberg', 'tom@acme.example')
    stage.declare({
      users:
        'ana-li: { name: { first: Ana, last: Li } }\ntom-berg: { name: { first: Tom, last: Berg }, email: tom@acme.example }\n',
    })
    expect(await planned(stage)).toEqual(['acme/hq/user/tom-berg#rename', 'acme/hq/user/tom-berg#update'])
    await settle(stage)
    expect(Object.keys(stage.setting.picture().people)).toEqual(['ana.li', 'tom.berg'])
  },
)
