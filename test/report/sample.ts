import type { Operation } from '../../src/model/operation.ts'
import type { Plan, TenantPlan } from '../../src/model/plan.ts'

/** What every operation of these samples shares; `say` overrides it. */
const usual = {
  status: 'planned',
  reason: 'declared',
  derived: false,
  risk: 'low',
  escalation: false,
  sensitive: [],
  needs: [],
  effects: [],
  source: { file: 'tenants/acme/users.yaml', line: 3, via: [] },
  reversible: true,
  urgent: false,
  fingerprint: `sha256:${'0'.repeat(64)}`,
} as const

type Said = Partial<
  Pick<
    Operation,
    | 'status'
    | 'waitingFor'
    | 'blockedBy'
    | 'reason'
    | 'derived'
    | 'risk'
    | 'escalation'
    | 'sensitive'
    | 'effects'
    | 'reversible'
    | 'urgent'
    | 'source'
  >
>

function common(address: string, verb: string) {
  const [tenant = '', directory = '', kind = ''] = address.split('/')
  return { id: `${address}#${verb}`, address, tenant, directory, kind, verb }
}

export function joins(user: string, summary: string, say: Said = {}): Operation {
  const after = {
    username: user,
    container: 'people',
    state: 'active',
    attributes: { title: 'Technician' },
    references: {},
  }
  return { ...usual, ...common(`acme/hq/user/${user}`, 'create'), before: null, after, summary, ...say } as Operation
}

export function leaves(user: string, summary: string, say: Said = {}): Operation {
  const before = { immutableId: '1', state: 'active', container: 'people' }
  const after = { state: 'disabled', container: 'leavers' }
  const reason = 'undeclared'
  return {
    ...usual,
    ...common(`acme/hq/user/${user}`, 'disable'),
    before,
    after,
    summary,
    reason,
    risk: 'high',
    ...say,
  } as Operation
}

export function changes(user: string, summary: string, before: object, after: object, say: Said = {}): Operation {
  const known = { immutableId: '1', attributes: before, references: {} }
  const wished = { attributes: after, references: {} }
  return {
    ...usual,
    ...common(`acme/hq/user/${user}`, 'update'),
    before: known,
    after: wished,
    summary,
    ...say,
  } as Operation
}

export function grant(group: string, member: string, summary: string, say: Said = {}): Operation {
  const address = `acme/hq/membership/${group}/${member}`
  return { ...usual, ...common(address, 'grant'), before: null, after: { group, member }, summary, ...say } as Operation
}

export function revoke(group: string, member: string, summary: string, say: Said = {}): Operation {
  const address = `acme/hq/membership/${group}/${member}`
  return {
    ...usual,
    ...common(address, 'revoke'),
    before: { group, member },
    after: null,
    summary,
    reason: 'undeclared',
    risk: 'medium',
    ...say,
  } as Operation
}

export function tenantPlan(tenant: string, status: TenantPlan['status'], exitCode = 0): TenantPlan {
  const reads = [
    {
      directory: 'hq',
      identity: 'hq-1',
      kind: 'user',
      count: 1204,
      pages: 2,
      complete: status !== 'unreadable',
      proof: 'cursorExhausted',
    },
    { directory: 'hq', identity: 'hq-1', kind: 'group', count: 1, pages: 1, complete: true, proof: 'cursorExhausted' },
  ] as const
  return { tenant, status, exitCode, reads, counts: {}, digest: `sha256:${'a'.repeat(64)}` }
}

export function planOf(parts: Partial<Plan>): Plan {
  return {
    formatVersion: '1.0',
    tool: { name: 'roster', version: '0.0.0' },
    kind: 'plan',
    status: { applyable: true, complete: true, errored: false, blocked: false },
    context: {
      commit: '0123456789abcdef0123456789abcdef01234567',
      configDigest: 'sha256:00',
      observedAt: '2026-11-21T23:30:00Z',
      asOf: '2026-11-21T23:30:00Z',
    },
    tenants: [tenantPlan('acme', 'changes')],
    access: { gained: [], lost: [], groups: [], omitted: 0 },
    seats: [],
    findings: [],
    unmanaged: [],
    notManageable: [],
    calendar: [],
    diagnostics: [],
    digest: `sha256:${'d'.repeat(64)}`,
    ...parts,
    // As the reconciler gives them: sorted by address, then verb.
    operations: (parts.operations ?? []).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  }
}

const technician = { file: 'tenants/acme/templates.yaml', line: 2, via: ['template:technician'] }

/** A day's work: somebody joins, gains, loses, leaves; a privileged gain; a gate; a calendar. */
export const everyday = planOf({
  tenants: [tenantPlan('acme', 'changes'), tenantPlan('bakery', 'noChange'), tenantPlan('zoo', 'noChange')],
  operations: [
    joins('ana-li', 'Ana Li gets an account in hq, ana.li'),
    grant('staff', 'ana-li', 'Ana Li joins Staff'),
    grant('vpn-users', 'ana-li', 'Ana Li joins VPN users', { reason: 'template', derived: true, source: technician }),
    grant('domain-admins', 'ben-osei', 'Ben Osei joins Domain admins', { escalation: true, risk: 'high' }),
    grant('vpn-users', 'eva-lo', 'Eva Lo joins VPN users', { reason: 'template', derived: true, source: technician }),
    revoke('finance', 'ben-osei', 'Ben Osei leaves Finance'),
    leaves('tom-berg', 'Tom Berg’s account in hq is disabled', { effects: ['ends all sessions'] }),
    revoke('staff', 'tom-berg', 'Tom Berg leaves Staff'),
    revoke('vpn-users', 'tom-berg', 'Tom Berg leaves VPN users'),
    changes(
      'eva-lo',
      'Eva Lo’s title and pin change',
      { title: 'Clerk', pin: 'pin-of-old', fax: '+1' },
      { title: 'Lead', pin: 'pin-of-new', fax: null, phones: ['+2', '+3'] },
      { sensitive: ['pin'] },
    ),
    changes(
      'cy-wu',
      'Cy Wu’s title changes',
      { title: 'Clerk' },
      { title: 'Lead' },
      { status: 'blocked', blockedBy: 'a required value is missing' },
    ),
  ],
  findings: [
    {
      slug: 'usersRemoved',
      gate: 'usersRemoved',
      scope: 'acme',
      result: 'pass',
      measured: 1,
      limit: 5,
      message: '1 of 1,204 people would lose access; the limit is 5.',
    },
    {
      slug: 'privilegedGain',
      gate: 'privilegedGain',
      scope: 'acme',
      result: 'warn',
      measured: 1,
      limit: 0,
      message: 'Ben Osei gains a privileged group.',
      acknowledgedBy: 'ben-admin',
    },
    {
      slug: 'population',
      gate: 'population',
      scope: 'acme',
      result: 'pass',
      message: 'As many as after the last apply.',
    },
  ],
  calendar: [
    { date: '2026-11-28', tenant: 'acme', address: 'acme/hq/user/ida-ek', event: 'start', fingerprint: 'f' },
    { date: '2026-11-22', tenant: 'acme', address: 'acme/hq/user/old-one', event: 'delete', fingerprint: 'f' },
    { date: '2026-12-24', tenant: 'acme', address: 'acme/hq/user/ana-li', event: 'end', fingerprint: 'f' },
  ],
  unmanaged: ['acme/hq/user/~1', 'acme/hq/user/~2'],
  notManageable: [{ address: 'acme/hq/user/svc', why: 'protected' }],
})

/** Ids of many people, in order. */
export const crowd = Array.from({ length: 42 }, (_, at) => `person-${String(at + 1).padStart(2, '0')}`)

/** One line of a template that concerns many, and a removal that a gate stops. */
export const large = planOf({
  status: { applyable: false, complete: true, errored: false, blocked: true },
  tenants: [tenantPlan('acme', 'blocked', 5)],
  operations: [
    ...crowd.map((id) =>
      grant('vpn-users', id, `${id} joins VPN users`, { reason: 'template', derived: true, source: technician }),
    ),
    ...crowd.map((id) =>
      revoke('printers', id, `${id} leaves Printers`, { reason: 'template', derived: true, source: technician }),
    ),
    ...crowd.slice(0, 7).map((id) => leaves(`gone-${id}`, `Gone ${id} is disabled`)),
    ...crowd.slice(0, 8).map((id) => joins(`new-${id}`, `New ${id} joins`)),
  ],
  findings: [
    {
      slug: 'usersRemoved',
      gate: 'usersRemoved',
      scope: 'acme',
      result: 'block',
      measured: 7,
      limit: 5,
      message: '7 of 20 people would lose access; the limit is 5. Split the change or add an acknowledgement.',
    },
  ],
})
