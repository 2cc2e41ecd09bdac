import { roster } from '../measure/paths.ts'
import type { Chapter } from '../measure/row.ts'
import { against, named } from '../measure/row.ts'
import { sideBySide } from '../measure/side-by-side.ts'

/** What it costs to start. */
export function startChapter(rounds: number): Chapter {
  const costs = sideBySide(rounds * 5, [
    { name: 'help', command: { argv: [...roster, '--help'] } },
    { name: 'node', command: { argv: [process.execPath, '-e', '0'] } },
  ])
  const floor = { name: '`node -e 0`', value: named(costs, 'node').cpu, atMost: 2.0 }
  return { title: 'Start', notes: [], rows: [against('CPU of `roster --help`', named(costs, 'help').cpu, floor)] }
}
