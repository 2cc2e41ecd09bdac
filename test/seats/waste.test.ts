import { expect, test } from 'vitest'
import { amountOf } from '../../src/model/money.ts'
import { freeOf } from '../../src/seats/pool.ts'
import { recurring, seatPrice } from '../../src/seats/prices.ts'
import { freeThroughout } from '../../src/seats/waste.ts'
import { assign, cycleStart, opening, poolOf, release, rules } from './world.ts'

test('ATE-37 two seats that nobody had for 31 days, and what they cost each cycle', () => {
  const pool = poolOf(opening(4, 'a', 'b', 'c'), release('2026-12-01', 'c'), cycleStart('2026-12-01', 4))
  expect(freeOf(pool)).toBe(2)
  // Free since the first of December: that is 30 days on the 30th, 31 on the 31st.
  expect(freeThroughout(pool, '2026-12-30', 31)).toBe(1)
  expect(freeThroughout(pool, '2026-12-31', 31)).toBe(2)
  const saving = recurring(seatPrice(rules, pool.terms, '2026-12-31'), freeThroughout(pool, '2026-12-31', 31))
  expect(amountOf(saving ?? 0)).toBe('378.00')
})

test('ATE-37 a seat that somebody had for one night was not free throughout; handed over on one day it is nobody else’s business', () => {
  const guest = poolOf(opening(3, 'a'), assign('2026-11-10', 'guest'), release('2026-11-11', 'guest'))
  expect(freeThroughout(guest, '2026-11-30', 30)).toBe(1)
  expect(freeThroughout(guest, '2026-12-10', 30)).toBe(2)
  const handed = poolOf(opening(2, 'a'), release('2026-11-10', 'a'), assign('2026-11-10', 'b'))
  expect(freeThroughout(handed, '2026-11-30', 30)).toBe(1)
})

test('what the ledger does not reach back to is not called free', () => {
  const pool = poolOf(opening(5, 'a'))
  expect(freeThroughout(pool, '2026-11-29', 30)).toBe(0)
  expect(freeThroughout(pool, '2026-11-30', 30)).toBe(4)
})

test('more people than seats is not less than nothing', () => {
  expect(freeThroughout(poolOf(opening(1, 'a', 'b')), '2026-12-31', 30)).toBe(0)
})

test('what is told late counts from the day on which it was', () => {
  const pool = poolOf(opening(4, 'a', 'b'), assign('2026-11-20', 'c'), release('2026-11-05', 'b'))
  expect(pool.free).toEqual([
    { on: '2026-11-01', free: 2 },
    { on: '2026-11-05', free: 3 },
    { on: '2026-11-20', free: 2 },
  ])
})

test('two cycles are remembered, however long the contract goes on', () => {
  const days = Array.from(
    { length: 24 },
    (_, month) => `${2027 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`,
  )
  const events = days.flatMap((month, n) => [
    cycleStart(`${month}-01`, 4),
    n % 2 === 0 ? assign(`${month}-10`, 'c') : release(`${month}-10`, 'c'),
  ])
  const pool = poolOf(opening(4, 'a', 'b'), ...events)
  expect(pool.free).toEqual([
    { on: '2028-10-10', free: 2 },
    { on: '2028-11-10', free: 1 },
    { on: '2028-12-10', free: 2 },
  ])
  expect(freeThroughout(pool, '2028-12-31', 31)).toBe(1)
})
