import type { Finding } from '../model/plan.ts'
import type { World } from './diff/world.ts'
import type { Draft } from './digest.ts'
import type { Run } from './run.ts'

const warnAbove = 60
const refuseAbove = 300

/** Held against the directories' own clocks: over 60 s is said, over 300 s nothing that depends on time is done. */
export function clockFindings(worlds: readonly World[], operations: readonly Draft[], run: Run): readonly Finding[] {
  return worlds.flatMap(({ desired, directory, snapshot }): readonly Finding[] => {
    if (snapshot.serverTime === undefined) return []
    const skew = Math.round(Math.abs(snapshot.serverTime.getTime() - run.now().getTime()) / 1000)
    if (skew <= warnAbove) return []
    const timed = operations.some(
      (operation) =>
        operation.directory === directory.id &&
        (operation.reason === 'expired' ||
          operation.reason === 'started' ||
          (operation.verb === 'delete' && operation.kind === 'user')),
    )
    const refused = skew > refuseAbove && timed
    const message = `the clock of ${desired.id}/${directory.id} and this machine's differ by ${skew} s; ${refused ? 'changes that depend on time are refused above 300 s' : 'more than 60 s'}. Set the clocks right.`
    return [
      {
        slug: 'clock-skew',
        scope: `${desired.id}/${directory.id}`,
        result: refused ? 'block' : 'warn',
        measured: skew,
        limit: refused ? refuseAbove : warnAbove,
        message,
      },
    ]
  })
}
