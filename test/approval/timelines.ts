import type { Consideration } from '../../src/approval/states.ts'
import type { ApprovalState } from '../../src/model/judgement.ts'
import type { Step } from './story.ts'
import { access, considered, operation, privilege } from './story.ts'

/** A story, the rule it is about, and what it comes to: whose approvals count, how many are missing, who does not count and why. */
export interface Timeline {
  readonly steps: readonly Step[]
  readonly change?: Parameters<typeof considered>[1]
  readonly rule?: 'critical'
  readonly by: readonly string[]
  readonly missing: number
  readonly not?: Readonly<Record<string, string>>
  readonly obstacle?: string
}

const shown: Step = ['plan', 'one']
const critical = { operations: [privilege] }
const gain = (user: string): object => ({ operations: [operation({ verb: 'create', address: `msp/hq/user/${user}` })] })

export const timelines: Readonly<Record<string, Timeline>> = {
  'nobody said anything': { steps: [shown], by: [], missing: 1 },
  'a lead approves what was shown': { steps: [shown, ['approve', 'ben']], by: ['ben'], missing: 0 },
  'a comment is no approval': { steps: [shown, ['comment', 'ben']], by: [], missing: 1 },
  'a comment afterwards takes nothing back': {
    steps: [shown, ['approve', 'ben'], ['comment', 'ben']],
    by: ['ben'],
    missing: 0,
  },
  'approve, then push': {
    steps: [shown, ['approve', 'ben'], ['push', 'ana'], ['plan', 'one']],
    by: [],
    missing: 1,
    not: { ben: 'approved an earlier commit; look at the new one' },
  },
  'approve, push, approve again': {
    steps: [shown, ['approve', 'ben'], ['push', 'ana'], ['plan', 'two'], ['approve', 'ben']],
    by: ['ben'],
    missing: 0,
  },
  'approved before there was a plan': {
    steps: [['approve', 'ben'], shown],
    by: [],
    missing: 1,
    not: { ben: 'approved before there was a plan to see' },
  },
  'planned anew with another digest for the same commit': {
    steps: [shown, ['approve', 'ben'], ['plan', 'two']],
    by: [],
    missing: 1,
    not: { ben: 'approved an earlier plan; look at the new one' },
  },
  'planned anew with the same digest': { steps: [shown, ['approve', 'ben'], shown], by: ['ben'], missing: 0 },
  'a plan of an earlier commit is none of this one': {
    steps: [shown, ['push', 'ana'], ['approve', 'ben']],
    by: [],
    missing: 1,
    not: { ben: 'approved before there was a plan to see' },
  },
  'what is planned after the merge takes nothing back': {
    steps: [shown, ['approve', 'ben'], ['merge', 'ana'], ['plan', 'two']],
    by: ['ben'],
    missing: 0,
  },
  'whoever opened it': { steps: [shown, ['approve', 'ana']], by: [], missing: 1, not: { ana: 'opened it' } },
  'whoever opened it, by a second account in the team': {
    steps: [shown, ['approve', 'ana-home']],
    by: [],
    missing: 1,
    not: { 'ana-home': 'opened it' },
  },
  'whoever wrote a commit of it': {
    steps: [['push', 'ben'], shown, ['approve', 'ben'], ['approve', 'cleo']],
    by: ['cleo'],
    missing: 0,
    not: { ben: 'wrote a part of it' },
  },
  'whoever wrote the first of its commits': {
    steps: [['push', 'ben'], ['push', 'ana'], shown, ['approve', 'ben']],
    by: [],
    missing: 1,
    not: { ben: 'wrote a part of it' },
  },
  'a bot': { steps: [shown, ['approve', 'robot']], by: [], missing: 1, not: { robot: 'is not a person' } },
  'somebody outside the team': {
    steps: [shown, ['approve', 'emil']],
    by: [],
    missing: 1,
    not: { emil: 'is none of @msp/leads' },
  },
  'somebody in the team who may not write to the repository': {
    steps: [shown, ['approve', 'otto']],
    by: [],
    missing: 1,
    not: { otto: 'may not write to the repository' },
  },
  dismissed: { steps: [shown, ['approve', 'ben'], ['dismissed', 'ben']], by: [], missing: 1 },
  'dismissed, and approved again': {
    steps: [shown, ['approve', 'ben'], ['dismissed', 'ben'], ['approve', 'ben']],
    by: ['ben'],
    missing: 0,
  },
  'changes wanted after the approval': {
    steps: [shown, ['approve', 'ben'], ['wantChanges', 'ben']],
    by: [],
    missing: 1,
  },
  'changes wanted, and then approved': {
    steps: [shown, ['wantChanges', 'ben'], ['approve', 'ben']],
    by: ['ben'],
    missing: 0,
  },
  'somebody else wants changes': {
    steps: [shown, ['approve', 'ben'], ['wantChanges', 'cleo']],
    by: ['ben'],
    missing: 0,
  },
  'an administrator merges past everybody': { steps: [shown, ['merge', 'dora']], by: [], missing: 1 },
  'approved after the merge': { steps: [shown, ['merge', 'dora'], ['approve', 'ben']], by: ['ben'], missing: 0 },
  'a gain by their own line': {
    steps: [shown, ['approve', 'ben']],
    change: gain('ben-osei'),
    by: [],
    missing: 1,
    not: { ben: 'gains by it (msp/ben-osei)' },
  },
  'a gain through access': {
    steps: [shown, ['approve', 'ben']],
    change: { access: [access({ users: ['ben-osei'], cause: 'tag' })] },
    by: [],
    missing: 1,
    not: { ben: 'gains by it (msp/ben-osei)' },
  },
  'whoever only loses may approve': {
    steps: [shown, ['approve', 'ben']],
    change: { access: [access({ users: ['ben-osei'], change: 'lost' })] },
    by: ['ben'],
    missing: 0,
  },
  'a gain of somebody of the same id in another tenant': {
    steps: [shown, ['approve', 'ben']],
    change: { access: [access({ users: ['ben-osei'], tenant: 'acme' })] },
    by: ['ben'],
    missing: 0,
  },
  'critical: one of two': {
    steps: [shown, ['approve', 'ben']],
    change: critical,
    rule: 'critical',
    by: ['ben'],
    missing: 1,
  },
  'critical: two of two': {
    steps: [shown, ['approve', 'ben'], ['approve', 'dora']],
    change: critical,
    rule: 'critical',
    by: ['ben', 'dora'],
    missing: 0,
  },
  'critical: one twice is one': {
    steps: [shown, ['approve', 'ben'], ['approve', 'ben']],
    change: critical,
    rule: 'critical',
    by: ['ben'],
    missing: 1,
  },
  'critical: of somebody nobody knows': {
    steps: [shown, ['approve', 'ben'], ['approve', 'nobody']],
    change: critical,
    rule: 'critical',
    by: ['ben'],
    missing: 1,
    not: { nobody: 'may be anybody: add the login to forgeAccounts in roster.yaml' },
  },
  'critical: a commit of somebody the forge does not know': {
    steps: [['push', undefined], shown, ['approve', 'ben'], ['approve', 'cleo']],
    change: critical,
    rule: 'critical',
    by: ['ben', 'cleo'],
    missing: 1,
    obstacle: 'the forge knows no account for who wrote bbbbbbbbbb',
  },
  'not critical: of somebody nobody knows': { steps: [shown, ['approve', 'nobody']], by: ['nobody'], missing: 0 },
}

/** Two accounts of one person: their last word counts, and only once. Opened by somebody else. */
export const oneOfTwo: readonly Step[] = [
  ['plan', 'one'],
  ['approve', 'ana'],
  ['approve', 'ana-home'],
]

/** What the rule that a story is about comes to, in the form of the table. */
export function told(states: readonly ApprovalState[], timeline: Timeline): object {
  const state = states.find(({ rule }) => rule.name === (timeline.rule ?? 'default'))
  return {
    by: state?.by,
    missing: state?.missing,
    not: Object.fromEntries((state?.notCounted ?? []).map(({ by, why }) => [by, why])),
    obstacle: state?.obstacle?.slice(0, timeline.obstacle?.length),
  }
}

export function expected({ by, missing, not = {}, obstacle }: Timeline): object {
  return { by, missing, not, obstacle }
}

export function consider({ steps, change }: Timeline): Consideration {
  return considered(steps, change)
}
