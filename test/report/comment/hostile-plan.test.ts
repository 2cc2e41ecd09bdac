import { assert, property } from 'fast-check'
import MarkdownIt from 'markdown-it'
import { expect, test } from 'vitest'
import type { ApprovalState } from '../../../src/model/judgement.ts'
import type { Plan } from '../../../src/model/plan.ts'
import { outcomeComment } from '../../../src/report/comment/outcome.ts'
import { planComment } from '../../../src/report/comment/plan.ts'
import { failedComment, pendingComment } from '../../../src/report/comment/without-plan.ts'
import { hostileFour } from '../hostile.ts'
import { changes, grant, revoke, tenantPlan } from '../sample.ts'
import { accessChange, contextOf, impact, people, sceneOf, seats } from './scenes.ts'
import { isClosed } from './told.ts'

const forge = new MarkdownIt({ html: true, linkify: true })

/** Every place where a name of somebody's choice can stand. */
function planOfNames(name: string, group: string, tag: string, reason: string): Plan {
  const source = { file: `tenants/${tag}.yaml`, line: 3, via: [`template:${tag}`] }
  return sceneOf({
    tenants: [tenantPlan('acme', 'blocked', 5), tenantPlan('zoo', 'unreadable', 4)],
    operations: [
      grant('admins', 'ana-li', `${name} joins ${group}`, { escalation: true, source }),
      revoke('staff', 'ana-li', `${name} leaves ${group}`, { effects: [reason], source }),
      changes(
        'ana-li',
        `${name} changes`,
        { [tag]: name },
        { [tag]: reason },
        { status: 'blocked', blockedBy: reason },
      ),
    ],
    access: impact([
      accessChange({ summary: `${name} gains view on ${group}`, users: [name, group], entities: [tag, reason] }),
      accessChange({ change: 'lost', summary: `10 people lose ${tag}`, users: [...people(9), name] }),
    ]),
    seats: [seats({ subscription: group, delta: 1, nowMinor: 1 })],
    findings: [
      { slug: 'usersRemoved', scope: 'acme', result: 'block', message: `${name}: ${reason}`, acknowledgedBy: tag },
    ],
    diagnostics: [
      {
        slug: 'text-word',
        severity: 'error',
        file: `${tag}.yaml`,
        line: 1,
        column: 1,
        message: name,
        fix: reason,
        tenant: 'zoo',
      },
    ],
  })
}

function approvalBy(name: string, reason: string): readonly ApprovalState[] {
  return [
    {
      rule: { name, approvers: [`@${name}`], count: 1, why: reason },
      by: [name],
      missing: 1,
      notCounted: [{ by: name, why: reason }],
      unknown: [name],
      obstacle: reason,
    },
  ]
}

/** The elements of a page, but for those of values; what Mermaid draws is a block of code. */
function shape(body: string): readonly string[] {
  return (forge.render(body).match(/<[^>]*>/g) ?? []).filter((tag) => !/^<\/?(?:code|wbr)>$/.test(tag))
}

/** Each begins with a letter of its own: two that are the same are told in one line, plain or hostile. */
function comment([name, group, tag, reason]: readonly [string, string, string, string]): string {
  const context = contextOf({ approval: approvalBy(`n${name}`, `r${reason}`) })
  return planComment(planOfNames(`n${name}`, `g${group}`, `t${tag}`, `r${reason}`), context).body
}

test('SEC-27 a plan full of hostile names has the form of a plan of plain ones', { timeout: 120_000 }, () => {
  const plain = shape(comment(['a', 'b', 'c', 'd']))
  assert(
    property(hostileFour, (names) => {
      const body = comment(names)
      expect(shape(body)).toEqual(plain)
      expect(body).not.toContain('<!--')
      expect(isClosed(body)).toBe(true)
    }),
    { numRuns: 1_000 },
  )
})

test('SEC-27 so have the outcome of an apply, and a plan that failed', { timeout: 120_000 }, () => {
  const outcome = ([name, group, tag, reason]: readonly [string, string, string, string]): string => {
    const plan = planOfNames(`n${name}`, `g${group}`, `t${tag}`, `r${reason}`)
    const [first, second] = plan.operations
    if (first === undefined || second === undefined) throw new Error('a plan of names has operations')
    const tenant = { tenant: 'acme', apply: '1', exitCode: 7 }
    return outcomeComment(
      {
        plan,
        exitCode: 7,
        tenants: [
          {
            ...tenant,
            settled: [
              { operation: first, outcome: { status: 'failed', class: 'forbidden', detail: `r${reason}` } },
              { operation: second, outcome: { status: 'applied', detail: `t${tag}` } },
            ],
          },
          { ...tenant, tenant: `n${name}`, settled: [], held: `r${reason}` },
        ],
      },
      { merge: 'abc', resumeCommand: 'roster apply --reviewed' },
    ).body
  }
  const plain = shape(outcome(['a', 'b', 'c', 'd']))
  const failed = shape(failedComment('a', { head: 'abc' }).body)
  const pending = shape(pendingComment(comment(['a', 'b', 'c', 'd']), 'abc'))
  assert(
    property(hostileFour, (names) => {
      expect(shape(outcome(names))).toEqual(plain)
      expect(shape(failedComment(names.join('\n'), { head: 'abc' }).body)).toEqual(failed)
      expect(shape(pendingComment(comment(names), 'abc'))).toEqual(pending)
    }),
    { numRuns: 500 },
  )
})
