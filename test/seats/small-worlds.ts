import type { Mover } from '../../src/seats/sequence.ts'

/** A tenant small enough to try out every order. */
export interface SmallWorld {
  /** Seats that are paid, and people who have one and keep it. */
  readonly purchased: number
  readonly keptAdmins: number
  readonly keptOthers: number
  readonly leaving: readonly Person[]
  readonly joining: readonly Person[]
}

export interface Person {
  readonly id: string
  readonly isAdmin: boolean
}

/** Numbers that look random and are the same in every run (mulberry32): each below a limit. */
export function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

/** A tenant with an administrator, in which up to six people come and go. */
export function smallWorld(roll: (below: number) => number): SmallWorld {
  const leavers = roll(5)
  const people = (count: number, letter: string): readonly Person[] =>
    Array.from({ length: count }, (_, n) => ({ id: `${letter}${roll(100)}-${n}`, isAdmin: roll(3) === 0 }))
  const [leaving, joining] = [people(leavers, 'l'), people(roll(7 - leavers), 'j')]
  const [others, free] = [roll(3), roll(3)]
  const admins = Math.max(roll(2), leaving.some(({ isAdmin }) => isAdmin) ? 0 : 1)
  const purchased = admins + others + leaving.length + free
  return { purchased, keptAdmins: admins, keptOthers: others, leaving, joining }
}

/** The world as operations see it: of the administrators who leave, the last waits for the first who comes, or stays. */
export function moversOf({ keptAdmins, leaving, joining }: SmallWorld): readonly Mover[] {
  const last = keptAdmins > 0 ? undefined : leaving.findLast(({ isAdmin }) => isAdmin)
  const successor = joining.find(({ isAdmin }) => isAdmin)
  const joins = joining.map(({ id }) => ({ id, takes: true, needs: [], usable: true, urgent: false }))
  const leaves = leaving.map((person) => ({
    id: person.id,
    takes: false,
    needs: person === last && successor !== undefined ? [successor.id] : [],
    usable: person !== last || successor !== undefined,
    urgent: true,
  }))
  return [...joins, ...leaves]
}

/** A step that somebody may take in a set of steps taken: one bit each. */
export interface Steps {
  readonly count: number
  readonly may: (step: number, taken: number) => boolean
  /** Seats that are held when so many steps are taken. */
  readonly held: (taken: number) => number
}

/** The steps of a world, and nothing but the rule that an administrator is there after each. */
export function stepsOf({ keptAdmins, keptOthers, leaving, joining }: SmallWorld): Steps {
  const all = [...leaving.map((person) => ({ ...person, by: -1 })), ...joining.map((person) => ({ ...person, by: 1 }))]
  const sums = (are: (person: Person) => boolean): readonly number[] =>
    subsetSums(all.map((person) => (are(person) ? person.by : 0)))
  const [seats, admins] = [sums(() => true), sums(({ isAdmin }) => isAdmin)]
  const adminsBefore = keptAdmins + leaving.filter(({ isAdmin }) => isAdmin).length
  return {
    count: all.length,
    may: (step, taken) => adminsBefore + (admins[taken | (1 << step)] ?? 0) >= 1,
    held: (taken) => keptAdmins + keptOthers + leaving.length + (seats[taken] ?? 0),
  }
}

/** The sum over each set of steps, a set being a number with a bit for each step. */
function subsetSums(each: readonly number[]): readonly number[] {
  return each.reduce<readonly number[]>((sums, by) => [...sums, ...sums.map((sum) => sum + by)], [0])
}

/** The steps of movers that wait for one another, and for nothing else. */
export function stepsOfMovers(free: number, movers: readonly Mover[]): Steps {
  const bitOf = new Map(movers.map(({ id }, bit) => [id, 1 << bit]))
  const needed = movers.map(({ needs }) => needs.reduce((mask, id) => mask | (bitOf.get(id) ?? 0), 0))
  const seats = subsetSums(movers.map(({ takes }) => (takes ? 1 : -1)))
  return {
    count: movers.length,
    may: (step, taken) => movers[step]?.usable === true && ((needed[step] ?? 0) & ~taken) === 0,
    held: (taken) => (seats[taken] ?? 0) - free,
  }
}

/** The lowest peak of all orders that get as far as any does: through every set of steps, by every last step. */
export function lowestPeak({ count, may, held }: Steps): number {
  const peaks = Array.from({ length: 1 << count }, () => Number.NaN)
  peaks[0] = Number.NEGATIVE_INFINITY
  for (const [taken, peak] of peaks.entries()) {
    if (Number.isNaN(peak)) continue
    for (let step = 0; step < count; step += 1) {
      const next = taken | (1 << step)
      if (next === taken || !may(step, taken)) continue
      const now = held(next) > held(taken) ? Math.max(peak, held(next)) : peak
      const known = peaks[next] ?? Number.NaN
      peaks[next] = Number.isNaN(known) ? now : Math.min(known, now)
    }
  }
  return lowestOfLongest(peaks.flatMap((peak, taken) => (Number.isNaN(peak) ? [] : [{ length: bits(taken), peak }])))
}

/** The same by walking every order to its end. */
export function lowestPeakOfOrders({ count, may, held }: Steps): number {
  const ends: { readonly length: number; readonly peak: number }[] = []
  const walk = (taken: number, peak: number): void => {
    ends.push({ length: bits(taken), peak })
    for (let step = 0; step < count; step += 1) {
      const next = taken | (1 << step)
      if (next === taken || !may(step, taken)) continue
      walk(next, held(next) > held(taken) ? Math.max(peak, held(next)) : peak)
    }
  }
  walk(0, Number.NEGATIVE_INFINITY)
  return lowestOfLongest(ends)
}

function lowestOfLongest(ends: readonly { readonly length: number; readonly peak: number }[]): number {
  const longest = Math.max(...ends.map(({ length }) => length))
  return Math.min(...ends.filter(({ length }) => length === longest).map(({ peak }) => peak))
}

function bits(mask: number): number {
  let count = 0
  for (let left = mask; left !== 0; left &= left - 1) count += 1
  return count
}
