import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Operation } from '../../../src/model/operation.ts'
import type { Outcome } from '../../../src/model/outcome.ts'
import type { Writer } from '../../../src/providers/provider.ts'
import { detailOf, Office, wordOf, wordsOf } from './writing.ts'

let office: Office

beforeEach(async () => {
  office = await Office.start()
})
afterEach(async () => office?.close())

const lags = [0, 1, 3, 12, 30]
const mail = "o'hara@partner.example"

/** What the engine does: a failure that may be tried again is, three times in all. */
async function asAnApply(writer: Writer, operation: Operation): Promise<Outcome | undefined> {
  let outcome: Outcome | undefined
  for (let attempt = 1; attempt <= 3; attempt++) {
    ;[outcome] = await office.apply(writer, operation)
    const again = outcome?.status === 'failed' && (outcome.class === 'unknown' || outcome.class === 'retryable')
    if (!again) return outcome
  }
  return outcome
}

describe('a gateway gives up on a creation that was carried out', () => {
  test.each(lags)('somebody new is there once, with what is seen %i reads late', async (lag) => {
    office.graph.misbehave({ lag, lostAfter: { method: 'POST', path: /\/users$/, times: 1 } })
    const writer = await office.writer()
    const outcome = await asAnApply(writer, office.creation("o'brien", { jobTitle: 'Nurse' }))
    expect(office.called(office.upn("o'brien"))).toHaveLength(1)
    expect(wordOf(outcome)).toMatch(lag <= 3 ? /^applied$/ : /^(applied|failed\/unknown)$/)
  })

  test.each(lags)('a group is there once, with what is seen %i reads late', async (lag) => {
    office.graph.misbehave({ lag, lostAfter: { method: 'PATCH', path: /\/groups\(/i, times: 1 } })
    const writer = await office.writer()
    const outcome = await asAnApply(writer, office.grouping('Nurses'))
    expect([...office.graph.state.groups.values()].map(({ displayName }) => displayName)).toEqual(['Nurses'])
    expect(wordOf(outcome)).toMatch(lag <= 3 ? /^applied$/ : /^(applied|failed\/unknown)$/)
  })

  test.each(lags)('a unit is there once, with what is seen %i reads late', async (lag) => {
    office.graph.misbehave({ lag, lostAfter: { method: 'POST', path: /administrativeUnits$/, times: 1 } })
    const writer = await office.writer()
    await asAnApply(writer, office.grouping('North', 'administrativeUnit'))
    expect(office.graph.state.administrativeUnits.size).toBe(1)
  })

  test.each(lags)('a guest is there once, and got one mail, with what is seen %i reads late', async (lag) => {
    office.graph.misbehave({ lag, lostAfter: { method: 'POST', path: /\/invitations$/, times: 1 } })
    const writer = await office.writer()
    const outcome = await asAnApply(writer, office.invitation('hara', mail, { jobTitle: 'Auditor' }))
    const guests = [...office.graph.state.users.values()].filter((each) => each['mail'] === mail)
    expect([guests.length, office.graph.mails]).toEqual([1, [mail]])
    if (lag > 3) return
    expect(wordOf(outcome)).toBe('applied')
    expect(guests[0]?.['jobTitle']).toBe('Auditor')
  })

  test('what is not found is looked for with growing pauses, and not asked for again by this run or the next connection', async () => {
    office.graph.misbehave({ lag: 1000, lostAfter: { method: 'POST', path: /\/invitations$/, times: 1 } })
    const asked = office.invitation('hara', mail)
    const outcome = await asAnApply(await office.writer(), asked)
    expect(wordOf(outcome)).toBe('failed/unknown')
    expect(detailOf(outcome)).toMatch(/may have been mailed all the same/)
    expect(office.waited.slice(0, 4)).toEqual([1000, 2000, 4000, 8000])
    await asAnApply(await office.writer(), asked)
    expect(office.graph.mails).toEqual([mail])
    expect(office.asked('POST', /invitations/)).toBe(1)
  })

  test('a request that never arrived is asked for again, and once', async () => {
    office.graph.misbehave({
      refuse: { method: 'POST', path: /\/users$/, status: 504, times: 1 },
    })
    const outcome = await asAnApply(await office.writer(), office.creation('abe'))
    expect([wordOf(outcome), office.called(office.upn('abe')).length]).toEqual(['applied', 1])
  })
})

describe('guests', () => {
  test('are invited, filled in, and not mailed when nothing is to be mailed', async () => {
    const quiet = await office.writer({}, { invitations: { notify: false } })
    const [outcome] = await office.apply(quiet, office.invitation('hara', mail, { jobTitle: 'Auditor' }))
    expect(outcome).toMatchObject({ status: 'applied' })
    const guest = office.user(office.idOf('user', 'hara'))
    expect(guest).toMatchObject({ userType: 'Guest', jobTitle: 'Auditor', mail })
    expect(office.graph.mails).toEqual([])
  })

  test('who is here already is not mailed again, whoever asks', async () => {
    const asked = (): Operation => office.invitation('hara', mail)
    const writer = await office.writer()
    const first = await office.apply(writer, asked())
    const second = await office.apply(writer, asked())
    expect([...wordsOf(first), ...wordsOf(second)]).toEqual(['applied', 'unchanged'])
    expect(office.graph.mails).toEqual([mail])
  })

  test('their #EXT# name travels as it is', async () => {
    const writer = await office.writer()
    await office.apply(writer, office.invitation('hara', mail))
    office.known.set('acme/hq/user/hara', {
      immutableId: office.idOf('user', 'hara'),
      reference: office.idOf('user', 'hara'),
    })
    const name = `${mail.replace('@', '_')}#EXT#@${office.graph.state.initialDomain}`
    expect(office.called(name)).toHaveLength(1)
    expect(office.asked('GET', /%23EXT%23/)).toBeGreaterThan(0)
  })
})

describe('what was made a moment ago', () => {
  test.each([1, 8])('is pointed to and let in, though writes on it are refused for %i looks', async (lag) => {
    office.graph.misbehave({ lag, lagsForWrites: true })
    const writer = await office.writer()
    await office.apply(writer, office.creation('boss'))
    const [outcome] = await office.apply(writer, office.creation('abe', {}, { manager: 'boss' }))
    expect(wordOf(outcome)).toBe('applied')
    expect(office.called(office.upn('abe'))).toHaveLength(1)
    const isSet = office.graph.state.managers.has(office.idOf('user', 'abe'))
    expect(isSet || /manager is not set/.test(detailOf(outcome))).toBe(true)
  })

  test('is given a licence and a manager, though it is not seen', async () => {
    office.graph.misbehave({ lag: 1000 })
    const writer = await office.writer()
    await office.apply(writer, office.creation('boss'), office.creation('abe', { usageLocation: 'NL' }))
    const set = office.update('abe', {}, {}, { from: { manager: null }, to: { manager: 'boss' } })
    expect(wordsOf(await office.apply(writer, office.lending('abe', 'SPE_E3')))).toEqual(['applied'])
    expect(wordsOf(await office.apply(writer, set))).toEqual(['applied'])
    expect(office.graph.state.managers.get(office.idOf('user', 'abe'))).toBe(office.idOf('user', 'boss'))
    expect(wordsOf(await office.apply(writer, office.standing('abe', 'disable')))).toEqual(['failed/retryable'])
  })

  test('a new member of a new group who is not visible yet is tried again, and is no conflict', async () => {
    office.graph.misbehave({ lag: 1000, lagsForWrites: true })
    const writer = await office.writer()
    await office.apply(writer, office.creation('abe'), office.grouping('New'))
    expect(wordsOf(await office.apply(writer, office.joining('New', 'abe')))).toEqual(['failed/retryable'])
    office.graph.settle()
    expect(wordsOf(await office.apply(writer, office.joining('New', 'abe')))).toEqual(['applied'])
  })
})

describe('throttling', () => {
  test('of one creation in a batch repeats that one, and no other', async () => {
    office.graph.misbehave({
      refuse: { method: 'POST', path: /\/users$/, status: 429, retryAfter: '1', times: 1, inBatch: true },
    })
    const writer = await office.writer()
    const names = ['abe', 'bea', 'cyd']
    const outcomes = await office.apply(writer, ...names.map((name) => office.creation(name)))
    expect(wordsOf(outcomes)).toEqual(['applied', 'applied', 'applied'])
    expect(office.asked('POST', /\/users$/)).toBe(4)
    expect(office.graph.state.users.size).toBe(3)
  })
})
