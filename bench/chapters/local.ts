import { join } from 'node:path'
import { repository, roster } from '../measure/paths.ts'
import type { Cost } from '../measure/cost.ts'
import { costOf } from '../measure/cost.ts'
import type { Chapter, Row } from '../measure/row.ts'
import { against, memory, named, told } from '../measure/row.ts'
import { median, sideBySide } from '../measure/side-by-side.ts'
import { writeLocalWorkspace } from '../workspaces.ts'

const sizes = { S: 1_000, M: 10_000, L: 100_000 } as const

/** Full plans of many tenants of a hundred people on the `local` provider, with nothing to change. */
export function localChapter(folder: string, rounds: number): Chapter {
  const costs = new Map<string, Cost>()
  for (const [name, people] of Object.entries(sizes)) {
    const root = join(folder, name)
    writeLocalWorkspace(root, people, 'lists')
    for (const [what, cost] of measured(root, name, rounds)) costs.set(what, cost)
  }
  const singles = join(folder, 'singles')
  writeLocalWorkspace(singles, sizes.M, 'singles')
  const single = sideBySide(rounds, [{ name: 'plan', peak: true, command: plan(singles) }])
  const perPerson = (name: keyof typeof sizes): number => named(costs, `plan ${name}`).cpu / sizes[name]
  return {
    title: 'Full plan on `local`',
    notes: [
      'Tenants of 100 people and 20 groups, lists of 100 people a file; the directories are as the YAML asks, there is no ledger yet (every account is found by its employeeId).',
      'S = 1,000, M = 10,000, L = 100,000 people.',
    ],
    rows: [
      against('CPU of the plan of L', named(costs, 'plan L').cpu, {
        name: "js-yaml 4's bare parse",
        value: named(costs, 'js-yaml 4 L').cpu,
        atMost: 3,
      }),
      memory('memory of the plan of L', named(costs, 'plan L'), 300),
      linear(perPerson('L') / perPerson('M')),
      told('plan of S', named(costs, 'plan S')),
      told('plan of M', named(costs, 'plan M')),
      told('plan of M, one file a person', named(single, 'plan')),
      told('plan of L', named(costs, 'plan L')),
      told('js-yaml 4 on L', named(costs, 'js-yaml 4 L')),
      told('js-yaml 5 on L', costOf(parse('js-yaml-5', join(folder, 'L')))),
      told('yaml on M', costOf(parse('yaml', join(folder, 'M')))),
      ...stageRows(join(folder, 'L'), 'L', rounds),
    ],
  }
}

function measured(root: string, name: string, rounds: number): ReadonlyMap<string, Cost> {
  return sideBySide(rounds, [
    { name: `plan ${name}`, peak: true, command: plan(root) },
    { name: `js-yaml 4 ${name}`, command: parse('js-yaml-4', root) },
  ])
}

function plan(root: string): { readonly argv: readonly string[] } {
  return { argv: [...roster, '-C', root, 'plan', '--detailed-exitcode'] }
}

function parse(parser: 'js-yaml-4' | 'js-yaml-5' | 'yaml', root: string): { readonly argv: readonly string[] } {
  return { argv: [process.execPath, repository(`bench/floors/parse-${parser}.mjs`), root] }
}

function linear(ratio: number): Row {
  return {
    what: 'CPU per person, L against M',
    figure: `${ratio.toFixed(2)}x`,
    floor: '',
    ratio: `${ratio.toFixed(2)}x`,
    target: 'at most 1.5x',
    isMet: ratio <= 1.5,
  }
}

/** CPU and wall of each stage, in a process that goes through them one after the other. */
export function stageRows(
  root: string,
  name: string,
  rounds: number,
  env: Readonly<Record<string, string>> = {},
): readonly Row[] {
  const argv = [process.execPath, repository('bench/measure/stages.mjs'), root]
  const runs = Array.from({ length: rounds }, () => stagesIn(costOf({ argv, env }).output))
  return Object.keys(runs[0] ?? {}).map((stage) => {
    const middle = (at: 0 | 1): number => median(runs.map((run) => run[stage]?.[at] ?? 0))
    return told(`stage ${stage} of ${name}`, { cpu: middle(0), wall: middle(1) })
  })
}

function stagesIn(output: string): Readonly<Record<string, readonly [cpu: number, wall: number]>> {
  return JSON.parse(output) as Readonly<Record<string, readonly [number, number]>>
}
