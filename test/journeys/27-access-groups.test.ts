import { expect, test } from 'vitest'
import { documentOf, ends, planned, settle } from './cast.ts'
import { stageOn } from './slapd-stage.ts'
import type { Stage } from './stage.ts'

const kinds = ['local', 'ldap'] as const

const entities = {
  'apac-1': '{ platform: atlas, name: APAC I, kind: fund, tags: [apac, fund] }',
  'apac-2': '{ platform: atlas, name: APAC II, kind: fund, tags: [apac] }',
  'emea-1': '{ platform: atlas, name: EMEA I, kind: fund, tags: [emea] }',
}

const users = {
  'ana-li': '{ name: { first: Ana, last: Li }, platforms: { funds: { role: edit, accessGroup: apac } } }',
  'ben-osei': '{ name: { first: Ben, last: Osei }, platforms: { funds: { role: view-only, accessGroup: apac } } }',
  'eva-lo': '{ name: { first: Eva, last: Lo }, platforms: { funds: { role: view-only, accessGroup: emea } } }',
  'tom-berg': '{ name: { first: Tom, last: Berg } }',
}

/** A fund administrator: who edits is in a group of the access group, who views in one for each fund. */
const contract = [
  'subscriptions:',
  '  funds:',
  '    platform: atlas',
  '    delivery: groups',
  '    groups: { directory: hq, names: { customer-admin: fund-admins, edit: "{accessGroup}-edit", default: "{entity}-{role}" } }',
].join('\n')

function lines(map: Readonly<Record<string, string>>): string {
  return Object.entries(map)
    .map(([id, spec]) => `${id}: ${spec.replace('platforms:', `email: ${id}@acme.example, guest: true, platforms:`)}\n`)
    .join('')
}

function declare(stage: Stage, change: { readonly users?: object; readonly entities?: object } = {}): void {
  stage.write('tenants/acme/users.yaml', lines({ ...users, ...change.users }))
  stage.write('tenants/acme/entities.yaml', lines({ ...entities, ...change.entities }))
  stage.write(
    'tenants/acme/access-groups.yaml',
    'apac: { platform: atlas, select: { tags: [apac], match: any } }\nemea: { platform: atlas, select: { tags: [emea], match: any } }\n',
  )
  stage.acknowledge('accessPairsLost', 'privilegedGain', 'membershipsRemoved')
}

/** Who is in which directory group. */
function membersOf(stage: Stage): Readonly<Record<string, readonly string[]>> {
  const { groups } = stage.setting.picture()
  return Object.fromEntries(Object.entries(groups).map(([name, { members }]) => [name, members]))
}

const atFirst = {
  'apac-1-view-only': ['ben.osei'],
  'apac-2-view-only': ['ben.osei'],
  'apac-edit': ['ana.li'],
  'emea-1-view-only': ['eva.lo'],
}

test.each(kinds)(
  'ATL-07 directory groups of access follow the tags of entities, and nobody else is touched (%s)',
  async (kind) => {
    const stage = stageOn(kind, { more: contract })
    declare(stage)
    const plan = await ends(0, stage, 'plan')
    expect(plan.stdout).toContain('Ana Li gets edit on funds (apac): joins the group apac-edit')
    await settle(stage)
    expect(membersOf(stage)).toEqual(atFirst)

    declare(stage, { entities: { 'apac-2': entities['apac-2'].replace('apac', 'old') } })
    expect(await planned(stage)).toEqual([
      'acme/hq/group/apac-2-view-only#delete',
      'acme/hq/membership/apac-2-view-only/ben-osei#revoke',
    ])
    await settle(stage)
    const { 'apac-2-view-only': _, ...rest } = atFirst
    expect(membersOf(stage)).toEqual(rest)

    declare(stage, { entities: { 'apac-2': entities['apac-2'].replace('apac', 'emea') } })
    await settle(stage)
    expect(membersOf(stage)).toEqual({ ...rest, 'apac-2-view-only': ['eva.lo'] })
    declare(stage)
    await settle(stage)
    expect(membersOf(stage)).toEqual(atFirst)
  },
)

test.each(kinds)(
  'ATL-09 who becomes an administrator leaves the access group’s directory group and joins the administrators’ (%s)',
  async (kind) => {
    const stage = stageOn(kind, { more: contract })
    declare(stage)
    await settle(stage)
    const admin = users['ana-li'].replace(
      'role: edit, accessGroup: apac',
      'role: customer-admin, reason: head of funds',
    )
    declare(stage, { users: { 'ana-li': admin } })
    await settle(stage)
    const { 'apac-edit': _, ...rest } = atFirst
    expect(membersOf(stage)).toEqual({ ...rest, 'fund-admins': ['ana.li'] })
  },
)

test.each(kinds)('what somebody changes by hand in a group of access is drift, and is put back (%s)', async (kind) => {
  const stage = stageOn(kind, { more: contract })
  declare(stage)
  await settle(stage)
  stage.behind.join('apac-edit', 'tom.berg')
  stage.behind.leave('apac-edit', 'ana.li')
  const drift = documentOf(await ends(2, stage, 'drift', '--json'))
  expect(drift.operations.map(({ id }) => id)).toEqual([
    'acme/hq/membership/apac-edit/ana-li#grant',
    'acme/hq/membership/apac-edit/tom-berg#revoke',
  ])
  await settle(stage)
  expect(membersOf(stage)).toEqual(atFirst)
})

test.each(kinds)(
  'a group that the product had before is taken over by its name; without access it is emptied, and stays (%s)',
  async (kind) => {
    const stage = stageOn(kind, { more: contract })
    stage.write('tenants/acme/users.yaml', lines({ 'tom-berg': users['tom-berg'] }))
    await settle(stage)
    stage.behind.addGroup('apac-edit')
    declare(stage)
    await settle(stage)
    expect(membersOf(stage)['apac-edit']).toEqual(['ana.li'])
    declare(stage, { users: { 'ana-li': '{ name: { first: Ana, last: Li } }' } })
    await settle(stage)
    expect(membersOf(stage)['apac-edit']).toEqual([])
  },
)
