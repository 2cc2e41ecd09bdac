import { expect, test } from 'vitest'
import type { Host } from '../../src/ledger/host.ts'
import { thisHost } from '../../src/ledger/host.ts'
import { checkpointOf, type Head, headText, type Ledger, LeaseLost, LockHeld } from '../../src/ledger/ledger.ts'
import type { Entry } from '../../src/model/entry.ts'
import { checkpoint, intent, outcome, story } from './entries.ts'

/** A place where one ledger lives, reached from several machines. */
export interface World {
  /** The same ledger, opened by a process of the machine `host`. */
  open(options?: { readonly host?: Host; readonly now?: () => Date }): Ledger
}

export const elsewhere: Host = { name: 'elsewhere', boot: 'other', pid: 1, started: '' }

/** What is true of every store. `world` gives a fresh one. */
export function conformance(store: string, world: () => Promise<World>): void {
  test(`${store}: SEC-40 what was recorded is read back in order, over several runs`, async () => {
    const ledger = (await world()).open()
    const first = await recorded(ledger, 'acme', 'run-1', story('ana'))
    const second = await recorded(ledger, 'acme', 'run-2', story('ben'))
    await recorded(ledger, 'bakery', 'run-2', story('eva'))

    const entries = await ledger.read('acme')
    expect(entries.map((entry) => entry.entry)).toEqual([...story('ana'), ...story('ben')])
    expect(entries.map((entry) => entry.seq)).toEqual([1, 2, 3, 4, 5, 6])
    expect(entries.map((entry) => entry.fence)).toEqual([1, 1, 1, 2, 2, 2])
    expect(entries[0]?.prev).toBe('0'.repeat(64))
    expect(entries[2]?.hash).toBe(first.hash)
    expect(entries[5]?.hash).toBe(second.hash)
    expect(await ledger.tenants()).toEqual(['acme', 'bakery'])
    expect(await ledger.read('unknown')).toEqual([])
  })

  test(`${store}: SEC-41 a chain is anchored by a head from outside, and only by it`, async () => {
    const ledger = (await world()).open()
    const head = await recorded(ledger, 'acme', 'run-1', story('ana'))
    const later = await recorded(ledger, 'acme', 'run-2', story('ben'))

    expect(await ledger.verify('acme')).toEqual({
      tenant: 'acme',
      entries: 6,
      head: later,
      faults: [],
      notes: [],
      anchored: false,
    })
    expect(await ledger.verify('acme', later)).toMatchObject({ faults: [], anchored: true })
    expect(await ledger.verify('acme', head)).toMatchObject({ faults: [], anchored: true })
    const ahead: Head = { seq: 9, hash: 'a'.repeat(64) }
    expect(await ledger.verify('acme', ahead)).toMatchObject({
      anchored: false,
      faults: [`the tail was cut: the given head is ${headText(ahead)}, and the chain ends at entry 6`],
    })
    const other: Head = { seq: 3, hash: 'b'.repeat(64) }
    expect((await ledger.verify('acme', other)).faults.join()).toMatch(/entry 3 is not the one/)
  })

  test(`${store}: what is recent begins at the last checkpoint; without one it is everything`, async () => {
    const ledger = (await world()).open()
    const first = await recorded(ledger, 'acme', 'run-1', story('ana'))
    expect(await ledger.recent('acme')).toEqual(await ledger.read('acme'))
    expect(await ledger.recent('unknown')).toEqual([])

    await recorded(ledger, 'acme', checkpointOf('run-1'), [checkpoint('one')])
    await recorded(ledger, 'acme', 'run-2', story('ben'))
    expect(await typesOf(ledger.recent('acme'))).toEqual(['checkpoint', 'intent', 'outcome', 'population'])
    await recorded(ledger, 'acme', checkpointOf('run-2'), [checkpoint('two')])
    const head = await recorded(ledger, 'acme', 'run-3', story('eva'))

    const [all, recent] = [await ledger.read('acme'), await ledger.recent('acme')]
    expect(recent[0]?.entry).toEqual(checkpoint('two'))
    expect(recent).toEqual(all.slice(7))
    expect(await ledger.verifyRecent('acme')).toMatchObject({ entries: 4, head, faults: [], notes: [] })
    expect(await ledger.verify('acme', first)).toMatchObject({ entries: 11, faults: [], anchored: true })
  })

  test(`${store}: a checkpoint counts wherever it stands, and whatever its file is called`, async () => {
    const ledger = (await world()).open()
    await recorded(ledger, 'acme', 'run-1', story('ana'))
    await recorded(ledger, 'acme', checkpointOf('run-1'), story('ben'))
    expect(await ledger.recent('acme')).toHaveLength(6)
    await recorded(ledger, 'acme', 'run-2', [outcome('eva'), checkpoint('in a run'), outcome('tom')])
    expect(await typesOf(ledger.recent('acme'))).toEqual(['checkpoint', 'outcome'])
    expect((await ledger.verifyRecent('acme')).faults).toEqual([])
  })

  test(`${store}: an intent that was announced is not recorded twice`, async () => {
    const ledger = (await world()).open()
    const lease = await ledger.lock('acme')
    const journal = await ledger.open('acme', 'run-1', lease)
    await journal.announce([intent('ana'), intent('ben')])
    await journal.record([intent('ana')])
    await journal.record([outcome('ana')])
    await journal.record([intent('ben')])
    await journal.record([outcome('ben')])
    await journal.close()
    const types = (await ledger.read('acme')).map(({ entry }) =>
      entry.type === 'intent' ? entry.operation.id : entry.type,
    )
    expect(types.toSorted()).toEqual(['acme/ad/user/ana#create', 'acme/ad/user/ben#create', 'outcome', 'outcome'])
    await lease.release()
  })

  test(`${store}: what is recorded is read before the run is closed`, async () => {
    const ledger = (await world()).open()
    const lease = await ledger.lock('acme')
    const journal = await ledger.open('acme', 'run-1', lease)
    await journal.record([outcome('ana')])
    expect(await ledger.read('acme')).toHaveLength(1)
    await journal.record([outcome('ben')])
    expect(await ledger.read('acme')).toHaveLength(2)
    expect((await journal.close()).seq).toBe(2)
    await lease.release()
  })

  test(`${store}: calls in flight together keep their order`, async () => {
    const ledger = (await world()).open()
    const names = Array.from({ length: 200 }, (_, index) => `person-${index}`)
    const lease = await ledger.lock('acme')
    const journal = await ledger.open('acme', 'run-1', lease)
    await Promise.all(names.map((name) => journal.record([outcome(name)])))
    await journal.close()
    await lease.release()
    const read = (await ledger.read('acme')).map(({ entry }) => (entry.type === 'outcome' ? entry.operation : ''))
    expect(read).toEqual(names.map((name) => `acme/ad/user/${name}#create`))
    expect((await ledger.verify('acme')).faults).toEqual([])
  })

  test(`${store}: a run that records nothing leaves no trace`, async () => {
    const ledger = (await world()).open()
    const head = await recorded(ledger, 'acme', 'run-1', [])
    expect(head.seq).toBe(0)
    expect(await ledger.read('acme')).toEqual([])
    expect(await ledger.tenants()).toEqual([])
    expect((await ledger.verify('acme')).faults).toEqual([])
  })

  test(`${store}: REL-08 one holder a tenant; the message says who, and what to do`, async () => {
    const place = await world()
    const lease = await place.open().lock('acme')
    const error: unknown = await place
      .open({ host: elsewhere })
      .lock('acme')
      .catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(LockHeld)
    expect(String(error)).toMatch(
      new RegExp(`process ${process.pid} on ${thisHost().name} .*roster unlock --tenant acme`),
    )
    await expect(place.open().lock('acme')).rejects.toThrow(LockHeld)

    const other = await place.open({ host: elsewhere }).lock('bakery')
    await other.release()
    await lease.release()
    await expect(lease.check()).rejects.toThrow(LeaseLost)
    const next = await place.open({ host: elsewhere }).lock('acme')
    expect(next.fence).toBe(lease.fence + 1)
    await next.release()
  })

  test(`${store}: REL-08 an expired holder's late writes are refused`, async () => {
    const place = await world()
    let moment = Date.parse('2026-11-02T09:00:00Z')
    const now = (): Date => new Date(moment)
    const slow = place.open({ now, host: elsewhere })
    const lease = await slow.lock('acme')
    const journal = await slow.open('acme', 'slow', lease)
    await journal.record([outcome('ana')])

    moment += 59_000
    const next = place.open({ now, host: { ...elsewhere, name: 'third' } })
    await expect(next.lock('acme')).rejects.toThrow(LockHeld)
    moment += 2_000
    const taken = await next.lock('acme')
    expect(taken.fence).toBe(2)

    await expect(lease.check()).rejects.toThrow(LeaseLost)
    await expect(journal.record([outcome('ben')])).rejects.toThrow(LeaseLost)
    await expect(slow.open('acme', 'slow-again', lease)).rejects.toThrow(LeaseLost)
    await lease.release()
    await taken.check()
    const later = await next.open('acme', 'next', taken)
    await later.record([outcome('eva')])
    await later.close()
    await taken.release()
  })

  test(`${store}: REL-08 an old lease is refused by the chain itself, even where nothing is left of the lock`, async () => {
    const place = await world()
    const ledger = place.open()
    await recorded(ledger, 'acme', 'run-1', story('ana'))
    await recorded(ledger, 'acme', 'run-2', story('ben'))
    const forged = { fence: 1, check: () => Promise.resolve(), release: () => Promise.resolve() }
    await expect(ledger.open('acme', 'run-3', forged)).rejects.toThrow(/records of lease 2, this one is 1/)
  })

  test(`${store}: REL-08 only the owner can release; unlock says whose lock it freed`, async () => {
    const place = await world()
    let moment = Date.parse('2026-11-02T09:00:00Z')
    const now = (): Date => new Date(moment)
    const ledger = place.open({ now })
    expect(await ledger.unlock('acme')).toBeUndefined()
    const lease = await ledger.lock('acme')
    const other = place.open({ now, host: elsewhere })
    expect(await other.unlock('acme')).toMatch(new RegExp(`process ${process.pid} on `))
    expect(await other.unlock('acme')).toBeUndefined()

    const next = await other.lock('acme')
    expect(next.fence).toBe(lease.fence + 2)
    moment += 6_000
    await expect(lease.check()).rejects.toThrow(/somebody else holds it/)
    await lease.release()
    await next.check()
    await expect(ledger.lock('acme')).rejects.toThrow(LockHeld)
    await next.release()
  })

  test(`${store}: a process of this machine that is gone loses its lock at once`, async () => {
    const place = await world()
    await place.open({ host: { ...thisHost(), pid: 2 ** 22 + 1 } }).lock('acme')
    const lease = await place.open().lock('acme')
    expect(lease.fence).toBe(2)
    await lease.release()
    await place.open({ host: { ...thisHost(), started: '1' } }).lock('bakery')
    await (await place.open().lock('bakery')).release()
  })

  test(`${store}: SEC-17 the id of a tenant cannot lead elsewhere`, async () => {
    const ledger = (await world()).open()
    for (const tenant of ['../acme', 'a/b', '', '.', '--all', 'A']) {
      await expect(ledger.read(tenant)).rejects.toThrow(/not the id of a tenant/)
      await expect(ledger.lock(tenant)).rejects.toThrow(/not the id of a tenant/)
    }
    const odd = await recorded(ledger, 'a..b.lock', 'run-1', story('ana'))
    expect((await ledger.verify('a..b.lock', odd)).anchored).toBe(true)
  })
}

async function typesOf(entries: ReturnType<Ledger['read']>): Promise<readonly string[]> {
  return (await entries).map(({ entry }) => entry.type)
}

/** A whole run: lock, open, record, close, release. */
export async function recorded(
  ledger: Ledger,
  tenant: string,
  apply: string,
  entries: readonly Entry[],
): Promise<Head> {
  const lease = await ledger.lock(tenant)
  const journal = await ledger.open(tenant, apply, lease)
  await journal.announce(entries.filter((entry) => entry.type === 'intent'))
  for (const entry of entries) await journal.record([entry])
  const head = await journal.close()
  await lease.release()
  return head
}
