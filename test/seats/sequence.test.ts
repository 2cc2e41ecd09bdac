import { expect, test } from 'vitest'
import { minimumPurchases } from '../../src/seats/minimum.ts'
import type { Mover } from '../../src/seats/sequence.ts'
import { sequence } from '../../src/seats/sequence.ts'
import type { SmallWorld } from './small-worlds.ts'
import { dice, lowestPeak, lowestPeakOfOrders, moversOf, smallWorld, stepsOf, stepsOfMovers } from './small-worlds.ts'

const cases = 40_000

function freeIn({ purchased, keptAdmins, keptOthers, leaving }: SmallWorld): number {
  return purchased - keptAdmins - keptOthers - leaving.length
}

function bySequence(world: SmallWorld): number {
  return sequence(freeIn(world), moversOf(world)).purchases
}

function byClosedForm({ purchased, keptAdmins, keptOthers, leaving, joining }: SmallWorld): number {
  const incomingAdmin = joining.some(({ isAdmin }) => isAdmin)
  const outgoing = leaving.filter(({ isAdmin }) => isAdmin)
  // The only administrator, for whom nobody comes, stays.
  const stays = keptAdmins === 0 && !incomingAdmin ? 1 : 0
  const kept = keptAdmins + keptOthers + stays
  return minimumPurchases({
    purchased,
    assignedAtEnd: kept + joining.length,
    kept,
    outgoingAdmin: outgoing.length > stays,
    incomingAdmin,
    adminStays: keptAdmins > 0 || stays > 0,
  })
}

/** What must come first in the whole order: what movers need, and the seats they are given. */
function ordered(movers: readonly Mover[], needs: ReadonlyMap<string, readonly string[]>): readonly Mover[] {
  return movers.map((mover) => ({ ...mover, needs: [...mover.needs, ...(needs.get(mover.id) ?? [])] }))
}

function mover(id: string, rest: Partial<Mover> = {}): Mover {
  return { id, takes: id.startsWith('add'), needs: [], usable: true, urgent: false, ...rest }
}

const roll = dice(21)
const worlds = Array.from({ length: cases }, () => smallWorld(roll))
/** What a search of all orders comes to, world by world. */
const searched = worlds.map((world) => Math.max(0, lowestPeak(stepsOf(world)) - world.purchased))

/** In how many of the worlds a way to count comes to another number than the search. */
function mismatches(count: (world: SmallWorld) => number): number {
  return worlds.filter((world, at) => count(world) !== searched[at]).length
}

test('ATE-21 no order of six people needs fewer seats than the one that is planned, and the closed form says the same', () => {
  expect(worlds).toHaveLength(40_000)
  expect(mismatches(bySequence)).toBe(0)
  expect(mismatches(byClosedForm)).toBe(0)
  // Worlds in which nothing has to be bought would prove little.
  expect(searched.filter((purchases) => purchases > 0).length).toBeGreaterThan(10_000)
})

test('ATE-21 the search through sets of steps is the search through all orders', () => {
  for (const world of worlds.slice(0, 400)) expect(lowestPeak(stepsOf(world))).toBe(lowestPeakOfOrders(stepsOf(world)))
})

test.each<readonly [string, (world: SmallWorld) => number]>([
  ['adds before it disables', (world) => sequence(freeIn(world), moversOf(world)).addingFirst],
  [
    'forgets that the outgoing administrator waits',
    (world) =>
      sequence(
        freeIn(world),
        moversOf(world).map((each) => ({ ...each, needs: [] })),
      ).purchases,
  ],
  ['gives the free seats to whoever comes first in the list', (world) => greedy(freeIn(world), moversOf(world))],
])('ATE-21 a planner that %s would be noticed', (_, planner) => {
  expect(mismatches(planner)).toBeGreaterThan(10)
})

/** Disables whom it can, adds one after the other, disables the rest. */
function greedy(free: number, movers: readonly Mover[]): number {
  const usable = movers.filter((each) => each.usable)
  const freed = usable.filter(({ takes, needs }) => !takes && needs.length === 0).length
  const held = usable.filter(({ takes }) => takes)
  const successor = new Set(usable.flatMap(({ needs }) => needs))
  let [left, purchases] = [free + freed, 0]
  for (const { id } of held.toReversed()) {
    if (left > 0) left -= 1
    else purchases += 1
    if (successor.has(id)) left += 1
  }
  return purchases
}

/** Anybody may wait for anybody who comes before in the list; some will not happen. */
function tangle(roll: (below: number) => number): { readonly free: number; readonly movers: readonly Mover[] } {
  const movers = Array.from({ length: 1 + roll(6) }, (_, n): Mover => {
    const waits = n > 0 && roll(2) === 0
    const needs = waits ? Array.from({ length: 1 + roll(2) }, () => `m${roll(n)}`) : []
    return {
      id: `m${n}`,
      takes: roll(2) === 0,
      needs: [...new Set(needs)],
      usable: roll(12) > 0,
      urgent: roll(2) === 0,
    }
  })
  return { free: roll(4), movers }
}

test('ATE-21 people who wait for one another, each for any others: none of 20,000 tangles buys a seat too many', () => {
  const roll = dice(77)
  const wrong = Array.from({ length: 20_000 }, () => tangle(roll)).filter(({ free, movers }) => {
    const lowest = Math.max(0, lowestPeak(stepsOfMovers(free, movers)))
    return sequence(free, movers).purchases !== lowest
  })
  expect(wrong).toEqual([])
})

test('ATE-21 in whatever order the operations run that the sequence allows, nobody is ever without a seat', () => {
  const roll = dice(4)
  for (let round = 0; round < 5000; round += 1) {
    const { free: atMost, movers } = tangle(roll)
    const free = atMost - 1
    const { needs, bought, purchases } = sequence(free, movers)
    const { count, may, held } = stepsOfMovers(free, ordered(movers, needs))
    const takers = movers.reduce((mask, { takes }, bit) => (takes ? mask | (1 << bit) : mask), 0)
    const buyers = movers.reduce((mask, { id }, bit) => (bought.has(id) ? mask | (1 << bit) : mask), 0)
    const reached = new Set([0])
    for (const taken of reached) {
      // All purchases of an order are one step, and it stands before each who takes a seat of them.
      const seats = (taken & buyers) === 0 ? 0 : purchases
      if ((taken & takers) !== 0) expect(held(taken)).toBeLessThanOrEqual(seats)
      for (let step = 0; step < count; step += 1) if (may(step, taken)) reached.add(taken | (1 << step))
    }
    const happening = stepsOfMovers(free, movers)
    const most = (steps: typeof happening): number => Math.max(...reachable(steps))
    expect(most({ count, may, held })).toBe(most(happening))
  }
})

/** How many steps each set has that can be reached. */
function reachable({ count, may }: ReturnType<typeof stepsOfMovers>): readonly number[] {
  const reached = new Set([0])
  for (const taken of reached)
    for (let step = 0; step < count; step += 1) if (may(step, taken)) reached.add(taken | (1 << step))
  return [...reached].map((taken) => taken.toString(2).replaceAll('0', '').length)
}

test('ATE-31 somebody is disabled and somebody else takes the seat: nothing is bought, and adding first would buy one', () => {
  const { purchases, needs, bought, addingFirst } = sequence(0, [mover('add-eva'), mover('disable-tom')])
  expect({ purchases, bought: [...bought], addingFirst }).toEqual({ purchases: 0, bought: [], addingFirst: 1 })
  expect([...needs]).toEqual([['add-eva', ['disable-tom']]])
})

test('a free seat is waited for by nobody', () => {
  const { needs, purchases } = sequence(1, [mover('add-eva'), mover('disable-tom')])
  expect({ needs: needs.size, purchases }).toEqual({ needs: 0, purchases: 0 })
})

test('ATE-21 the only administrator is replaced: the successor has a bought seat, or takes the free one before others', () => {
  const swap = [mover('add-amy'), mover('add-zoe'), mover('disable-tom', { needs: ['add-zoe'] })]
  const full = sequence(0, swap)
  expect([full.purchases, [...full.bought], [...full.needs]]).toEqual([1, ['add-zoe'], [['add-amy', ['disable-tom']]]])
  const room = sequence(1, swap)
  expect([room.purchases, [...room.bought], [...room.needs]]).toEqual([0, [], [['add-amy', ['disable-tom']]]])
})

test('who stays since nobody follows frees no seat, and whoever waits for that does not come', () => {
  const { purchases, bought } = sequence(0, [
    mover('add-eva'),
    mover('add-late', { needs: ['disable-tom'] }),
    mover('disable-tom', { usable: false }),
  ])
  expect([purchases, [...bought]]).toEqual([1, ['add-eva']])
})

test('seats of those who have to go at once are given out first', () => {
  const movers = [mover('add-eva'), mover('disable-ann'), mover('disable-tom', { urgent: true })]
  expect([...sequence(0, movers).needs]).toEqual([['add-eva', ['disable-tom']]])
})

test('where more people have a seat than are paid, a newcomer waits for the balance, or pays for it', () => {
  const full = sequence(-1, [mover('add-eva'), mover('disable-ann'), mover('disable-tom')])
  expect([full.purchases, [...full.needs]]).toEqual([0, [['add-eva', ['disable-ann', 'disable-tom']]]])
  expect(sequence(-2, [mover('add-eva')]).purchases).toBe(3)
  expect(sequence(-2, [mover('disable-tom')]).purchases).toBe(0)
})

test('many successors at once: each predecessor waits for one, and one bought seat goes round', () => {
  const names = Array.from({ length: 500 }, (_, n) => String(n).padStart(3, '0'))
  const movers = names.flatMap((name) => [mover(`add-${name}`), mover(`disable-${name}`, { needs: [`add-${name}`] })])
  const { purchases, needs } = sequence(0, movers)
  expect([purchases, needs.size]).toEqual([1, 499])
  expect(sequence(0, movers.toReversed())).toEqual(sequence(0, movers))
})
