import { cpSync } from 'node:fs'
import { join } from 'node:path'
import type { Command, Cost } from '../measure/cost.ts'
import { costOf } from '../measure/cost.ts'
import { repository, roster } from '../measure/paths.ts'
import type { Chapter } from '../measure/row.ts'
import { against, atMost, named, told } from '../measure/row.ts'
import type { Contender } from '../measure/side-by-side.ts'
import { medianOf, sideBySide } from '../measure/side-by-side.ts'
import type { Age } from '../workspace/ledger.ts'
import { growLedger } from '../workspace/ledger.ts'
import { writeSeatWorkspace } from '../workspaces.ts'

const ages = [1_000, 10_000, 100_000, 1_000_000]

/** Plans of one tenant whose ledger gets older and older, and what folding a ledger costs. */
export async function ledgerAgeChapter(folder: string, rounds: number): Promise<Chapter> {
  const first = join(folder, 'ledger-first')
  const tenant = writeSeatWorkspace(first, { people: 100, groups: 20 })
  costOf({ argv: [...roster, '-C', first, 'apply', '--auto-approve'] })
  const grown = async (name: string, age: Age): Promise<Command> => {
    const root = join(folder, `ledger-${name}`)
    cpSync(first, root, { recursive: true })
    await growLedger(root, tenant, age)
    return { argv: [...roster, '-C', root, 'plan', '--detailed-exitcode'] }
  }
  const contenders: Contender[] = []
  for (const entries of ages)
    contenders.push({
      name: String(entries),
      peak: true,
      command: await grown(String(entries), { entries, hasCheckpoints: true }),
    })
  const plain = await grown('plain', { entries: 100_000, hasCheckpoints: false })
  const costs = sideBySide(rounds, [...contenders, { name: 'plain', peak: true, command: plain }])
  const young = { name: 'the same with 1,000 entries', value: named(costs, '1000').cpu }
  const seats = folded(rounds)
  return {
    title: 'Age of a ledger',
    notes: [
      'One tenant of 100 people and 20 groups on `local` and one contract with seats; nothing to change. CPU of the whole plan, start to exit.',
      'Ledgers of so many entries in runs of a hundred (30 changes and 8 facts about seats each), with the checkpoints that applies keep, measured just before the next one. They are generated: every entry is chained, none is synced.',
    ],
    rows: [
      ...ages
        .slice(1)
        .map((age) =>
          against(`CPU of the plan, ${inWords(age)} entries`, named(costs, String(age)).cpu, { ...young, atMost: 1.2 }),
        ),
      ...ages.map((age) => told(`plan, ${inWords(age)} entries`, named(costs, String(age)))),
      told('plan, 100,000 entries without checkpoints', named(costs, 'plain')),
      atMost('CPU of remembering 100,000 seat events, inside one process', seats.cpu, 0.5),
    ],
  }
}

function inWords(age: number): string {
  return age.toLocaleString('en')
}

/** What folding 100,000 seat events takes, inside one process. */
function folded(rounds: number): Cost {
  const argv = [process.execPath, '--expose-gc', '--import', 'tsx', repository('bench/measure/remember.mjs'), '100000']
  const runs = Array.from({ length: rounds }, () => JSON.parse(costOf({ argv }).output) as Pick<Cost, 'cpu' | 'wall'>)
  return medianOf(runs.map((run) => ({ ...run, output: '' })))
}
