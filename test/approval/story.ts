import type { Change } from '../../src/approval/change.ts'
import type { Consideration } from '../../src/approval/states.ts'
import type { People, Terms } from '../../src/approval/terms.ts'
import type { ForgeAccount, RequestCommit, RequestFacts, Review } from '../../src/model/forge.ts'
import type { Operation } from '../../src/model/operation.ts'
import type { AccessGroupChange, Finding } from '../../src/model/plan.ts'
import type { PostedPlan } from '../../src/model/posted-plan.ts'

/** What happens on a request, minute after minute. */
export type Step =
  | readonly ['push', string | undefined]
  | readonly ['plan', string]
  | readonly ['approve' | 'comment' | 'wantChanges' | 'dismissed', string]
  | readonly ['merge', string]

/** Who may approve what in these stories. `ana` and `ana-home` are one person; who `nobody` is, nobody has said. */
export const terms: Terms = {
  approvers: { leads: { forge: ['@msp/leads'] }, security: { forge: ['@msp/security', '@dora'] } },
  approvals: { default: { approvers: ['leads'], count: 1 }, critical: { approvers: ['security'], count: 2 } },
  forgeAccounts: {
    ana: 'msp/ana-li',
    'Ana-Home': 'msp/ana-li',
    ben: 'msp/ben-osei',
    cleo: 'msp/cleo-ito',
    dora: 'msp/dora-gil',
    emil: 'msp/emil-ax',
    otto: 'msp/otto-out',
  },
}

const teams: Readonly<Record<string, readonly string[]>> = {
  'msp/leads': ['ana', 'ana-home', 'ben', 'cleo', 'nobody', 'otto', 'robot'],
  'msp/security': ['ben', 'cleo', 'ana-home', 'nobody'],
}

export const people: People = {
  members: (team) => (team in teams ? new Set(teams[team]) : undefined),
  mayWrite: (login) => login !== 'otto',
}

const began = Date.parse('2026-12-01T09:00:00Z')

function minute(n: number): string {
  return new Date(began + n * 60_000).toISOString()
}

/** A commit's name: forty of one letter. */
export function commitAt(n: number): string {
  return String.fromCodePoint('a'.codePointAt(0)! + n).repeat(40)
}

function account(login: string): ForgeAccount {
  return { login, isBot: login === 'robot' }
}

/** What the forge and the ledger say after these steps; `ana` opens the request with a push of hers. */
export function happened(steps: readonly Step[]): { facts: RequestFacts; posted: readonly PostedPlan[] } {
  const commits: RequestCommit[] = []
  const reviews: Review[] = []
  const posted: PostedPlan[] = []
  const push = (login: string | undefined): void =>
    void commits.push({ commit: commitAt(commits.length), people: [login === undefined ? undefined : account(login)] })
  push('ana')
  let merged: RequestFacts['pull']['merged']
  for (const [index, [what, who]] of steps.entries()) {
    const at = minute(index + 1)
    const commit = commits.at(-1)?.commit ?? ''
    switch (what) {
      case 'push':
        push(who)
        break
      case 'plan':
        posted.push(planOf(who, commit, at))
        break
      case 'approve':
        reviews.push({ by: account(who), state: 'approved', commit, at })
        break
      case 'comment':
        reviews.push({ by: account(who), state: 'commented', commit, at })
        break
      case 'wantChanges':
        reviews.push({ by: account(who), state: 'changesRequested', commit, at })
        break
      case 'dismissed': {
        // As GitHub does it: the review itself becomes another.
        const found = reviews.findLastIndex(({ by }) => by.login === who)
        const [review] = reviews.slice(found)
        if (review !== undefined) reviews[found] = { ...review, state: 'dismissed' }
        break
      }
      case 'merge':
        merged = { commit: 'f'.repeat(40), at, by: account(who) }
        break
    }
  }
  const pull = {
    number: 12,
    state: merged === undefined ? ('open' as const) : ('merged' as const),
    author: account('ana'),
    base: { ref: 'main', commit: 'b'.repeat(40) },
    head: { ref: 'edit', commit: commits.at(-1)?.commit ?? '' },
    isFork: false,
    updatedAt: minute(steps.length),
    ...(merged === undefined ? {} : { merged }),
  }
  return { facts: { repository: 'msp/access', pull, reviews, commits, files: [] }, posted }
}

/** A plan that was shown; its name is its digest, and of one operation, which has its name too. */
export function planOf(name: string, head: string, at: string): PostedPlan {
  return {
    formatVersion: '1.0',
    repository: 'msp/access',
    number: 12,
    head,
    base: 'b'.repeat(40),
    tool: { name: 'roster', version: '1.4.0' },
    observedAt: at,
    postedAt: at,
    digest: `sha256:${name}`,
    tenants: [{ tenant: 'msp', digest: `sha256:${name}`, held: false, fingerprints: [name], standing: [] }],
  }
}

/** An operation of which only what is asked for here matters. */
export function operation(more: object = {}): Operation {
  return {
    id: 'msp/hq/user/zoe#update',
    address: 'msp/hq/user/zoe',
    tenant: 'msp',
    directory: 'hq',
    kind: 'user',
    verb: 'update',
    status: 'planned',
    reason: 'declared',
    summary: 'Zoe’s title becomes Lead',
    risk: 'low',
    escalation: false,
    fingerprint: 'one',
    ...more,
  } as unknown as Operation
}

/** Zoe comes into a group marked privileged. */
export const privilege = operation({
  kind: 'membership',
  verb: 'grant',
  address: 'msp/hq/membership/admins/zoe',
  after: { group: 'admins', member: 'zoe' },
  summary: 'Zoe comes into admins',
  risk: 'high',
  escalation: true,
})

export function changeOf(more: Partial<Change> = {}): Change {
  return {
    operations: [operation()],
    renamed: new Map(),
    access: [],
    findings: [],
    calendar: [],
    standing: [],
    insiders: () => [],
    ...more,
  }
}

export function access(more: object = {}): AccessGroupChange {
  return {
    tenant: 'msp',
    platform: 'atlas',
    change: 'gained',
    cause: 'role',
    summary: 'somebody gains something',
    privileged: false,
    users: [],
    ...more,
  } as unknown as AccessGroupChange
}

export function gate(more: object = {}): Finding {
  return {
    slug: 'privilegedGain',
    gate: 'privilegedGain',
    scope: 'msp',
    result: 'warn',
    message: 'one gains',
    ...more,
  }
}

export function considered(
  steps: readonly Step[],
  change: Partial<Change> = {},
  files: readonly string[] = [],
): Consideration {
  const { facts, posted } = happened(steps)
  const touched = { ...facts, files: files.map((path) => ({ path })) }
  return { facts: touched, posted, terms, people, change: changeOf(change) }
}
