import { flawOf } from '../../messages/letter.ts'
import { addressOf } from '../../model/address.ts'
import type { MessageAfter } from '../../model/operation.ts'
import { messagesDirectory, operationId } from '../../model/operation.ts'
import { valuesOf } from '../../model/value.ts'
import { outside } from './draft.ts'
import { sinkFor } from './sink.ts'
import type { Come, Desk, Turn } from './turn.ts'
import { calledIn, isOverFor, over } from './turn.ts'

/** What a message to one person comes to. `unknown`: it may have been sent before, and is not sent again. */
export function notice(desk: Desk, turn: Turn): Come | { readonly unknown: true } {
  const { action, person } = turn
  const place = messagesDirectory
  if (isOverFor(desk, turn, { place, verb: 'notify' })) return over
  const at = (id: string): string =>
    addressOf({ tenant: desk.desired.id, directory: place, kind: 'user', id: `${action.id}/${id}` })
  const address = at(person.id)
  const before = [address, ...(person.previousId === undefined ? [] : [at(person.previousId)])]
  if (before.some((each) => desk.memory.unresolved.has(operationId(each, 'notify')))) return { unknown: true }
  const { after, blockedBy } = letter(desk, turn)
  const what = `${calledIn(turn)} is told «${after.subject}»`
  return {
    operations: [
      {
        ...outside(desk, turn, { address, verb: 'notify', place, what, risk: 'low', blockedBy }),
        kind: 'user',
        verb: 'notify',
        before: null,
        after,
      },
    ],
  }
}

function letter(
  { desired }: Desk,
  turn: Turn,
): { readonly after: MessageAfter; readonly blockedBy: string | undefined } {
  const { action, person } = turn
  const chosen = sinkFor(desired.notifications)
  const [to = ''] = valuesOf(person.values['email'])
  const after = {
    action: action.id,
    ...('sink' in chosen ? { sink: chosen.sink, from: chosen.from } : { sink: '', from: '' }),
    to,
    subject: action.subject ?? `A message from ${desired.name}`,
    text: action.message ?? '',
  }
  if ('blockedBy' in chosen) return { after, blockedBy: chosen.blockedBy }
  if (to === '') return { after, blockedBy: `${calledIn(turn)} has no address: write email: in users.yaml` }
  if (after.text === '') return { after, blockedBy: `there is nothing to tell: write message: in ${action.id}` }
  return { after, blockedBy: flawOf(after) }
}
