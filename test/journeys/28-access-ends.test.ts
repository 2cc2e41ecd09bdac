import { expect, test } from 'vitest'
import type { Plan } from '../../src/model/plan.ts'
import { apply, plan } from '../../src/reconciler/reconcile.ts'
import { settle } from './cast.ts'
import { stageOn } from './slapd-stage.ts'
import { runOn } from './inside.ts'
import type { Stage } from './stage.ts'

const kinds = ['local', 'ldap'] as const
const inDays = (days: number): Date => new Date(Date.now() + days * 86_400_000)
const day = (moment: Date): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', dateStyle: 'short' }).format(moment)
const last = inDays(3)

const contract =
  'subscriptions: { funds: { platform: atlas, delivery: groups, groups: { directory: hq, names: { customer-admin: fund-admins, default: "{accessGroup}-{role}" } } } }'

function declare(stage: Stage): void {
  const has = (more: string): string => `platforms: { funds: { role: edit, accessGroup: all-funds${more} } }`
  stage.write(
    'tenants/acme/users.yaml',
    [
      `ana-li: { name: { first: Ana, last: Li }, email: ana@acme.example, guest: true, ${has('')} }`,
      `ben-osei: { name: { first: Ben, last: Osei }, email: ben@acme.example, guest: true, ${has(`, expires: ${day(last)}, reason: audit`)} }`,
      `eva-lo: { name: { first: Eva, last: Lo }, email: eva@acme.example, guest: true, starts: ${day(last)}, ${has('')} }`,
      '',
    ].join('\n'),
  )
  stage.write('tenants/acme/access-groups.yaml', 'all-funds: { platform: atlas, select: { all: true } }\n')
  stage.acknowledge('accessPairsLost', 'privilegedGain')
}

const members = (stage: Stage): readonly string[] | undefined =>
  stage.setting.picture().groups['all-funds-edit']?.members

/** Applies on a later day with the consent that a plan of today got. */
async function applied(stage: Stage, agreed: Plan, days: number): Promise<void> {
  const consent = { how: 'approved', plan: agreed, digest: agreed.digest } as const
  const report = await apply(runOn(stage, inDays(days)), consent)
  expect(report.tenants.map(({ held, exitCode }) => [held, exitCode])).toEqual([[undefined, 0]])
}

test.each(kinds)(
  'access ends and begins on its day, with the approval that the lines got before (%s)',
  async (kind) => {
    const stage = stageOn(kind, { more: contract })
    declare(stage)
    const agreed = await plan(runOn(stage, new Date()))
    const address = 'acme/hq/membership/all-funds-edit'
    const membership = agreed.calendar.filter((each) => each.address.startsWith(address))
    expect(membership.map((each) => `${each.date} ${each.event} ${each.address}`)).toEqual([
      `${day(last)} end ${address}/ben-osei`,
      `${day(last)} start ${address}/eva-lo`,
    ])
    await applied(stage, agreed, 0)
    expect(members(stage)).toEqual(['ana.li', 'ben.osei'])
    await applied(stage, agreed, 3)
    expect(members(stage)).toEqual(['ana.li', 'ben.osei', 'eva.lo'])
    await applied(stage, agreed, 4)
    expect(members(stage)).toEqual(['ana.li', 'eva.lo'])
    expect((await plan(runOn(stage, inDays(4)))).operations).toEqual([])
  },
)

test.each(kinds)(
  'ATR-06 people who are served and never sign in have their directory account, and no account or group of the platform (%s)',
  async (kind) => {
    const stage = stageOn(kind, {
      more: 'subscriptions: { portal: { platform: atria, delivery: groups, groups: { directory: hq, names: { default: "portal-{role}" } } } }',
    })
    stage.write(
      'tenants/acme/users.yaml',
      'ana-li: { name: { first: Ana, last: Li }, upn: ana@acme.example, template: staff, platforms: { portal: {} } }\n',
    )
    stage.write('tenants/acme/templates.yaml', 'staff: { attributes: { title: Clerk } }\n')
    const { operations } = await plan(runOn(stage, new Date()))
    const about = operations.map(({ kind, verb }) => `${verb} ${kind}`).filter((each) => !each.includes('Unit'))
    expect(about).toEqual(['create user'])
    await settle(stage)
  },
)
