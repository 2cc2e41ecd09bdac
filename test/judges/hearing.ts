import { theContract } from '../emulators/graph/contract/judge.ts'
import type { Step } from './court.ts'
import { signInByAz, storyOfAz } from './az-story.ts'
import { figuresOf } from './figures.ts'
import type { Figures } from './figures.ts'
import { installed } from './installed.ts'
import type { Installed } from './installed.ts'
import { signInByM365, storyOfM365 } from './m365-story.ts'
import { readByAz, readByM365 } from './read-back.ts'
import { openStage } from './stage.ts'
import type { Stage } from './stage.ts'
import { declaredIn } from './workspace.ts'

/** What came of it. */
export interface Verdict {
  readonly programs: Installed
  readonly steps: readonly Step[]
  readonly figures: Figures
  /** What was wrong by the contract in what the clients asked, or were answered; undefined: there is no contract on this machine. */
  readonly breaches: readonly string[] | undefined
}

/** Both clients and roster, on one tenant. `tell` is given each step as it is done. */
export async function hear(tell: (line: string) => void): Promise<Verdict> {
  const programs = installed(tell)
  const steps: Step[] = []
  const stage = await openStage(programs, steps, (step) => tell(lineOf(step)))
  try {
    await signIn(stage)
    await readWhatRosterApplied(stage)
    await putBack(stage)
    await storyOfAz(stage.az)
    await storyOfM365(stage.m365)
    await stage.roster.ask('what roster applied', ['plan', '--detailed-exitcode'])
    const breaches = theContract() === undefined ? undefined : [...stage.graph.breaches]
    return { programs, steps, figures: figuresOf(stage.graph, steps), breaches }
  } finally {
    await stage.close()
  }
}

async function signIn({ az, m365, credentials }: Stage): Promise<void> {
  await signInByAz(az, credentials)
  await signInByM365(m365, credentials)
}

async function readWhatRosterApplied({ roster, az, m365, workspace }: Stage): Promise<void> {
  const declared = declaredIn(workspace)
  await roster.ask('what roster applied', ['apply', '--auto-approve'])
  await roster.ask('what roster applied', ['plan', '--detailed-exitcode'])
  await readByAz(az, declared)
  await readByM365(m365, declared)
}

/** What clients change behind roster's back is in its next plan, and is put back by it. */
async function putBack({ roster, az, m365 }: Stage): Promise<void> {
  const about = 'changed behind roster’s back'
  const ben = ['--id', 'ben.osei@northwind.example']
  const shown = await az.ask(about, ['ad', 'user', 'show', ...ben])
  const id = String(shown['id'])
  await az.ask(about, ['ad', 'user', 'update', ...ben, '--display-name', 'Benjamin Osei'])
  const member = ['entra', 'group', 'member']
  const group = ['--groupName', "R&D / 100% O'Brien"]
  await m365.ask(about, [...member, 'remove', ...group, '--userIds', id, '--role', 'Member', '--force'])
  await roster.ask(about, ['plan'], /Benjamin Osei/)
  await roster.ask(about, ['apply', '--auto-approve'])
  await az.ask(about, ['ad', 'user', 'show', ...ben], { displayName: 'Ben Osei' })
  await m365.ask(about, [...member, 'list', ...group, '--query', 'sort([].displayName)'], ["Ana O'Brien", 'Ben Osei'])
}

/** One line of a step; what was not as expected below it. */
export function lineOf({ who, about, command, seconds, differences }: Step): string {
  const outcome = differences.length === 0 ? 'ok' : 'DIFFERS'
  const line = `${who.padEnd(6)} ${about.padEnd(28)} ${command.padEnd(36)} ${seconds.toFixed(1).padStart(5)} s  ${outcome}`
  return [line, ...differences.map((each) => `       ${each}`)].join('\n')
}
