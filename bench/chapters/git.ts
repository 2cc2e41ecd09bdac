import { execFileSync } from 'node:child_process'
import { appendFileSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from '../measure/cost.ts'
import { costOf } from '../measure/cost.ts'
import { roster } from '../measure/paths.ts'
import type { Chapter } from '../measure/row.ts'
import { told } from '../measure/row.ts'
import { median, sideBySide } from '../measure/side-by-side.ts'
import { writeLocalWorkspace } from '../workspaces.ts'

const people = 94_000

/** What git costs in the plan of a pull request, in a repository of a hundred thousand files. */
export function gitChapter(folder: string, rounds: number): Chapter {
  const root = join(folder, 'git')
  writeLocalWorkspace(root, people, 'singles')
  writeFileSync(join(root, '.gitignore'), '.roster\n')
  const head = committed(root)
  const watch = watchOn(folder)
  const plan: Command = { argv: [...roster, '-C', root, 'plan', '--base', 'HEAD~1', '--changed'], env: watch.env }
  const floor: Command = { argv: ['git', 'ls-tree', '-r', head], cwd: root, env: watch.env }
  const [asked, listed]: [number[], number[]] = [[], []]
  for (let round = 0; round <= rounds; round += 1) {
    const [ofPlan, ofFloor] = [watch.costOf(plan), watch.costOf(floor)]
    if (round === 0) continue
    asked.push(ofPlan)
    listed.push(ofFloor)
  }
  const status: Command = { argv: ['git', 'status', '--porcelain', '--', 'tenants'], cwd: root }
  const costs = sideBySide(rounds, [
    { name: 'status', command: status },
    { name: 'plan', command: plan },
  ])
  const ratio = median(asked) / median(listed)
  return {
    title: 'Git of a request',
    notes: [
      `A workspace of ${people.toLocaleString('en')} people, one file each, in tenants of a hundred; one line of one person changed on a branch. CPU of git's processes alone, all of one plan together, each timed by a shell in its place.`,
    ],
    rows: [
      {
        what: 'git in `plan --base --changed`',
        figure: `${(median(asked) * 1000).toFixed(0)} ms`,
        floor: `one \`git ls-tree -r\` ${(median(listed) * 1000).toFixed(0)} ms`,
        ratio: `${ratio.toFixed(2)}x`,
        target: 'at most 0.5x',
        isMet: ratio <= 0.5,
      },
      told('`git status` of the tenants, which the plan does without', costs.get('status') ?? costOf(status)),
      told('the whole of `plan --base --changed`', costs.get('plan') ?? costOf(plan)),
    ],
  }
}

function committed(root: string): string {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.org', ...args], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 }).trim() // prettier-ignore
  git('init', '--quiet')
  git('add', '.')
  git('commit', '--quiet', '-m', 'base')
  git('repack', '-adq')
  const [file = ''] = git('ls-files', 'tenants/*/users/*').split('\n')
  appendFileSync(join(root, file), 'skills: [sailing]\n')
  git('commit', '--quiet', '-am', 'one line')
  return git('rev-parse', 'HEAD')
}

interface Watch {
  readonly env: Readonly<Record<string, string>>
  /** Seconds of CPU that git took while this ran. */
  readonly costOf: (command: Command) => number
}

/** Puts a shell in the place of git that times it. */
function watchOn(folder: string): Watch {
  const bin = join(folder, 'git-watch')
  const log = join(bin, 'times')
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim()
  mkdirSync(bin)
  const lines = ['#!/bin/bash', "TIMEFORMAT='%3U %3S'", `{ time ${real} "$@" 1>&3 2>&4; } 3>&1 4>&2 2>>'${log}'`]
  writeFileSync(join(bin, 'git'), `${lines.join('\n')}\n`)
  chmodSync(join(bin, 'git'), 0o755)
  return {
    env: { PATH: `${bin}:${process.env['PATH'] ?? ''}` },
    costOf: (command) => {
      writeFileSync(log, '')
      costOf(command)
      const times = readFileSync(log, 'utf8').trim().split(/\s+/).map(Number)
      return times.reduce((sum, each) => sum + each, 0)
    },
  }
}
