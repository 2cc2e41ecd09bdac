import type { Cost } from './cost.ts'

/** One line of the results: a figure, what it is held against, and whether it is good enough. */
export interface Row {
  readonly what: string
  readonly figure: string
  readonly floor: string
  readonly ratio: string
  readonly target: string
  /** undefined: told for orientation, there is no target. */
  readonly isMet?: boolean
}

/** A part of the results. */
export interface Chapter {
  readonly title: string
  /** How it was measured. */
  readonly notes: readonly string[]
  readonly rows: readonly Row[]
}

/** What a figure is held against. */
export interface Floor {
  readonly name: string
  readonly value: number
  /** At most so many times the floor; none: told for orientation. */
  readonly atMost?: number
}

/** A row of seconds against a floor of seconds. */
export function against(what: string, seconds: number, { name, value, atMost }: Floor): Row {
  const ratio = seconds / value
  const common = {
    what,
    figure: `${seconds.toFixed(2)} s`,
    floor: `${name} ${value.toFixed(2)} s`,
    ratio: `${ratio.toFixed(2)}x`,
  }
  if (atMost === undefined) return { ...common, target: '' }
  return { ...common, target: `at most ${atMost}x`, isMet: ratio <= atMost }
}

/** A row of requests against as many as it would take at least, or as were foretold. */
export function requests(what: string, sent: number, { name, value, atMost }: Floor): Row {
  const ratio = sent / value
  const common = { what, figure: `${sent} requests`, floor: `${name} ${value}`, ratio: `${ratio.toFixed(2)}x` }
  if (atMost === undefined) return { ...common, target: '' }
  return { ...common, target: `at most ${atMost}x`, isMet: ratio <= atMost }
}

/** A row of seconds against a limit in seconds. */
export function atMost(what: string, seconds: number, limit: number): Row {
  const figure = `${seconds.toFixed(2)} s`
  return { what, figure, floor: '', ratio: '', target: `at most ${limit.toFixed(1)} s`, isMet: seconds <= limit }
}

/** A row of megabytes against a limit. */
export function memory(what: string, cost: Cost, atMost: number): Row {
  const peak = cost.peak ?? Number.NaN
  return {
    what,
    figure: `${peak.toFixed(0)} MB`,
    floor: '',
    ratio: '',
    target: `at most ${atMost} MB`,
    isMet: peak <= atMost,
  }
}

/** A row without a target: CPU, wall and, where it was asked for, memory. */
export function told(what: string, cost: Pick<Cost, 'cpu' | 'wall' | 'peak'>): Row {
  const peak = cost.peak === undefined ? '' : `, ${cost.peak.toFixed(0)} MB`
  return {
    what,
    figure: `${cost.cpu.toFixed(2)} s CPU, ${cost.wall.toFixed(2)} s wall${peak}`,
    floor: '',
    ratio: '',
    target: '',
  }
}

/** The cost that was measured under this name. */
export function named(costs: ReadonlyMap<string, Cost>, name: string): Cost {
  const cost = costs.get(name)
  if (cost === undefined) throw new Error(`nothing was measured under the name ${name}`)
  return cost
}
