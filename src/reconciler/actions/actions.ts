import type { DesiredAction } from '../../language/compile/desired-platforms.ts'
import type { Person } from '../../model/desired.ts'
import type { Finding } from '../../model/plan.ts'
import type { AnyDraft } from '../digest.ts'
import { displayName } from '../diff/called.ts'
import { errandDrafts, errandsOf } from './in-directory.ts'
import type { Errand } from './in-directory.ts'
import { notice } from './notice.ts'
import { onPlatform } from './on-platform.ts'
import type { Tally } from './told.ts'
import { told } from './told.ts'
import type { Desk } from './turn.ts'

/** What actions.yaml comes to: operations, each once for each person, and what is to be said of it. */
export interface ActionDifference {
  readonly operations: readonly AnyDraft[]
  readonly findings: readonly Finding[]
}

/** Everything that is still to be done once. Pure. */
export function actionDifference(desk: Desk): ActionDifference {
  const operations: AnyDraft[] = []
  const errands: Errand[] = []
  const findings: Finding[] = []
  for (const action of desk.desired.actions.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const done = carriedOut(desk, action)
    operations.push(...done.operations)
    errands.push(...done.errands)
    findings.push(...told(desk.desired.id, action, done))
  }
  return { operations: [...operations, ...errandDrafts(errands)], findings }
}

interface CarriedOut extends Tally {
  readonly operations: AnyDraft[]
  readonly errands: Errand[]
}

function carriedOut(desk: Desk, action: DesiredAction): CarriedOut {
  const done: CarriedOut = { operations: [], errands: [], served: [], skipped: [], unknown: [] }
  for (const id of action.users.toSorted()) {
    const person = desk.desired.people.get(id)
    if (person === undefined) continue
    const name = displayName(person)
    const why = notThere(person)
    const come = why === undefined ? turnOf(desk, action, person) : { skipped: why }
    if ('unknown' in come) done.unknown.push(name)
    if ('skipped' in come && come.skipped !== undefined) done.skipped.push({ name, why: come.skipped })
    if ('operations' in come) done.operations.push(...come.operations)
    if ('errands' in come) done.errands.push(...come.errands)
    const asked = ('operations' in come ? come.operations.length : 0) + ('errands' in come ? come.errands.length : 0)
    if (asked > 0) done.served.push(name)
  }
  return done
}

type Outcome =
  | ReturnType<typeof notice>
  | ReturnType<typeof errandsOf>
  | ReturnType<typeof onPlatform>
  | { readonly skipped: string }

function turnOf(desk: Desk, action: DesiredAction, person: Person): Outcome {
  const turn = { action, person }
  if (action.subscription !== undefined) return onPlatform(desk, turn, action.subscription)
  switch (action.do) {
    case 'resetPassword':
    case 'revokeSessions':
      return errandsOf(desk, turn, action.do)
    case 'notify':
      return notice(desk, turn)
    case 'resendInvitation':
      return { skipped: 'no subscription is named: write subscription:' }
  }
}

/** Why nothing is done for somebody who is not there. */
function notThere({ state, stateReason }: Person): string | undefined {
  if (state !== 'disabled' && state !== 'absent') return undefined
  return stateReason === 'notStarted' ? 'has not begun yet' : 'leaves'
}
