import type { ApprovalState } from '../../../src/model/judgement.ts'
import type { AccessGroupChange, Plan } from '../../../src/model/plan.ts'
import type { SeatLine } from '../../../src/model/seats.ts'
import type { CommentContext } from '../../../src/report/comment/context.ts'
import { everyday, grant, leaves, planOf, revoke, tenantPlan } from '../sample.ts'

/** What a comment is told besides the plan. */
export function contextOf(more: Partial<CommentContext> = {}): CommentContext {
  return {
    head: '0123456789abcdef0123456789abcdef01234567',
    approval: [],
    expires: '2026-11-22T23:30:00Z',
    nextCommand: 'roster apply --reviewed',
    zoneOf: () => 'Europe/Berlin',
    ...more,
  }
}

const base = 'fedcba9876543210fedcba9876543210fedcba98'

/** A plan of a request, made under the rules of a base. */
export function sceneOf(parts: Partial<Plan>): Plan {
  const plan = planOf(parts)
  return { ...plan, context: { ...plan.context, baseCommit: base } }
}

export function accessChange(more: Partial<AccessGroupChange>): AccessGroupChange {
  return {
    tenant: 'acme',
    platform: 'vault',
    change: 'gained',
    cause: 'own',
    source: { file: 'tenants/acme/users.yaml', line: 3 },
    summary: 'ana-li gains view on fund-1',
    privileged: false,
    explicit: false,
    users: ['ana-li'],
    entities: ['fund-1'],
    levels: { 'data/entities': { from: 'none', to: 'view' } },
    ...more,
  }
}

export function impact(groups: readonly AccessGroupChange[]): Plan['access'] {
  return { gained: [], lost: [], groups, omitted: 0 }
}

export function people(number: number, name = 'person'): readonly string[] {
  return Array.from({ length: number }, (_, at) => `${name}-${String(at + 1).padStart(4, '0')}`)
}

export function seats(more: Partial<SeatLine>): SeatLine {
  return {
    tenant: 'acme',
    platform: 'desk',
    subscription: 'desk',
    pool: 'seats',
    purchased: 12,
    assigned: 11,
    free: 1,
    after: { purchased: 12, assigned: 11, free: 1 },
    delta: 0,
    reducing: 0,
    currency: 'USD',
    unitMinor: 18_900,
    nowMinor: 0,
    recurringMinor: 226_800,
    recurringBeforeMinor: 226_800,
    cycle: { start: '2026-11-01', next: '2026-12-01', day: 15, days: 30, every: 'month' },
    addons: [],
    notPriced: [],
    ...more,
  }
}

const bought = seats({
  after: { purchased: 13, assigned: 13, free: 0 },
  delta: 1,
  nowMinor: 9_450,
  recurringMinor: 245_700,
})

export const nothing = sceneOf({ tenants: [tenantPlan('acme', 'noChange'), tenantPlan('bakery', 'noChange')] })

/** One tag is gone, and 400 people with it. */
export const tagEdit = sceneOf({
  access: impact([
    accessChange({
      change: 'lost',
      cause: 'tag',
      source: { file: 'tenants/acme/entities.yaml', line: 12 },
      summary: '400 people lose view on fund-1: tag `fund` removed',
      users: people(400),
      levels: { 'data/entities': { from: 'view', to: 'none' } },
    }),
    accessChange({
      cause: 'tag',
      source: { file: 'tenants/acme/entities.yaml', line: 30, via: ['access-group:apac'] },
      summary: '2 people gain view on 3 entities: tag `apac` added',
      users: ['ana-li', 'ben-osei'],
      entities: ['fund-7', 'fund-8', 'fund-9'],
    }),
  ]),
})

export const blocked = sceneOf({
  status: { applyable: false, complete: true, errored: false, blocked: true },
  tenants: [tenantPlan('acme', 'blocked', 5)],
  operations: [
    ...people(7, 'gone').map((id) => leaves(id, `Gone ${id} is disabled`)),
    ...people(9).map((id) => revoke('printers', id, `${id} leaves Printers`)),
  ],
  findings: [
    {
      slug: 'usersRemoved',
      gate: 'usersRemoved',
      scope: 'acme',
      result: 'block',
      measured: 7,
      limit: 5,
      message:
        '7 of 20 people would lose access; the limit is 5. Split the change or add an acknowledgement (gate usersRemoved).',
    },
    {
      slug: 'access-test-failed',
      scope: 'acme/vault',
      result: 'block',
      message:
        'The test `nobody-exports` does not hold: ana-li has allow on action/export (tenants/acme/tests.yaml:4).',
    },
  ],
})

export const unread = sceneOf({
  status: { applyable: false, complete: false, errored: false, blocked: true },
  tenants: [tenantPlan('acme', 'unreadable', 4), tenantPlan('bakery', 'invalid', 3), tenantPlan('zoo', 'noChange')],
  findings: [
    {
      slug: 'directory-unreachable',
      scope: 'acme/hq',
      result: 'block',
      message: 'ldaps://dc1.acme.example:636 does not answer (ETIMEDOUT). Look whether the server runs: roster doctor.',
    },
  ],
  diagnostics: [
    {
      slug: 'unknown-reference',
      severity: 'error',
      file: 'tenants/bakery/users.yaml',
      line: 12,
      column: 12,
      message: 'There is no user `ben-ose`.',
      fix: 'Did you mean `ben-osei`?',
      tenant: 'bakery',
    },
  ],
})

/** Two rules: one met, one not. */
export const waitingForLeads: readonly ApprovalState[] = [
  {
    rule: {
      name: 'critical',
      approvers: ['@msp/leads', '@cy-wu'],
      count: 2,
      why: 'Ben Osei joins Domain admins, which is privileged',
    },
    by: ['cy-wu'],
    missing: 1,
    notCounted: [
      { by: 'ben-osei', why: 'gains by it (acme/ben-osei)' },
      { by: 'roster-bot', why: 'is not a person' },
      { by: 'dee-ray', why: 'approved an earlier commit; look at the new one' },
    ],
  },
  {
    rule: { name: 'default', approvers: [], count: 1, why: 'every change needs it' },
    by: ['cy-wu'],
    missing: 0,
    notCounted: [],
  },
]

export const privileged = sceneOf({
  tenants: everyday.tenants,
  operations: everyday.operations,
  findings: everyday.findings,
  calendar: everyday.calendar,
  unmanaged: everyday.unmanaged,
  notManageable: everyday.notManageable,
  access: impact([
    accessChange({
      summary: 'eva-lo gains full, what is to come included, on everything: the role admin',
      privileged: true,
      users: ['eva-lo'],
      entities: 'everywhere',
      levels: { 'area/settings': { from: 'none', to: 'full' } },
    }),
  ]),
})

function at<Some extends { readonly tenant: string; readonly address: string; readonly id: string }>(
  tenant: string,
  operation: Some,
): Some {
  const moved = (text: string): string => text.replace(/^acme\//, `${tenant}/`)
  return { ...operation, tenant, address: moved(operation.address), id: moved(operation.id) }
}

export const several = sceneOf({
  tenants: [
    tenantPlan('acme', 'changes'),
    tenantPlan('bakery', 'changes'),
    tenantPlan('cafe', 'waiting'),
    tenantPlan('zoo', 'noChange'),
  ],
  operations: [
    grant('staff', 'ana-li', 'Ana Li joins Staff'),
    at('bakery', revoke('staff', 'tom-berg', 'Tom Berg leaves Staff')),
    at('bakery', leaves('tom-berg', 'Tom Berg’s account in hq is disabled', { effects: ['ends all sessions'] })),
    at('cafe', grant('staff', 'eva-lo', 'Eva Lo joins Staff', { status: 'waiting', waitingFor: 'firstLogin' })),
  ],
  seats: [
    bought,
    seats({
      tenant: 'bakery',
      cheaper: {
        summary: 'disable tom-berg first, then add eva-lo: no charge; added first it would cost 94.50 USD',
        insteadMinor: 9_450,
      },
    }),
    seats({
      tenant: 'cafe',
      subscription: 'suite-e3',
      pool: 'licence',
      after: { purchased: 12, assigned: 12, free: 0 },
      currency: null,
      recurringMinor: null,
      recurringBeforeMinor: null,
    }),
  ],
  findings: [
    {
      slug: 'cost',
      gate: 'cost',
      scope: 'acme',
      result: 'warn',
      measured: 18_900,
      limit: 10_000,
      message: 'A month becomes 189.00 USD dearer; the limit is 100.00 USD.',
    },
  ],
})
