import type { Platform } from '../../generated/platform.ts'
import type { PlatformProblem } from './platform-problem.ts'
import { contradiction, entries } from './platform-problem.ts'

/** What is done about seats: others have no such operations, and seats no others. */
const ofSeats = ['purchase', 'release', 'update']
const aloneOfSeats = ['purchase', 'release']

/** Rules about seats, work orders for them and lists of accounts that cannot be kept. */
export function seatProblems(spec: Platform): readonly PlatformProblem[] {
  return [...orderProblems(spec), ...exportProblems(spec)]
}

function orderProblems(spec: Platform): readonly PlatformProblem[] {
  return (spec.workOrders ?? []).flatMap(({ verb, of: what }, at) => {
    const path = ['workOrders', at, 'verb']
    if (what === 'seat' && !ofSeats.includes(verb))
      return [wrongVerb(path, `Nobody does \`${verb}\` with a seat.`, `Write one of ${ofSeats.join(', ')}.`)]
    if (what !== 'seat' && aloneOfSeats.includes(verb))
      return [wrongVerb(path, `\`${verb}\` is about seats, and this is about \`${what}\`.`, 'Write `of: seat`.')]
    return []
  })
}

function wrongVerb(path: PlatformProblem['path'], message: string, fix: string): PlatformProblem {
  return contradiction({ path, target: 'value', message, fix })
}

/** Words for states, and no column that could hold them. */
function exportProblems(spec: Platform): readonly PlatformProblem[] {
  return entries(spec.exports).flatMap(([id, { columns, states }]) =>
    states !== undefined && columns.state === undefined ? [noColumn(id)] : [],
  )
}

function noColumn(id: string): PlatformProblem {
  return contradiction({
    path: ['exports', id, 'states'],
    message: `\`${id}\` says what stands for each state, and no column that has the state.`,
    fix: 'Add `columns: { state: [...] }`, or remove `states`.',
  })
}
