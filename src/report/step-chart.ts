import { daysBetween } from '../seats/days.ts'
import { daysAfter } from './days.ts'

/** How many seats are paid, and how many are given, from a day on. */
export interface Step {
  readonly on: string
  readonly paid: number
  readonly assigned: number
}

/** The time that a chart shows (`until` not included), marks below it, and how wide it may be. */
export interface Frame {
  readonly from: string
  readonly until: string
  /** Days with a name below the chart, the earliest first. */
  readonly marks: readonly { readonly on: string; readonly label: string }[]
  readonly columns: number
}

const mostRows = 12
const widest = 100

/** What the signs of a chart mean. */
export const chartLegend = '# assigned or asked for   = paid   % paid and assigned'

/**
 * Steps as a chart of plain letters, that every terminal and log can show: seats upwards, time to the right. A column stands
 * for one day or more, and shows the most of them.
 */
export function stepChart(steps: readonly Step[], frame: Frame): readonly string[] {
  const days = Math.max(1, daysBetween(frame.from, frame.until))
  const levels = levelsOf(steps)
  const margin = String(levels[0]?.to ?? 0).length
  const width = Math.max(1, Math.min(days, Math.max(20, Math.min(widest, frame.columns) - margin - 3)))
  const peaks = Array.from({ length: width }, (_, at) => {
    const [first, last] = [Math.floor((at * days) / width), Math.floor(((at + 1) * days) / width) - 1]
    return peakBetween(steps, daysAfter(frame.from, first), daysAfter(frame.from, Math.max(first, last)))
  })
  const rows = levels.map(({ from, to }) =>
    `${String(to).padStart(margin)} |${peaks.map((peak) => cellOf(peak, { from, to })).join('')}`.trimEnd(),
  )
  const blank = ' '.repeat(margin)
  return [...rows, `${blank} +${'-'.repeat(width)}`, `${blank}  ${marksBelow(frame, { days, width })}`.trimEnd()]
}

interface Level {
  /** The least and the most that a row stands for. */
  readonly from: number
  readonly to: number
}

type Peak = Pick<Step, 'paid' | 'assigned'>

/** The rows, the highest first: from just below the least to the most, several seats to a row where there are many. */
function levelsOf(steps: readonly Step[]): readonly Level[] {
  const all = steps.flatMap(({ paid, assigned }) => [paid, assigned])
  const [least, most] = [Math.max(1, Math.min(...all) - 1), Math.max(1, ...all)]
  const each = Math.max(1, Math.ceil((most - least + 1) / mostRows))
  const rows = Math.ceil((most - least + 1) / each)
  return Array.from({ length: rows }, (_, at) => {
    const to = most - at * each
    return { from: Math.max(1, to - each + 1), to }
  })
}

function cellOf({ paid, assigned }: Peak, { from, to }: Level): string {
  const isLine = paid >= from && paid <= to
  const isFilled = assigned >= from
  if (isLine) return isFilled && assigned >= paid ? '%' : '='
  return isFilled ? '#' : ' '
}

/** The most of each that there is on any day from one to another. */
function peakBetween(steps: readonly Step[], first: string, last: string): Peak {
  const before = steps.findLast(({ on }) => on <= first)
  const within = steps.filter(({ on }) => on > first && on <= last)
  const all = [...(before === undefined ? [] : [before]), ...within]
  return {
    paid: Math.max(0, ...all.map(({ paid }) => paid)),
    assigned: Math.max(0, ...all.map(({ assigned }) => assigned)),
  }
}

/** Names of days where they fit; one that would touch the name before it is left out. */
function marksBelow(
  { from, marks }: Frame,
  { days, width }: { readonly days: number; readonly width: number },
): string {
  return marks.reduce((line, { on, label }) => {
    const at = Math.floor((daysBetween(from, on) * width) / days)
    const isFree = at >= 0 && (line === '' || at > line.length) && at + label.length <= width + 2
    return isFree ? `${line.padEnd(at)}${label}` : line
  }, '')
}
