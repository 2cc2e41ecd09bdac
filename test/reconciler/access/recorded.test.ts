import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { remember } from '../../../src/reconciler/memory.ts'
import { rememberedAt } from '../../../src/reconciler/access/remembered.ts'
import { Bench, person } from '../bench.ts'
import { byHand, declare, inShort, on, somebody, usualEntities, viewers } from './stage.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

function schema(name: string): (value: unknown) => readonly unknown[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  const path = new URL(`../../../schema/${name}.schema.json`, import.meta.url)
  const valid = ajv.compile(JSON.parse(readFileSync(path, 'utf8')) as object)
  return (value) => {
    valid(JSON.parse(JSON.stringify(value)))
    return valid.errors ?? []
  }
}

describe('what the ledger keeps of access', () => {
  test('UX-32 plans and entries with access follow the published schemas', async () => {
    const override = {
      platform: 'atlas',
      permission: 'action/documents.download',
      level: 'none',
      reason: 'shared',
      expires: '2026-12-20',
    }
    const users = { ...viewers(2), eva: on('eva', { role: 'edit', accessGroup: 'funds' }, { overrides: [override] }) }
    declare(bench, { users })
    expect(schema('plan')(await bench.plan())).toEqual([])
    await bench.apply()
    declare(bench, { users, entities: { ...usualEntities, 'fund-1': { ...usualEntities['fund-1'], tags: [] } } })
    expect(schema('plan')(await bench.plan())).toEqual([])
    const check = schema('ledger-entry')
    for (const entry of await bench.ledger.read('acme')) expect(check(entry)).toEqual([])
  })

  test('comes in entries of at most a thousand elements, and only what changed is written again', async () => {
    const entities = Object.fromEntries(
      Array.from({ length: 2_500 }, (_, n) => [
        `fund-${n}`,
        { platform: 'atlas', name: `Fund ${n}`, kind: 'fund', tags: [n % 2 === 0 ? 'fund' : 'other'] },
      ]),
    )
    declare(bench, { users: viewers(1), entities })
    await bench.apply()
    const sizes = (await bench.entries()).flatMap((entry) =>
      entry.type === 'access' ? [Object.keys(entry.elements).length] : [],
    )
    expect(sizes).toHaveLength(3)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_000)
    declare(bench, { users: viewers(1), entities: { ...entities, 'fund-7': { ...entities['fund-7'], name: 'Seven' } } })
    await bench.apply()
    const last = (await bench.entries()).findLast((entry) => entry.type === 'access')
    expect(Object.keys(last?.type === 'access' ? last.elements : {})).toEqual(['entity/fund-7'])
    const length = (await bench.entries()).length
    await bench.apply()
    expect(await bench.entries()).toHaveLength(length)
  })

  test('lines that moved are no change', async () => {
    declare(bench, { users: viewers(1) })
    await bench.apply()
    const length = (await bench.entries()).length
    const { 'fund-1': first, ...others } = usualEntities
    declare(bench, { users: viewers(1), entities: { ...others, 'fund-1': first } })
    expect((await bench.plan()).access.groups).toEqual([])
    await bench.apply()
    expect(await bench.entries()).toHaveLength(length)
  })

  test('the access of a day ago can be put together again', async () => {
    declare(bench, { users: viewers(1) })
    await bench.apply()
    bench.at('2026-12-02T12:00:00Z')
    declare(bench, {
      users: viewers(1),
      entities: { ...usualEntities, 'fund-1': { ...usualEntities['fund-1'], tags: [] } },
    })
    await bench.apply()
    const memory = remember(await bench.ledger.read('acme'))
    const tagsAt = (moment: string): unknown =>
      rememberedAt(memory, 'atlas', new Date(moment)).get('entity/fund-1')?.['tags']
    expect(tagsAt('2026-12-02T12:00:00Z')).toEqual([])
    expect(tagsAt('2026-12-02T11:59:59Z')).toEqual(['fund', 'apac'])
    expect(memory.accessBefore).toHaveLength(1)
  })
})

describe('people and platforms that go', () => {
  test('an id that changes neither gains nor loses anything', async () => {
    declare(bench, { users: viewers(1) })
    await bench.apply()
    const moved = on('v001', { role: 'view-only', accessGroup: 'funds' }, { movedFrom: 'v001' })
    declare(bench, { users: { 'v-one': moved } })
    expect((await bench.plan()).access.groups).toEqual([])
    await bench.apply()
    expect((await bench.plan()).access.groups).toEqual([])
  })

  test('a contract that is given up takes everybody’s access with it, and that is said', async () => {
    declare(bench, { users: viewers(3) })
    await bench.apply()
    bench.write('tenants/acme/tenant.yaml', {
      name: 'Acme',
      directories: { hq: { provider: 'local', mode: 'authoritative' } },
    })
    bench.write('tenants/acme/entities.yaml', undefined)
    bench.write('tenants/acme/access-groups.yaml', undefined)
    const ids = ['root-one', 'root-two', ...Object.keys(viewers(3))]
    bench.tenant('acme', { users: Object.fromEntries(ids.map((id) => [id, somebody(id)])) })
    const made = await bench.plan()
    expect(new Set(made.access.lost.map(({ user }) => user))).toEqual(new Set(ids))
  })

  test('an account that works there already is not gained by being declared', async () => {
    const lease = await bench.ledger.lock('acme')
    const journal = await bench.ledger.open('acme', 'seen', lease)
    const seen = (user: string, roles: readonly string[], accessGroups: readonly string[]) =>
      ({
        type: 'account',
        address: `acme/funds/account/${user}`,
        account: { state: 'active', type: 'user', login: `${user}@acme.example`, roles, accessGroups },
        from: 'export',
      }) as const
    await journal.record([
      seen('root-one', ['customer-admin'], []),
      seen('root-two', ['customer-admin'], []),
      seen('v001', ['view-only'], []),
    ])
    await journal.close()
    await lease.release()
    declare(bench, { users: viewers(1), contract: byHand })
    expect(inShort((await bench.plan()).access.groups)).toEqual(['+ 1 own users.yaml fund-1+fund-2'])
  })

  test('nobody without a platform is told anything, and nothing is recorded', async () => {
    bench.tenant('acme', {
      tenant: { name: 'Acme', directories: { hq: { provider: 'local', mode: 'authoritative' } } },
      users: { ana: person('ana') },
    })
    await bench.apply()
    expect((await bench.plan()).access.groups).toEqual([])
    expect((await bench.entries()).some(({ type }) => type === 'access')).toBe(false)
  })
})
