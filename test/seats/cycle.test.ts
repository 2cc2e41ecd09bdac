import { expect, test } from 'vitest'
import { cycleOf, startsBetween } from '../../src/seats/cycle.ts'
import { dayNumber, dayOf, daysBetween, plusMonths } from '../../src/seats/days.ts'

test.each([
  ['2026-11-01', 'monthly', '2026-11-01', '2026-11-01', '2026-12-01', 0, 30],
  ['2026-11-01', 'monthly', '2026-11-30', '2026-11-01', '2026-12-01', 29, 30],
  ['2026-11-01', 'monthly', '2026-12-01', '2026-12-01', '2027-01-01', 0, 31],
  // Days before the anchor have cycles as well.
  ['2026-11-10', 'monthly', '2026-11-09', '2026-10-10', '2026-11-10', 30, 31],
  ['2026-11-10', 'monthly', '2024-02-28', '2024-02-10', '2024-03-10', 18, 29],
  // The 31st is the last day of short months, and the 31st again after them.
  ['2026-01-31', 'monthly', '2026-02-27', '2026-01-31', '2026-02-28', 27, 28],
  ['2026-01-31', 'monthly', '2026-02-28', '2026-02-28', '2026-03-31', 0, 31],
  ['2026-01-31', 'monthly', '2026-04-29', '2026-03-31', '2026-04-30', 29, 30],
  ['2026-01-31', 'monthly', '2028-02-29', '2028-02-29', '2028-03-31', 0, 31],
  ['2026-01-30', 'monthly', '2026-03-01', '2026-02-28', '2026-03-30', 1, 30],
  ['2026-11-01', 'annual', '2026-10-31', '2025-11-01', '2026-11-01', 364, 365],
  ['2026-11-01', 'annual', '2028-03-01', '2027-11-01', '2028-11-01', 121, 366],
  ['2024-02-29', 'annual', '2025-02-28', '2025-02-28', '2026-02-28', 0, 365],
  ['2024-02-29', 'annual', '2028-02-28', '2027-02-28', '2028-02-29', 365, 366],
] as const)('a contract of %s, %s: %s lies in the cycle from %s to %s, day %i of %i', (...row) => {
  const [anchor, every, on, start, next, day, days] = row
  expect(cycleOf(anchor, every, on)).toEqual({ start, next, day, days })
})

test.each(['monthly', 'annual'] as const)('%s: days follow one another, and every day lies in one cycle', (every) => {
  for (const anchor of ['2026-11-01', '2026-01-31', '2024-02-29', '2026-12-30']) {
    let before = cycleOf(anchor, every, '2023-12-31')
    for (let number = dayNumber('2024-01-01'); number < dayNumber('2029-03-02'); number += 1) {
      const now = cycleOf(anchor, every, dayOf(number))
      if (now.start === before.start) expect(now).toEqual({ ...before, day: before.day + 1 })
      else expect([now.start, now.day, before.day]).toEqual([before.next, 0, before.days - 1])
      before = now
    }
    expect(cycleOf(anchor, every, anchor)).toMatchObject({ start: anchor, day: 0 })
  }
})

test('the starts after one day, up to and with another', () => {
  expect(startsBetween('2026-01-31', 'monthly', '2026-01-31', '2026-04-30')).toEqual([
    '2026-02-28',
    '2026-03-31',
    '2026-04-30',
  ])
  expect(startsBetween('2026-11-01', 'monthly', '2026-11-05', '2026-11-30')).toEqual([])
  expect(startsBetween('2026-11-01', 'annual', '2024-11-01', '2026-11-01')).toEqual(['2025-11-01', '2026-11-01'])
  expect(startsBetween('2030-05-15', 'monthly', '2026-12-31', '2027-02-15')).toEqual(['2027-01-15', '2027-02-15'])
})

test('days are counted without a zone: none is longer or shorter than another', () => {
  expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2)
  expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2)
  expect(daysBetween('2026-01-01', '2025-12-31')).toBe(-1)
  expect(dayOf(dayNumber('1999-12-31') + 1)).toBe('2000-01-01')
  expect(plusMonths('2026-12-31', 2)).toBe('2027-02-28')
  expect(plusMonths('2026-01-31', -2)).toBe('2025-11-30')
})
