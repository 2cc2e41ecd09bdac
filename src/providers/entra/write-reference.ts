import type { DirectoryOperation } from '../../model/operation.ts'
import { failedWrite } from './faults.ts'
import { path } from './graph/quote.ts'
import type { Desk } from './write-desk.ts'
import { objectUrl, targetOf } from './write-desk.ts'
import type { Story } from './write-story.ts'
import { isAlreadyThere, isUnseen, patiently } from './write-unseen.ts'

/** Points one new object to another, which may be as new. */
export async function* pointTo(
  name: 'manager' | 'owner',
  { from, to }: { readonly from: string; readonly to: string },
  desk: Desk,
): Story {
  const body = { '@odata.id': objectUrl(to, desk.terms) }
  const answer = yield* patiently(
    name === 'manager'
      ? { method: 'PUT', path: path`/users/${from}/manager/$ref`, body }
      : { method: 'POST', path: path`/groups/${from}/owners/$ref`, body },
    isUnseen,
    desk,
  )
  if (answer.outcome === 'done' || isAlreadyThere(answer)) return { status: 'applied' }
  return failedWrite(answer, `setting the ${name}`)
}

type NewUser = Extract<DirectoryOperation, { readonly kind: 'user'; readonly verb: 'create' }>

/** Lets somebody new have their manager; gives why they have none yet. */
export async function* managed(operation: NewUser, id: string, desk: Desk): Story<string | undefined> {
  const [reference] = Object.values(operation.after.references)
  if (reference === undefined) return undefined
  const manager = targetOf(operation, reference, desk)
  if (manager === undefined) return `The manager ${reference} is not there yet; plan again.`
  const outcome = yield* pointTo('manager', { from: id, to: manager }, desk)
  const isSet = outcome.status !== 'failed' && outcome.status !== 'conflict'
  return isSet ? undefined : `The manager is not set: ${outcome.detail}`
}
