import type { GraphAnswer, GraphError, GraphRequest } from './graph/request.ts'
import type { Desk } from './write-desk.ts'
import { ask } from './write-story.ts'
import type { Story } from './write-story.ts'

/**
 * Milliseconds between tries on what may not be visible yet. Growing pauses are what Microsoft asks for:
 * https://learn.microsoft.com/entra/architecture/designing-for-eventual-consistency
 */
export const pauses: readonly number[] = [1000, 2000, 4000, 8000]

/** Asks again, after a pause each time, until the answer is a good one or no longer worth waiting for. The last answer counts. */
export async function* patiently(
  request: GraphRequest,
  isTooEarly: (answer: GraphAnswer) => boolean,
  { sleep }: Pick<Desk, 'sleep'>,
): Story<GraphAnswer> {
  let answer = yield* ask(request)
  for (const pause of pauses) {
    if (!isTooEarly(answer)) break
    await sleep(pause)
    answer = yield* ask(request)
  }
  return answer
}

/** Whether a write was refused because something it names is not there, or not visible yet. */
export function isUnseen(answer: GraphAnswer): boolean {
  return answer.outcome === 'refused' && (answer.status === 404 || namesNothing(answer.error))
}

/** https://learn.microsoft.com/graph/api/group-post-members: 400 for a while after a creation. */
function namesNothing({ code, message }: GraphError): boolean {
  return (
    code === 'Request_ResourceNotFound' ||
    /objects? being referenced (?:do|does) not exist|reference-property objects are not present/i.test(message)
  )
}

/** Whether a write was refused because what it asks for is there already. */
export function isAlreadyThere(answer: GraphAnswer): boolean {
  return (
    answer.outcome === 'refused' &&
    (answer.status === 409 ||
      /already exist|conflicting object|ObjectConflict|RoleAssignmentExists|MultipleObjectsWithSameKeyValue/i.test(
        `${answer.error.code} ${answer.error.message}`,
      ))
  )
}
