import { expect, test } from 'vitest'
import { on, person, tenant, today } from '../platforms-world.ts'
import type { Files } from '../workspace.ts'
import { loaded, told, workspace } from '../workspace.ts'

const found = (files: Files) => told(on(files), today)
const slugs = (files: Files): readonly string[] => found(files).map(({ slug }) => slug)
const role = (more: string): Files => ({ 'roles.yaml': `r: { platform: helpdesk, name: Second line, ${more} }\n` })

test('a property that is nearly one of a role or a scope is told as a slip, not as a switch', () => {
  expect(found(role('permisions: { data/tickets: view }'))).toContainEqual(
    expect.objectContaining({ slug: 'unknown-property', fix: 'Did you mean `permissions`?' }),
  )
  expect(found(role('permissions: { data/tickets: view }, scope: { al: true }'))).toContainEqual(
    expect.objectContaining({ slug: 'unknown-property', fix: 'Did you mean `all`?' }),
  )
})

test('a switch that a platform does not have is told with the nearest', () => {
  expect(found(role('permissions: { data/tickets: view }, scope: { all: true }, fullAcces: true'))).toMatchObject([
    { slug: 'unknown-property', fix: 'Did you mean `fullAccess`?' },
  ])
})

test('a role that gives everything by a switch needs neither permissions nor a scope, and a reason', () => {
  const chief = role('fullAccess: true')
  expect(slugs(chief)).toEqual([])
  expect(slugs({ ...chief, 'users.yaml': person('ana', 'platforms: { desk: { role: r } }') })).toEqual([
    'reason-missing',
  ])
})

test('what has run out is judged on a day of the tenant’s zone, and not at all without a moment', () => {
  const files = on({
    ...tenant('  desk: { platform: helpdesk }\n  funds: { platform: funds }', 'timezone: Pacific/Kiritimati'),
    'users.yaml': person(
      'ana',
      'platforms: { desk: { role: agent } }, overrides: [{ platform: helpdesk, permission: system/reports, level: allow, reason: x, expires: 2026-11-22 }]',
    ),
  })
  const at = (moment?: string) =>
    loaded(workspace(files), moment === undefined ? undefined : new Date(moment)).diagnostics
  expect(at('2026-11-22T09:59:59Z')).toEqual([])
  expect(at('2026-11-22T10:00:00Z')).toMatchObject([{ slug: 'override-expired', severity: 'warning' }])
  expect(at()).toEqual([])
})

test('an account by template, persona and application is judged like one of the person’s own', () => {
  const files = {
    ...tenant(
      '  desk: { platform: helpdesk }\n  funds: { platform: funds }',
      'applications: { crm: { subscription: desk, role: admin } }',
    ),
    'departments.yaml': 'lab: { name: Lab, template: clerk }\n',
    'templates.yaml': 'clerk: { platforms: { funds: { role: edit } } }\n',
    'users.yaml': [
      person('ana', 'department: lab'),
      person('ben', 'department: lab, without: { platforms: [funds] }'),
      person('cid', 'applications: [crm]'),
      person('dan', 'applications: [crm], platforms: { desk: { reason: runs it } }'),
      person('eva', 'persona: bookkeeper, platforms: { funds: {} }'),
    ].join(''),
  }
  expect(found(files).map(({ line, slug }) => `${line} ${slug}`)).toEqual([
    '1 access-group-missing',
    '3 reason-missing',
    '5 access-group-missing',
  ])
})

test('what a template names is told once, at the template', () => {
  const files = {
    'templates.yaml': 'clerk: { platforms: { desk: { role: agnt } }, applications: [crm] }\n',
    'users.yaml': person('ana', 'template: clerk') + person('ben', 'template: clerk'),
  }
  expect(found(files).map(({ file, slug }) => `${file} ${slug}`)).toEqual([
    'tenants/acme/templates.yaml unknown-role',
    'tenants/acme/templates.yaml unknown-application',
  ])
})

test('a file that cannot be read leads to no mistakes about what it would have declared', () => {
  const users = person('ana', 'platforms: { desk: { role: agent }, funds: { role: view, accessGroup: apac } }')
  for (const name of ['roles.yaml', 'entities.yaml', 'access-groups.yaml'])
    expect(new Set(found({ [name]: 'x: {\n', 'users.yaml': users }).map(({ file }) => file))).toEqual(
      new Set([`tenants/acme/${name}`]),
    )
})

test('people, who they are selected by and what they are told of are names that lead somewhere', () => {
  expect(
    slugs({
      'users.yaml':
        person('ana', 'dailyAccount: nobody, leaving: { reassignTo: ben }') + person('cid', 'dailyAccount: cid'),
      'actions.yaml':
        'a: { do: notify, select: { users: [ana], roles: [agent, admn] }, reason: x, directory: tyr, subscription: dsk }\n',
      'policies.yaml': 'reviews: { q: { every: 3 months, due: 14 days, reviewers: securty, select: { all: true } } }\n',
      'acknowledgements.yaml': 'a: { gate: usersRemoved, reason: x, approver: security, expires: 2026-11-23 }\n',
      'tests.yaml': 't: { user: nobody, platform: helpdesk, permission: system/reports, is: none }\n',
    }).toSorted(),
  ).toEqual([
    'required-property',
    'required-property',
    'self-reference',
    'unknown-approver',
    'unknown-directory',
    'unknown-role',
    'unknown-subscription',
    'unknown-user',
    'unknown-user',
    'unknown-user',
  ])
})

test('an id is that of a directory or of a subscription; roles, entities and access groups move like all entries', () => {
  expect(
    slugs(tenant('  desk: { platform: helpdesk }\n  funds: { platform: funds }\n  try: { platform: helpdesk }')),
  ).toEqual(['duplicate-id'])
  expect(slugs({ 'access-groups.yaml': 'all: { platform: funds, select: { all: true }, movedFrom: all }\n' })).toEqual([
    'moved-from-exists',
  ])
})

test('10,000 people with an account each are read and judged in under 3 s of CPU', () => {
  const half = (from: number): string =>
    Array.from({ length: 5_000 }, (_, at) => person(`p${from + at}`, 'platforms: { desk: { role: agent } }')).join('')
  const root = workspace(on({ 'users.yaml': half(0), 'users.more.yaml': half(5_000) }))
  const before = process.cpuUsage()
  const { tenants, diagnostics } = loaded(root, today)
  const { user, system } = process.cpuUsage(before)
  expect(diagnostics).toEqual([])
  expect(tenants.get('acme')?.users.size).toBe(10_000)
  expect((user + system) / 1e6).toBeLessThan(3)
})
