import { expect } from 'vitest'
import { onEvery } from './every-kind.ts'
import { cast, documentOf, ends, planned, settle } from './cast.ts'
import type { Stage } from './stage.ts'

const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)

/** Where a disabled account lies. */
function isAway(stage: Stage, username: string): boolean {
  return stage.setting.picture().people[username]?.container.includes('leavers') === true
}

onEvery(
  'an account ends after its last day: shown ahead, planned from the next day on, and done then',
  async (stage) => {
    stage.declare({ ...cast, users: cast.users.replace('title: Clerk', `title: Clerk, ends: ${day(3)}`) })
    await settle(stage)
    const ahead = documentOf(await ends(0, stage, 'plan', '--json'))
    expect(ahead.calendar).toContainEqual(
      expect.objectContaining({ date: day(3), event: 'end', address: 'acme/hq/user/eva-lo' }),
    )
    expect(await planned(stage, '--as-of', day(3))).toEqual([])
    expect(await planned(stage, '--as-of', day(5))).toContain('acme/hq/user/eva-lo#disable')
    expect(isAway(stage, 'eva.lo')).toBe(false)

    stage.declare({ users: cast.users.replace('title: Clerk', `title: Clerk, ends: ${day(-2)}`) })
    const plan = await ends(0, stage, 'plan')
    expect(plan.stdout).toContain(`Eva Lo can no longer sign in: the account ended on ${day(-2)}`)
    await settle(stage)
    expect(isAway(stage, 'eva.lo')).toBe(true)
    // The end is not a leaving: with a later last day the account is back.
    stage.declare({ users: cast.users.replace('title: Clerk', `title: Clerk, ends: ${day(30)}`) })
    await settle(stage)
    expect(isAway(stage, 'eva.lo')).toBe(false)
  },
)

onEvery('who starts later has no account yet; on the day there is one', async (stage) => {
  stage.declare({ ...cast, users: cast.users.replace('title: Clerk', `title: Clerk, starts: ${day(3)}`) })
  await settle(stage)
  expect(stage.setting.picture().people['eva.lo']).toBeUndefined()
  expect(await planned(stage, '--as-of', day(4))).toContain('acme/hq/user/eva-lo#create')
  stage.declare({ users: cast.users.replace('title: Clerk', `title: Clerk, starts: ${day(-1)}`) })
  await settle(stage)
  expect(stage.setting.picture().people['eva.lo']).toBeDefined()
  expect(stage.setting.picture().groups['Nested']?.members).toEqual(['eva.lo'])
})

onEvery(
  'a leaver whose entry goes away is disabled at once and loses the groups',
  async (stage) => {
    stage.declare(cast)
    await settle(stage)
    stage.declare({ users: without('tom-berg') })
    expect(await planned(stage)).toEqual(['acme/hq/membership/staff/tom-berg#revoke', 'acme/hq/user/tom-berg#disable'])
    await settle(stage)
    expect(isAway(stage, 'tom.berg')).toBe(true)
    expect(stage.setting.picture().groups['Staff']?.members).not.toContain('tom.berg')
    // Back again before the grace is over: the same account.
    stage.declare(cast)
    const back = await planned(stage)
    expect(back).toContain('acme/hq/user/tom-berg#enable')
    expect(back.filter((id) => id.endsWith('user/tom-berg#create'))).toEqual([])
    await settle(stage)
    expect(isAway(stage, 'tom.berg')).toBe(false)
  },
  { deleteAfter: '30 days' },
)

onEvery('an urgent leaver, kept as absent, goes first', async (stage) => {
  stage.declare(cast)
  await settle(stage)
  const leaving =
    'tom-berg: { name: { first: Tom, last: Berg }, state: absent, urgent: true, leaving: { reason: left } }\n'
  stage.declare({ users: `${without('tom-berg')}${leaving}zed-new: { name: { first: Zed, last: New } }\n` })
  const { operations } = documentOf(await ends(0, stage, 'plan', '--json'))
  expect(operations.find(({ id }) => id === 'acme/hq/user/tom-berg#disable')?.urgent).toBe(true)
  await settle(stage)
  expect(isAway(stage, 'tom.berg')).toBe(true)
  const verified = await ends(0, stage, 'log', '--json')
  expect(verified.stdout).toContain('acme')
})

onEvery(
  'after the grace the account is deleted, and not a moment earlier',
  async (stage) => {
    stage.declare(cast)
    await settle(stage)
    stage.declare({ users: without('tom-berg') })
    await settle(stage)
    const inTwoMinutes = new Date(Date.now() + 120_000).toISOString()
    expect(await planned(stage)).toEqual([])
    expect(await planned(stage, '--as-of', inTwoMinutes)).toEqual(['acme/hq/user/tom-berg#delete'])
    stage.tenant({ deleteAfter: '0 minutes' })
    const plan = await ends(0, stage, 'plan')
    expect(plan.stdout).toContain('Tom Berg is deleted')
    await settle(stage)
    expect(stage.setting.picture().people['tom.berg']).toBeUndefined()
  },
  { deleteAfter: '1 minutes' },
)

onEvery('a suspended person keeps the groups and cannot sign in', async (stage) => {
  stage.declare(cast)
  await settle(stage)
  stage.declare({ users: cast.users.replace('title: Clerk', 'title: Clerk, state: suspended') })
  await settle(stage)
  const { people, groups } = stage.setting.picture()
  expect(people['eva.lo']?.state).not.toBe('active')
  expect(groups['Nested']?.members).toEqual(['eva.lo'])
  stage.declare(cast)
  await settle(stage)
  expect(stage.setting.picture().people['eva.lo']?.state).toBe('active')
})

function without(id: string): string {
  return cast.users
    .split('\n')
    .filter((line) => !line.startsWith(`${id}:`))
    .join('\n')
}
