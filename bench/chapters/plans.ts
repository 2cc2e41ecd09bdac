import { join } from 'node:path'
import type { Chapter, Row } from '../measure/row.ts'
import { against, memory, named, told } from '../measure/row.ts'
import { sideBySide } from '../measure/side-by-side.ts'
import { line } from '../workspace/ldif.ts'
import { membersOf } from '../workspace/members.ts'
import type { BenchTenant } from '../workspace/people.ts'
import { benchTenant } from '../workspace/people.ts'
import { stageRows } from './local.ts'
import type { Scene } from './server.ts'
import { compareScript, inScene, openScene, passwords } from './server.ts'

/** Plans of one flat tenant against slapd. */
export async function plansChapter(folder: string, rounds: number): Promise<Chapter> {
  const small = await smallRows(join(folder, 'flat-S'), rounds)
  const large = await largeRows(join(folder, 'flat-M'), rounds)
  return {
    title: 'Plan of one flat tenant on slapd',
    notes: [
      'The script is `bench/peers/compare.mjs`: js-yaml 4 and ldapts, about 45 lines of work; it compares the same attributes and members and does nothing else.',
      'With a ledger: written by a real apply that adopted every account. Without: every account is found by its employeeId.',
      'Drift of 1 %: one person in a hundred has another title, one membership in a hundred is missing.',
    ],
    rows: [...small, ...large],
  }
}

async function smallRows(root: string, rounds: number): Promise<readonly Row[]> {
  const scene = await openScene(root, benchTenant(0, { people: 1_000, groups: 100 }))
  try {
    const costs = sideBySide(rounds, [
      { name: 'plan', peak: true, command: inScene(scene, 'plan', '--detailed-exitcode') },
      { name: 'script', command: compareScript(scene) },
    ])
    const floor = { name: 'the script', value: named(costs, 'script').cpu, atMost: 1.2 }
    return [
      against('CPU of the no-op plan, 1,000 users, 100 groups', named(costs, 'plan').cpu, floor),
      told('no-op plan, 1,000 users', named(costs, 'plan')),
    ]
  } finally {
    await scene.slapd.stop()
  }
}

async function largeRows(root: string, rounds: number): Promise<readonly Row[]> {
  const scene = await openScene(root, benchTenant(0, { people: 10_000, groups: 100 }))
  try {
    const costs = sideBySide(rounds, [
      { name: 'plan', peak: true, command: inScene(scene, 'plan', '--detailed-exitcode') },
      { name: 'script', peak: true, command: compareScript(scene) },
    ])
    const stages = stageRows(root, 'the flat tenant, 10,000 users', rounds, passwords)
    const recorded = withLedger(scene, rounds)
    const drifted = withDrift(scene, rounds)
    const script = { name: 'the script', value: named(costs, 'script').cpu }
    const plan = named(costs, 'plan')
    return [
      against('CPU of the no-op plan, 10,000 users, 100 groups', plan.cpu, { ...script, atMost: 1.4 }),
      memory('memory of the no-op plan, 10,000 users', plan, 200),
      against('CPU of the same with a ledger', named(recorded, 'plan').cpu, {
        name: 'the script',
        value: named(recorded, 'script').cpu,
      }),
      memory('memory of the same with a ledger', named(recorded, 'plan'), 200),
      against('CPU of the plan with 1 % drift, against the no-op plan', named(drifted, 'drift').cpu, {
        name: 'no-op, the same round',
        value: named(drifted, 'no-op').cpu,
        atMost: 1.1,
      }),
      told('no-op plan, 10,000 users', plan),
      told('the script, 10,000 users', named(costs, 'script')),
      ...stages,
    ]
  } finally {
    await scene.slapd.stop()
  }
}

type Costs = ReturnType<typeof sideBySide>

function withLedger(scene: Scene, rounds: number): Costs {
  sideBySide(0, [{ name: 'adopt', command: inScene(scene, 'apply', '--auto-approve') }])
  return sideBySide(rounds, [
    { name: 'plan', peak: true, command: inScene(scene, 'plan', '--detailed-exitcode') },
    { name: 'script', command: compareScript(scene) },
  ])
}

function withDrift(scene: Scene, rounds: number): Costs {
  const command = inScene(scene, 'plan')
  const put = (ldif: string) => (): void => scene.slapd.modify(ldif)
  return sideBySide(rounds, [
    { name: 'drift', command, before: put(drift(scene.tenant, scene.slapd.base, 'away')) },
    { name: 'no-op', command, before: put(drift(scene.tenant, scene.slapd.base, 'back')) },
  ])
}

/** LDIF that puts one in a hundred people and memberships out of order, or back. */
function drift(tenant: BenchTenant, base: string, direction: 'away' | 'back'): string {
  const records: string[] = []
  const odd = tenant.people.filter((_, index) => index % 100 === 0)
  for (const { id, title } of odd) {
    const now = direction === 'away' ? 'Somebody else' : title
    records.push(`dn: uid=${id},ou=people,${base}\nchangetype: modify\nreplace: title\n${line('title', now)}\n`)
  }
  for (const [group, members] of membersOf(tenant)) {
    const some = members.filter((_, index) => index % 100 === 0).map((id) => `member: uid=${id},ou=people,${base}\n`)
    const verb = direction === 'away' ? 'delete' : 'add'
    records.push(`dn: cn=${group},ou=groups,${base}\nchangetype: modify\n${verb}: member\n${some.join('')}`)
  }
  return records.join('\n')
}
