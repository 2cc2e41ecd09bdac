import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { localProvider } from '../../src/providers/local/provider.ts'
import type { Plan } from '../../src/model/plan.ts'
import { atRest, Bench, crowd, finding, person, restOf, standing, told } from './bench.ts'
import { cloudly } from './sky.ts'
import { localWith } from './crash.ts'

const cloudId = '6c1e0000-0000-4000-8000-000000000001'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

function inTwo(cloud: object = {}, ad: object = {}): object {
  return {
    name: 'Acme',
    directories: {
      ad: { provider: 'local', mode: 'authoritative', ...ad },
      cloud: { provider: 'entra', mode: 'authoritative', tenantId: cloudId, ...cloud },
    },
  }
}

const synced = inTwo({ syncedFrom: 'ad' })
const groups = { apps: { directory: 'cloud', members: { users: ['ana'] } } }

/** Cloud accounts are those of the domain, as a synchronisation would bring them. */
function synchronise(...usernames: readonly string[]): void {
  for (const username of usernames) {
    const { state = 'active', attributes, id } = bench.live('acme', 'ad').user(username)
    bench.live('acme', 'cloud').addUser(username, { id: `cloud-${id}`, state, attributes })
  }
}

function withCloud(held: readonly string[], writable: readonly string[] = []): void {
  bench.providers = new Map([
    ['local', localProvider],
    ['entra', cloudly({ held, writable })],
  ])
}

function declare(users: object, tenant: object = synced): void {
  bench.tenant('acme', { tenant, users: { ...crowd(3), ...users }, groups })
}

const inCloud = (made: Plan): readonly string[] =>
  told(made.operations.filter(({ directory }) => directory === 'cloud'))

describe('people who come by synchronisation', () => {
  const everybody = ['p001', 'p002', 'p003', 'ana']

  test('are not made: who is to get an account where they come from is waited for, with all that hangs on it', async () => {
    withCloud(everybody)
    declare({ ana: person('ana') })
    const first = await bench.plan()
    expect(inCloud(first)).toContain('create user ana (waiting)')
    expect(inCloud(first)).toContain('grant membership apps/ana (waiting)')
    const waiting = first.operations.filter(({ status }) => status === 'waiting')
    expect(new Set(waiting.map(({ waitingFor }) => waitingFor))).toEqual(new Set(['sync']))
    expect((await bench.apply()).exitCode).toBe(0)
    expect(bench.live('acme', 'cloud').users()).toEqual([])
    const second = await bench.plan()
    expect(standing(second)).toBe('waiting 0')
    synchronise(...everybody)
    expect(inCloud(await bench.plan())).toEqual(['grant membership apps/ana'])
    await bench.apply()
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('without syncedFrom both directories get their creation, one after the other', async () => {
    withCloud([])
    declare({ ana: person('ana') }, inTwo({ dependsOn: ['ad'] }))
    const made = await bench.plan()
    const creation = made.operations.find(({ address }) => address === 'acme/cloud/user/ana')
    expect(creation).toMatchObject({ status: 'planned', needs: ['acme/ad/user/ana#create'] })
  })

  test('who is only in the cloud is made there', async () => {
    withCloud(everybody)
    declare({ ana: person('ana', { directories: ['cloud'] }) })
    expect(inCloud(await bench.plan())).toContain('create user ana')
  })

  test('a guest is invited, and not waited for', async () => {
    withCloud(everybody)
    declare({ ana: person('ana', { guest: true, email: 'ana@partner.example' }) })
    const made = await bench.plan()
    const invited = made.operations.find(({ address }) => address === 'acme/cloud/user/ana')
    expect(invited).toMatchObject({
      status: 'planned',
      after: { invites: 'ana@partner.example' },
      summary: 'Ana is invited to cloud as a guest, at ana@partner.example',
    })
  })

  test('a guest without an address is a mistake in the files, and no account of ours', async () => {
    withCloud(everybody)
    declare({ ana: { name: { first: 'Ana', last: 'Li' }, guest: true, directories: ['cloud'] } })
    const made = await bench.plan()
    expect(standing(made)).toBe('invalid 3')
    expect(made.diagnostics.map(({ message }) => message).join('\n')).toContain(
      'Ana Li in cloud: a guest is invited by mail, and has no address here; write email, or take guest out',
    )
  })
})

describe('what another directory holds', () => {
  const everybody = ['p001', 'p002', 'p003', 'ana']

  async function settled(writable: readonly string[] = []): Promise<void> {
    withCloud(everybody, writable)
    declare({ ana: person('ana', { title: 'Clerk' }) })
    await bench.apply()
    synchronise(...everybody)
    expect((await bench.apply()).exitCode).toBe(0)
    expect(await restOf(bench)).toEqual(atRest)
  }

  test('is changed there alone, and told as on its way', async () => {
    await settled()
    declare({ ana: person('ana', { title: 'Lead' }) })
    const made = await bench.plan()
    expect(told(made.operations)).toEqual(['update user ana'])
    expect(made.operations[0]?.directory).toBe('ad')
    expect(finding(made, 'upstream-owned')).toMatchObject({
      result: 'pass',
      scope: 'acme/cloud/user/ana',
      message: expect.stringContaining('ad is changed by this plan') as string,
    })
    await bench.apply()
    const after = await bench.plan()
    expect(told(after.operations)).toEqual([])
    expect(standing(after)).toBe('noChange 0')
    expect(finding(after, 'upstream-owned')?.message).toContain('ad has it so already')
    synchronise('ana')
    expect(finding(await bench.plan(), 'upstream-owned')).toBeUndefined()
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('is changed here where it is ours', async () => {
    await settled(['title'])
    declare({ ana: person('ana', { title: 'Lead' }) })
    expect(inCloud(await bench.plan())).toEqual(['update user ana'])
  })

  test('who leaves is switched off where the account is held, loses their groups here at once, and is told', async () => {
    await settled()
    bench.tenant('acme', { users: crowd(3), groups: { apps: { directory: 'cloud' } } })
    const made = await bench.plan()
    expect(told(made.operations)).toEqual(['disable user ana', 'revoke membership apps/ana'])
    expect(made.operations.find(({ verb }) => verb === 'disable')?.directory).toBe('ad')
    expect(finding(made, 'upstream-owned')?.message).toContain('can still sign in')
    await bench.apply()
    synchronise('ana')
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('is neither enabled, restored, renamed nor disabled here', async () => {
    await settled()
    const cloud = bench.live('acme', 'cloud')
    for (const state of ['disabled', 'softDeleted']) {
      cloud.editUser('ana', { state })
      const made = await bench.plan()
      expect(inCloud(made).filter((line) => line.includes(' user '))).toEqual([])
      expect(finding(made, 'upstream-owned')?.message).toContain('cannot sign in')
    }
    cloud.editUser('ana', { state: 'active' })
    declare({ ana: person('ana', { username: 'ana.new' }) })
    expect(inCloud(await bench.plan()).filter((line) => line.includes(' user '))).toEqual([])
  })

  test('is no stranger of ours to disable', async () => {
    withCloud([...everybody, 'zoe'])
    declare({ ana: person('ana') })
    await bench.apply()
    synchronise(...everybody)
    await bench.apply()
    bench.live('acme', 'cloud').addUser('zoe')
    expect(inCloud(await bench.plan())).toEqual([])
  })

  test('where nobody of this tenant holds it, it is to be changed elsewhere', async () => {
    withCloud(['ana'])
    declare({ ana: person('ana', { title: 'Clerk' }) }, inTwo())
    await bench.apply()
    expect(finding(await bench.plan(), 'upstream-owned')).toBeUndefined()
    bench.live('acme', 'cloud').setAttributes('ana', { title: 'Boss' })
    const made = await bench.plan()
    expect(finding(made, 'upstream-owned')).toMatchObject({
      result: 'warn',
      message:
        'Ana in cloud is not as wished: title changes from Boss to Clerk. Nothing is done here: synchronised from the domain. Change it there.',
    })
  })
})

describe('ATR-12 two directories in order', () => {
  const chain = {
    name: 'Acme',
    directories: {
      ad: { provider: 'local', mode: 'authoritative' },
      hq: { provider: 'local', mode: 'authoritative', dependsOn: ['ad'] },
    },
  }
  const declareChain = (users: object): void => bench.tenant('acme', { tenant: chain, users })
  const failing = (): void => {
    bench.providers = localWith({
      apply: async (batch, writer) =>
        batch[0]?.directory === 'ad'
          ? batch.map(() => ({ status: 'failed', class: 'invalid', detail: 'not today' }))
          : writer.apply(batch),
    })
  }
  const working = (): void => void (bench.providers = new Map([['local', localProvider]]))

  test('the first fails: the second waits, and the next run finishes', async () => {
    failing()
    declareChain(crowd(2))
    expect((await bench.apply()).exitCode).toBe(7)
    expect(bench.live('acme', 'hq').users()).toEqual([])
    working()
    expect((await bench.apply()).exitCode).toBe(0)
    expect(bench.live('acme', 'hq').users()).toHaveLength(2)
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('the second fails: the first is done, and the next plan holds the second alone', async () => {
    bench.providers = localWith({
      apply: async (batch, writer) =>
        batch[0]?.directory === 'hq'
          ? batch.map(() => ({ status: 'failed', class: 'invalid', detail: 'not today' }))
          : writer.apply(batch),
    })
    declareChain(crowd(2))
    expect((await bench.apply()).exitCode).toBe(7)
    working()
    const made = await bench.plan()
    expect(new Set(made.operations.map(({ directory }) => directory))).toEqual(new Set(['hq']))
  })

  test('an update waits as a creation does; who leaves waits for nobody', async () => {
    working()
    declareChain({ ...crowd(4), ana: person('ana', { title: 'Clerk' }), ben: person('ben') })
    await bench.apply()
    declareChain({ ...crowd(4), ana: person('ana', { title: 'Lead' }) })
    failing()
    await bench.apply()
    const hq = bench.live('acme', 'hq')
    expect(hq.user('ana').attributes['title']).toBe('Clerk')
    expect(hq.states()['ben']).toBe('disabled')
    expect(bench.live('acme', 'ad').states()['ben']).toBe('active')
  })
})
