import { expect, test } from 'vitest'
import { isIn, periodOf } from '../../src/evidence/period.ts'

test('a period is whole days of a zone, through changes of its clocks', () => {
  const says = (asked: string, zone: string): readonly string[] => {
    const { first, last, from, to } = periodOf(asked, zone)
    return [first, last, from.toISOString(), to.toISOString()]
  }
  expect(says('2026-Q3', 'Europe/Berlin')).toEqual([
    '2026-07-01',
    '2026-09-30',
    '2026-06-30T22:00:00.000Z',
    '2026-09-30T22:00:00.000Z',
  ])
  expect(says('2026-Q4', 'Europe/Berlin')).toEqual([
    '2026-10-01',
    '2026-12-31',
    '2026-09-30T22:00:00.000Z',
    '2026-12-31T23:00:00.000Z',
  ])
  expect(says('2028-02', 'UTC')).toEqual([
    '2028-02-01',
    '2028-02-29',
    '2028-02-01T00:00:00.000Z',
    '2028-03-01T00:00:00.000Z',
  ])
  expect(says('2026', 'America/New_York')).toEqual([
    '2026-01-01',
    '2026-12-31',
    '2026-01-01T05:00:00.000Z',
    '2027-01-01T05:00:00.000Z',
  ])
  expect(says('2026-10-25..2026-10-25', 'Europe/Berlin')).toEqual([
    '2026-10-25',
    '2026-10-25',
    '2026-10-24T22:00:00.000Z',
    '2026-10-25T23:00:00.000Z',
  ])
  expect(says('2026-11', 'Asia/Kolkata').slice(2)).toEqual(['2026-10-31T18:30:00.000Z', '2026-11-30T18:30:00.000Z'])
})

test('a moment lies in the one period or in the next', () => {
  const [third, fourth] = [periodOf('2026-Q3', 'Europe/Berlin'), periodOf('2026-Q4', 'Europe/Berlin')]
  expect([isIn(third, '2026-09-30T21:59:59.999Z'), isIn(fourth, '2026-09-30T21:59:59.999Z')]).toEqual([true, false])
  expect([isIn(third, '2026-09-30T22:00:00Z'), isIn(fourth, '2026-09-30T22:00:00Z')]).toEqual([false, true])
})

test('what is no period is answered with how one is written', () => {
  for (const wrong of ['', 'Q3', '2026-Q5', '2026-13', '2026-00', '2026-02-30..2026-03-01', '2026-07-01', 'last month'])
    expect(() => periodOf(wrong, 'UTC'), wrong).toThrow(/is not a period\. Write a quarter, as 2026-Q3/)
  expect(() => periodOf('2026-09-30..2026-07-01', 'UTC')).toThrow(/ends before it begins/)
})
