import type { Outcome } from '../../model/outcome.ts'
import { code, Refusal } from '../../ldap/faults.ts'
import type { EntityOperation } from '../already.ts'
import { ownName } from '../../ldap/dn.ts'
import type { Change } from '../../ldap/wire/protocol.ts'
import { accountBits, hasBit, withBit } from './account.ts'
import { isDisabled, liveAt } from './confirm.ts'
import type { Live } from './confirm.ts'
import { adFailedWrite, isRace } from './faults.ts'
import { guidDn } from './ids.ts'
import { nameLength } from './problems.ts'
import { exchange, modify } from './write-changes.ts'
import type { Desk } from './write-desk.ts'
import { move } from './write-name.ts'
import type { Done } from './write-name.ts'

type Standing = EntityOperation & { readonly verb: 'enable' | 'disable' }

/**
 * Lets an account sign in, or keeps it out, and brings it to its place. Whoever leaves is kept out first, whatever becomes of the
 * rest; whoever comes back is brought to their place first. Of userAccountControl one bit changes, from the very value that was read;
 * a run that died between the two requests is finished by the next.
 */
export async function stand(operation: Standing, found: Live, desk: Desk): Promise<Done | Outcome> {
  return operation.verb === 'disable' ? keepOut(operation, found, desk) : letIn(operation, found, desk)
}

async function letIn(operation: Standing, found: Live, desk: Desk): Promise<Done | Outcome> {
  const [control = '0'] = found.raw('userAccountControl')
  if (isDisabled(found) && hasBit(control, accountBits.mayBeBlank))
    return { status: 'failed', class: 'invalid', detail: `${found.dn}: ${mayBeBlank}` }
  const moved = await move(found, { container: operation.after.container }, desk)
  return { ...moved, ...(await setBit(operation, found, desk)) }
}

const mayBeBlank =
  'it may have an empty password (PASSWD_NOTREQD), with which anybody could sign in. Set a password for it, take that bit of userAccountControl away, and run again.'

async function keepOut(operation: Standing, found: Live, desk: Desk): Promise<Done | Outcome> {
  const { now, ...noted } = await surelyKeptOut(operation, found, desk)
  try {
    const moved = await moveAway(now, operation.after.container, desk)
    const detail = [noted.detail, moved.detail].filter((text) => text !== undefined).join(' ')
    return { ...moved, ...(detail === '' ? {} : { detail }) }
  } catch (error) {
    // Neither done nor undone: what is left of it is for the next try, or the next run.
    const outcome = error instanceof Refusal ? adFailedWrite(error) : undefined
    if (outcome === undefined || !('detail' in outcome)) throw error
    const half = `${now.dn} can no longer sign in, but does not lie where it should: ${outcome.detail ?? ''}`
    return { status: 'failed', class: 'unknown', detail: half }
  }
}

/** Somebody else's change of the account at that moment must not leave a door open: then it is looked at and written once more. */
async function surelyKeptOut(
  operation: Standing,
  found: Live,
  desk: Desk,
): Promise<Pick<Done, 'detail'> & { readonly now: Live }> {
  try {
    return { now: found, ...(await setBit(operation, found, desk)) }
  } catch (error) {
    const now = isRace(error) ? await liveAt(guidDn(found.guid), 'user', desk) : undefined
    if (now === undefined) throw error
    return { now, ...(await setBit(operation, now, desk)) }
  }
}

/** A container holds each name once, and leavers of many years may share one: then the login tells them apart. */
async function moveAway(found: Live, container: string, desk: Desk): Promise<Done> {
  const refusals: Refusal[] = []
  for (const name of [undefined, ...furtherNames(found)]) {
    try {
      const moved = await move(found, { container, ...(name === undefined ? {} : { name }) }, desk)
      return name === undefined ? moved : { ...moved, detail: `Its name was taken there; it is called ${name} now.` }
    } catch (error) {
      if (!(error instanceof Refusal) || error.result.code !== code.alreadyExists) throw error
      refusals.push(error)
    }
  }
  throw refusals[0] ?? new Error('no name was tried')
}

function furtherNames({ dn, guid, raw }: Live): readonly string[] {
  const own = ownName(dn).get('cn') ?? ''
  const [login = guid] = raw('sAMAccountName')
  return [login, guid].map((mark) => {
    const end = ` (${mark.slice(0, 40)})`
    const start = own.slice(0, nameLength - end.length).replace(/[\ud800-\udbff]$/, '')
    return `${start}${end}`
  })
}

/** The note goes with the bit. It must not hold anything up: where the two together are refused, the bit is written alone. */
async function setBit(operation: Standing, found: Live, desk: Desk): Promise<Pick<Done, 'detail'>> {
  const bit = bitChanges(operation, found)
  const note = noteChanges(operation, found, desk)
  try {
    await modify(found, [...bit, ...note], desk)
    return {}
  } catch (error) {
    if (!(error instanceof Refusal) || note.length === 0) throw error
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
