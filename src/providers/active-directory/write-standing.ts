import { Refusal } from '../../ldap/faults.ts'
import type { EntityOperation } from '../../ldap/already.ts'
import type { Change } from '../../ldap/wire/protocol.ts'
import { accountBits, withBit } from './account.ts'
import { isDisabled } from './confirm.ts'
import type { Live } from './confirm.ts'
import { adFailedWrite, isRace } from './faults.ts'
import { exchange, modify } from './write-changes.ts'
import type { Desk } from './write-desk.ts'
import { move } from './write-name.ts'
import type { Done } from './write-name.ts'

type Standing = EntityOperation & { readonly verb: 'enable' | 'disable' }

/**
 * Lets an account sign in, or keeps it out, and then brings it to its place. Of userAccountControl one bit changes, from the very
 * value that was read; a run that died between the two requests is finished by the next.
 */
export async function stand(operation: Standing, found: Live, desk: Desk): Promise<Done> {
  const noted = await setBit(operation, found, desk)
  return { ...(await move(found, { container: operation.after.container }, desk)), ...noted }
}

/** The note goes with the bit. It must not hold anything up: where it alone is refused, the bit is written without it. */
async function setBit(operation: Standing, found: Live, desk: Desk): Promise<Pick<Done, 'detail'>> {
  const bit = bitChanges(operation, found)
  const note = noteChanges(operation, found, desk)
  try {
    await modify(found, [...bit, ...note], desk)
    return {}
  } catch (error) {
    if (!(error instanceof Refusal) || isRace(error) || note.length === 0) throw error
    await modify(found, bit, desk)
    const outcome = adFailedWrite(error)
    return 'detail' in outcome ? { detail: `The note about it could not be written. ${outcome.detail}` } : {}
  }
}

function bitChanges({ verb }: Standing, found: Live): readonly Change[] {
  const held = found.raw('userAccountControl')
  const [control] = held
  if (control === undefined || isDisabled(found) === (verb === 'disable')) return []
  return exchange(
    'userAccountControl',
    held,
    withBit(control, accountBits.disabled, verb === 'disable' ? 'set' : 'clear'),
  )
}

/** When roster disabled an account, and which: taken away when it is enabled. A note of somebody else stays as it is. */
function noteChanges({ verb, address }: Standing, { raw }: Live, { terms, now }: Desk): readonly Change[] {
  const { stamp } = terms.settings.users
  const held = raw(stamp)
  if (held.some((text) => !text.startsWith(mark))) return []
  const note = verb === 'disable' ? `${mark} ${now().toISOString().slice(0, 10)} (${address})` : null
  return exchange(stamp, held, note)
}

const mark = 'roster: disabled'
