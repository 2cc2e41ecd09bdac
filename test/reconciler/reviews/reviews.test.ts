import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Bench, crowd, standing, tenantOf } from '../bench.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

const quarterly = { every: '3 months', due: '14 days', reviewers: 'manager', select: { all: true } }

async function declared(review: object): Promise<void> {
  bench.tenant('acme', { tenant: tenantOf(), users: crowd(2), policies: { reviews: { quarterly: review } } })
  await bench.apply()
}

/** What is told of reviews on a day. */
async function told(day: string): Promise<readonly string[]> {
  const made = await bench.at(`${day}T09:00:00Z`).plan()
  const about = made.findings.filter(({ slug }) => slug === 'review-due' || slug === 'review-overdue')
  return about.map(({ slug, result, message }) => `${slug} ${result}: ${message}`)
}

/** Somebody closes a round. */
async function done(day: string): Promise<void> {
  bench.at(`${day}T09:00:00Z`)
  const lease = await bench.ledger.lock('acme')
  const journal = await bench.ledger.open('acme', 'review', lease)
  await journal.record([{ type: 'done', address: `acme/roster/review/quarterly/${day}`, by: 'leads' }])
  await journal.close()
  await lease.release()
}

describe('reviews of access that come round', () => {
  test('MSP-21 due from its day on, overdue after 14 days, in the way after 30 more', async () => {
    await declared({ ...quarterly, starts: '2027-01-01' })
    expect(await told('2026-12-31')).toEqual([])
    expect(await told('2027-01-01')).toEqual([
      'review-due warn: the review quarterly of 2 people by manager is due: it is to be done before 2027-01-15.',
    ])
    expect(await told('2027-01-15')).toEqual([
      'review-overdue warn: the review quarterly of 2 people by manager was to be done before 2027-01-15. From 2027-02-14 on it holds the tenant.',
    ])
    expect(await told('2027-02-13')).toHaveLength(1)
    expect(standing(await bench.plan())).toBe('noChange 0')
    expect(await told('2027-02-14')).toEqual([
      'review-overdue block: the review quarterly of 2 people by manager was to be done before 2027-01-15: until it is, nothing of the tenant is applied.',
    ])
    expect(standing(await bench.plan())).toBe('blocked 5')
  })

  test('MSP-21 three months after one that was done the next is due', async () => {
    await declared({ ...quarterly, starts: '2027-01-01' })
    await done('2027-01-10')
    expect(await told('2027-03-31')).toEqual([])
    expect(await told('2027-04-01')).toEqual([
      'review-due warn: the review quarterly of 2 people by manager is due: it is to be done before 2027-04-15.',
    ])
  })

  test('one that was done late is the one that was late; the next keeps its day', async () => {
    await declared({ ...quarterly, starts: '2027-01-01' })
    await done('2027-03-20')
    expect(await told('2027-03-31')).toEqual([])
    expect(await told('2027-04-01')).toHaveLength(1)
  })

  test('without a first day the rounds count from the apply that first saw it', async () => {
    await declared(quarterly)
    expect(await told('2026-12-02')).toEqual([
      'review-due warn: the review quarterly of 2 people by manager is due: it is to be done before 2026-12-15.',
    ])
    await done('2026-12-03')
    expect(await told('2027-02-28')).toEqual([])
    expect(await told('2027-03-01')).toHaveLength(1)
  })

  test('nobody is late for what was asked for yesterday, whatever first day is written', async () => {
    await declared({ ...quarterly, starts: '2025-01-01' })
    expect(await told('2026-12-01')).toEqual([
      'review-due warn: the review quarterly of 2 people by manager is due: it is to be done before 2026-12-15.',
    ])
  })

  test('an acknowledgement gains time', async () => {
    await declared({ ...quarterly, starts: '2027-01-01' })
    bench.write('tenants/acme/acknowledgements.yaml', {
      busy: { lint: 'review-overdue', reason: 'audit', approver: 'leads', expires: '2027-02-16T09:00:00Z' },
    })
    bench.at('2027-02-14T09:00:00Z')
    expect(standing(await bench.plan())).toBe('noChange 0')
  })
})
