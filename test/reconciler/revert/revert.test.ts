import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Operation } from '../../../src/model/operation.ts'
import type { Reverted } from '../../../src/reconciler/revert/reverted.ts'
import { atRest, Bench, finding, person, restOf, standing, told } from '../bench.ts'
import { byName } from './picture.ts'
import { applied, before, people } from './seventy.ts'
import { lastApply, picture, planBack, takeBack } from './stage.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

/** What of a directory differs from what it was, by name. */
function changedFrom(was: readonly unknown[]): readonly string[] {
  const then = byName(was)
  return [...byName(picture(bench))].flatMap(([name, one]) => (then.get(name) === one ? [] : [name])).toSorted()
}

describe('REL-20 an apply is taken back', () => {
  test('REL-20 an apply of more than fifty operations: the directory is as it was, but for what is named', async () => {
    const was = await applied(bench)
    const plan = await planBack(bench, await lastApply(bench))
    expect([plan.kind, standing(plan), plan.operations.length]).toEqual(['revert', 'changes 2', 73])
    const report = await takeBack(bench, await lastApply(bench))
    expect([report.tenants[0]?.held, report.exitCode]).toEqual([undefined, 0])
    expect(changedFrom(was)).toEqual(['cem-aksu', 'fresh', 'kim-ro', 'people/Sales'])
    expect([bench.live().user('cem-aksu').state, bench.live().user('kim-ro').state]).toEqual(['disabled', 'disabled'])
    const named = plan.findings.filter(({ slug }) => slug === 'revert-cannot').map(({ message }) => message)
    expect(named.toSorted()).toEqual([
      'Cem Aksu, Kim Ro: made by it, and stays, disabled: a revert deletes nothing.',
      'the container people/Sales, the group fresh: made by it, and stays: a revert deletes nothing.',
    ])
  })

  test('REL-20 it is recorded as a revert, and the chain holds', async () => {
    await applied(bench)
    const apply = await lastApply(bench)
    await takeBack(bench, apply)
    const run = (await bench.entries()).findLast(({ type }) => type === 'run')
    expect(run).toMatchObject({ reverts: apply.apply, consent: { how: 'digest' } })
    expect((await bench.ledger.verify('acme')).faults).toEqual([])
  })

  test('REL-20 a second revert of the same apply has nothing to do', async () => {
    await applied(bench)
    const apply = await lastApply(bench)
    await takeBack(bench, apply)
    bench.at('2026-12-08T09:00:00Z')
    expect(told((await planBack(bench, apply)).operations)).toEqual([])
    const entries = (await bench.entries()).length
    expect((await takeBack(bench, apply)).exitCode).toBe(0)
    expect((await bench.entries()).length).toBe(entries)
  })

  test('REL-20 the revert of a revert brings back what the apply had brought', async () => {
    await applied(bench)
    const after = picture(bench)
    await takeBack(bench, await lastApply(bench))
    bench.at('2026-12-08T09:00:00Z')
    expect((await takeBack(bench, await lastApply(bench))).exitCode).toBe(0)
    expect(changedFrom(after)).toEqual([])
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('REL-20 the files still ask for it: it says so, and the next plan would do it again', async () => {
    await applied(bench)
    const apply: Reverted = { ...(await lastApply(bench)), commit: 'c'.repeat(40) }
    const found = finding(
      await planBack(bench, { ...apply, requests: [{ number: 12, author: 'opener' }] }),
      'revert-files',
    )
    expect(found).toMatchObject({ result: 'warn', measured: 73 })
    expect(found?.message).toContain('brought by #12 of opener')
    expect(found?.message).toContain('git revert cccccccccccc')
    await takeBack(bench, apply)
    expect((await bench.plan()).operations.length).toBeGreaterThan(60)
  })

  test('REL-20 the files are taken back too: nothing is said, and nothing is left to do but what stays', async () => {
    await applied(bench)
    before(bench)
    const plan = await planBack(bench, await lastApply(bench))
    // Cem, whom the files no longer have, is disabled by either.
    expect(finding(plan, 'revert-files')?.measured).toBeUndefined()
    await takeBack(bench, await lastApply(bench))
    expect(told((await bench.plan()).operations)).toEqual(['delete group fresh'])
  })

  test('REL-20 what somebody has changed since is left alone, and said', async () => {
    await applied(bench)
    bench.live().setAttributes('p001', { title: 'Director' })
    bench.live().editUser('ana-li', { container: 'people' })
    const plan = await planBack(bench, await lastApply(bench))
    const blocked = plan.operations.filter(({ status }) => status === 'blocked')
    expect(blocked.map(({ id, blockedBy }) => [id, blockedBy])).toEqual([
      ['acme/hq/user/ana-li#rename', 'moved since: it goes by another name, or lies elsewhere'],
      ['acme/hq/user/p001#update', 'moved since: title of P001, now Director'],
    ])
    const report = await takeBack(bench, await lastApply(bench))
    expect(report.exitCode).toBe(5)
    expect([bench.live().user('p001').attributes['title'], bench.live().user('p002').attributes['title']]).toEqual([
      'Director',
      'Clerk',
    ])
    expect(bench.live().user('ana-li').container).toBe('people')
  })

  test('REL-20 of several values of one person only those go back that nobody touched', async () => {
    people(bench, { 'ana-li': person('ana-li', { title: 'Technician', phones: { work: '1' } }) })
    await bench.apply()
    people(bench, { 'ana-li': person('ana-li', { title: 'Lead', phones: { work: '2' } }) })
    await bench.apply()
    bench.live().setAttributes('ana-li', { title: 'Director' })
    const plan = await planBack(bench, await lastApply(bench))
    expect(told(plan.operations)).toEqual(['update user ana-li'])
    expect(finding(plan, 'revert-moved')?.message).toBe(
      'title of Ana Li, now Director: moved since, or cannot be told: left alone.',
    )
    await takeBack(bench, await lastApply(bench))
    expect(bench.live().user('ana-li').attributes).toMatchObject({ title: 'Director', 'phones.work': '1' })
  })

  test('REL-20 what is so already vanishes from it', async () => {
    await applied(bench)
    bench.live().setAttributes('p001', { title: 'Clerk' })
    bench.live().leave('staff', 'p001')
    bench.live().join('printers', 'p001')
    const ids = told((await planBack(bench, await lastApply(bench))).operations)
    expect(ids.filter((id) => id.endsWith('p001'))).toEqual([])
    expect(ids).toHaveLength(70)
  })

  test('REL-20 a group that was deleted, and whoever was in it, cannot come back', async () => {
    people(bench, { 'ana-li': person('ana-li', { groups: ['old'] }) }, { old: {} })
    await bench.apply()
    people(bench, { 'ana-li': person('ana-li') })
    await bench.apply()
    const plan = await planBack(bench, await lastApply(bench))
    expect(told(plan.operations)).toEqual([])
    const said = plan.findings.filter(({ slug }) => slug === 'revert-cannot').map(({ message }) => message)
    expect(said.join(' ')).toContain('the group old: deleted for good: it cannot be brought back.')
    expect(standing(plan)).toBe('noChange 0')
  })

  test('REL-20 a run that broke off halfway: only what it did is taken back', async () => {
    people(bench, {
      'ana-li': person('ana-li', { title: 'Technician' }),
      'ben-osei': person('ben-osei', { title: 'Clerk' }),
    })
    await bench.apply()
    people(bench, { 'ana-li': person('ana-li', { title: 'Lead' }), 'ben-osei': person('ben-osei', { title: 'Chief' }) })
    bench.live().misbehave({ fail: { write: 2, when: 'before', class: 'forbidden' } })
    expect((await bench.apply()).exitCode).toBe(7)
    bench.live().misbehave(undefined)
    const plan = await planBack(bench, await lastApply(bench))
    expect(plan.operations).toHaveLength(1)
    await takeBack(bench, await lastApply(bench))
    expect(
      [bench.live().user('ana-li'), bench.live().user('ben-osei')].map(({ attributes }) => attributes['title']),
    ).toEqual(['Technician', 'Clerk'])
  })

  test('REL-20 a write whose answer was lost is judged by what is live', async () => {
    people(bench, { 'ana-li': person('ana-li', { title: 'Technician' }) })
    await bench.apply()
    people(bench, { 'ana-li': person('ana-li', { title: 'Lead' }) })
    await bench.apply()
    const [update] = (await lastApply(bench)).operations
    expect(update?.verb).toBe('update')
    const apply: Reverted = { ...(await lastApply(bench)), operations: [asBegun(update)] }
    expect(told((await planBack(bench, apply)).operations)).toEqual(['update user ana-li'])
    bench.live().setAttributes('ana-li', { title: 'Technician' })
    expect(told((await planBack(bench, apply)).operations)).toEqual([])
  })

  test('REL-20 other tenants are neither looked at nor touched', async () => {
    await applied(bench)
    bench.tenant('other', {
      tenant: { name: 'Other', directories: { hq: { provider: 'local' } } },
      users: { 'zoe-k': person('zoe-k') },
    })
    await bench.apply({ how: 'autoApprove' }, { tenants: ['other'] })
    const text = bench.live('other').text()
    const report = await takeBack(bench, await lastApply(bench))
    expect(report.tenants.map(({ tenant }) => tenant)).toEqual(['acme'])
    expect(bench.live('other').text()).toBe(text)
  })
})

function asBegun(operation: Operation | undefined): Operation {
  if (operation === undefined) throw new Error('there is no operation')
  return operation
}

describe('REL-20 a revert asks the gates as any plan', () => {
  test('REL-20 it would bring somebody back into a privileged group: nothing is written without an acknowledgement', async () => {
    people(bench, { 'ana-li': person('ana-li', { groups: ['admins'] }) }, { admins: { privileged: true } })
    bench.tenant('acme', { acknowledgements: acknowledged('2026-12-02T09:00:00Z') })
    expect((await bench.apply()).exitCode).toBe(0)
    people(bench, { 'ana-li': person('ana-li') }, { admins: { privileged: true } })
    bench.tenant('acme', { acknowledgements: {} })
    bench.at('2026-12-05T09:00:00Z')
    expect((await bench.apply()).exitCode).toBe(0)
    const text = bench.live().text()
    const plan = await planBack(bench, await lastApply(bench))
    expect(plan.operations).toMatchObject([{ verb: 'grant', risk: 'high', escalation: true, reason: 'reverted' }])
    expect(finding(plan, 'privilegedGain')?.result).toBe('block')
    expect((await takeBack(bench, await lastApply(bench))).exitCode).toBe(5)
    expect(bench.live().text()).toBe(text)
    bench.tenant('acme', { acknowledgements: acknowledged('2026-12-06T09:00:00Z') })
    expect((await takeBack(bench, await lastApply(bench))).exitCode).toBe(0)
    expect(bench.live().members('admins')).toEqual(['ana-li'])
  })

  test('REL-20 what leave.yaml leaves as it is until a day is not taken back either', async () => {
    await applied(bench)
    bench.tenant('acme', {
      leave: { keep: { address: 'acme/hq/user/p001', until: '2026-12-31', reason: 'asked by the customer' } },
    })
    const plan = await planBack(bench, await lastApply(bench))
    expect(plan.operations.find(({ id }) => id === 'acme/hq/user/p001#update')).toMatchObject({
      status: 'waiting',
      waitingFor: 'left',
    })
  })
})

function acknowledged(expires: string): object {
  return { ok: { gate: 'privilegedGain', max: 5, reason: 'agreed', approver: 'leads', expires } }
}

describe('REL-20 a seeded bug is noticed', () => {
  /** What differs after a revert of what the ledger is said to have recorded. */
  async function left(recorded: (operation: Operation) => Operation): Promise<readonly string[]> {
    const was = await applied(bench)
    const apply = await lastApply(bench)
    await takeBack(bench, { ...apply, operations: apply.operations.map(recorded) })
    return changedFrom(was).filter((name) => !['cem-aksu', 'fresh', 'kim-ro', 'people/Sales'].includes(name))
  }

  test('as it was recorded: nothing is left', async () => {
    expect(await left((operation) => operation)).toEqual([])
  })

  test('before and after exchanged: what was changed stays as it is', async () => {
    const exchanged = (operation: Operation): Operation =>
      operation.verb === 'update'
        ? ({
            ...operation,
            before: { ...operation.before, ...operation.after },
            after: withoutId(operation.before),
          } as Operation)
        : operation
    expect(await left(exchanged)).toHaveLength(24)
  })
})

function withoutId(before: object): object {
  return Object.fromEntries(Object.entries(before).filter(([name]) => name !== 'immutableId'))
}
