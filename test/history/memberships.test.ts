import { assert, property, array, constantFrom, record, boolean } from 'fast-check'
import { expect, test } from 'vitest'
import { memoryAt } from '../../src/history/memory-at.ts'
import { membershipsOf } from '../../src/history/memberships.ts'
import { timelineOf } from '../../src/history/timeline.ts'
import type { TimelineRow } from '../../src/history/timeline-row.ts'
import type { ChainedEntry, Entry } from '../../src/model/entry.ts'
import type { Operation } from '../../src/model/operation.ts'
import { chained } from './house.ts'

const groups = ['a', 'b', 'c', 'd'] as const
const people = ['ana', 'ben', 'group:a', 'group:b', 'group:c'] as const
const end = new Date('2030-01-01T00:00:00Z')

interface Step {
  readonly group: string
  readonly member: string
  readonly joins: boolean
  /** By an operation of roster's, or only seen. */
  readonly isOwn: boolean
}

const steps = array(
  record({ group: constantFrom(...groups), member: constantFrom(...people), joins: boolean(), isOwn: boolean() }),
  { maxLength: 30 },
)

function entriesOf({ group, member, joins, isOwn }: Step, i: number): readonly Entry[] {
  const [added, removed] = joins ? [[member], []] : [[], [member]]
  if (!isOwn) return [{ type: 'members', group: `acme/hq/group/${group}`, added, removed }]
  const verb = joins ? 'grant' : 'revoke'
  const address = `acme/hq/membership/${group}/${member}`
  const membership = { group, member }
  const operation = {
    id: `${address}#${verb}`,
    address,
    tenant: 'acme',
    directory: 'hq',
    kind: 'membership',
    verb,
    status: 'planned',
    reason: 'declared',
    derived: false,
    summary: `${member} ${verb} ${group}`,
    risk: 'low',
    escalation: false,
    sensitive: [],
    needs: [],
    effects: [],
    source: { file: 'groups.yaml', line: 1, via: [] },
    reversible: true,
    urgent: false,
    fingerprint: String(i),
    ...(joins ? { before: null, after: membership } : { before: membership, after: null }),
  } as unknown as Operation
  return [
    { type: 'intent', operation },
    { type: 'outcome', operation: operation.id, fingerprint: operation.fingerprint, status: 'applied' },
  ]
}

/** What the rows of a timeline come to, one after the other. */
function folded(rows: readonly TimelineRow[]): ReadonlySet<string> {
  const inside = new Set<string>()
  for (const { membership } of rows) {
    if (membership?.stands === true) inside.add(membership.group)
    else if (membership !== undefined) inside.delete(membership.group)
  }
  return inside
}

type Rows = (chain: readonly ChainedEntry[]) => readonly TimelineRow[]
const told: Rows = (chain) => timelineOf({ tenant: 'acme', kind: 'user', id: 'ana' }, chain).rows

function holds(rows: Rows): void {
  assert(
    property(steps, (each) => {
      const chain = chained(each.flatMap(entriesOf))
      const inEffect = membershipsOf(memoryAt(chain, end), ['ana'])
      expect([...folded(rows(chain))].toSorted()).toEqual([...inEffect.keys()].toSorted())
    }),
    { numRuns: 400 },
  )
}

test('UX-19 the rows of a timeline, one after the other, come to the memberships that are in effect', () => {
  holds(told)
})

test('UX-19 rows that leave nested groups out are noticed', () => {
  expect(() => holds((chain) => told(chain).filter(({ cause }) => cause !== 'group'))).toThrow()
})

test('UX-19 a timeline reads every record a fixed number of times, however many there are', () => {
  const reads = (count: number): number => {
    const all = Array.from({ length: count }, (_, i): Step => ({
      group: groups[i % 4] ?? 'a',
      member: i % 50 === 0 ? 'ana' : `p${i % 300}`,
      joins: Math.floor(i / 600) % 2 === 0,
      isOwn: true,
    }))
    let found = 0
    const chain = chained(all.flatMap(entriesOf)).map((each) => ({
      ...each,
      get entry() {
        found += 1
        return each.entry
      },
    }))
    expect(told(chain).length).toBeGreaterThan(0)
    return found / chain.length
  }
  expect(Math.round(reads(50_000))).toBe(Math.round(reads(500)))
})
