import { resolve } from 'node:path'
import { digestOf } from '../../reconciler/consent.ts'
import { withoutSensitive } from '../../report/sensitive.ts'
import { paintPlan } from '../../report/text.ts'
import { exit } from '../../model/exit-code.ts'
import { readPlan, readSignedPlan } from '../saved-plan.ts'
import type { Session } from '../session.ts'
import { settingsOf, type Settings } from '../settings.ts'
import { findRoot } from '../workspace.ts'

export interface ShowOptions {
  /** Whose signature counts, of a plan that is signed. */
  readonly signer?: string
  readonly identity?: string
}

/** `roster show`: a saved plan for people; its digest is computed anew, and one that is not true is 6. */
export async function show(session: Session, file: string, { signer, identity }: ShowOptions): Promise<number> {
  const plan = signer === undefined ? readPlan(resolve(file)) : readSignedPlan(resolve(file), { signer, identity })
  const computed = digestOf(plan)
  const isTrue = computed === plan.digest
  const { zone, zoneOf } = settingsAround(session)
  const { output, ink, noteInk, everything } = session
  output.result({
    document: () => ({ ...withoutSensitive(plan), digest: computed }),
    text: () => paintPlan({ ...plan, digest: computed }, { ink, everything, zone, zoneOf }),
  })
  if (isTrue) return exit.done
  const message = `The digest that stands in the file, ${plan.digest}, is not that of its operations: the file was changed.`
  output.note(`${noteInk.remove('error:')} ${noteInk.plain(message)}\n`)
  return exit.stale
}

/** A saved plan can be shown anywhere; inside a workspace its zones are known. */
function settingsAround(session: Session): Pick<Settings, 'zone' | 'zoneOf'> {
  try {
    return settingsOf(findRoot(session.folder))
  } catch {
    return { zone: 'UTC', zoneOf: () => 'UTC' }
  }
}
