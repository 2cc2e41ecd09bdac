import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { atRest, Bench, crowd, finding, person, restOf, tenantOf, told } from './bench.ts'
import { localWith, Crash } from './crash.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

const planned = async (): Promise<readonly string[]> => told((await bench.plan()).operations)
const ana = (more: object = {}): object => ({ ...crowd(3), 'ana-li': person('ana-li', more) })

function declare(users: object, files: object = {}, mode = 'authoritative', directory: object = {}): void {
  bench.tenant('acme', { tenant: tenantOf({ mode, ...directory }), users, groups: { vpn: {} }, ...files })
}

describe('templates', () => {
  const desk = (applies: string, groups: readonly string[] = ['vpn']): object => ({ desk: { applies, groups } })
  const withDesk = (more: object = {}): object => ana({ template: 'desk', ...more })

  test('onCreate: granted with the creation, kept, not added again, out by an explicit line', async () => {
    declare(withDesk(), { templates: desk('onCreate') })
    await bench.apply()
    expect(bench.live().members('vpn')).toEqual(['ana-li'])
    declare(withDesk(), { templates: desk('onCreate', []) })
    expect(await planned()).toEqual([])
    declare(ana(), { templates: desk('onCreate') })
    expect(await planned()).toEqual([])
    declare(withDesk(), { templates: desk('onCreate') })
    bench.live().leave('vpn', 'ana-li')
    expect(await planned()).toEqual([])
    bench.live().join('vpn', 'ana-li')
    for (const line of [{ without: { groups: ['vpn'] } }, { groups: [] }]) {
      declare(withDesk(line), { templates: desk('onCreate') })
      expect(await planned()).toEqual(['revoke membership vpn/ana-li'])
      declare(withDesk({ ...line, template: null }), { templates: desk('onCreate') })
      expect(await planned()).toEqual(['revoke membership vpn/ana-li'])
    }
    await bench.apply()
    declare(withDesk(), { templates: desk('onCreate') })
    expect(await planned()).toEqual([])
  })

  test('onCreate: nothing is given to an account that is adopted', async () => {
    bench.live().addUser('ana-li', { attributes: { email: 'ana-li@acme.example' } })
    declare(withDesk(), { templates: desk('onCreate') })
    expect((await planned()).filter((line) => line.includes('vpn/ana'))).toEqual([])
  })

  test('continuous: given, given again, taken away with the template', async () => {
    declare(withDesk(), { templates: desk('continuous') })
    await bench.apply()
    bench.live().leave('vpn', 'ana-li')
    expect(await planned()).toEqual(['grant membership vpn/ana-li'])
    await bench.apply()
    declare(withDesk({ without: { groups: ['vpn'] } }), { templates: desk('continuous') })
    expect(await planned()).toEqual(['revoke membership vpn/ana-li'])
    declare(withDesk(), { templates: desk('continuous', []) })
    expect(await planned()).toEqual(['revoke membership vpn/ana-li'])
    await bench.apply()
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('attributes: onCreate ones are the person’s own afterwards, continuous ones are not', async () => {
    const templates = (applies: string): object => ({ desk: { applies, attributes: { title: 'Technician' } } })
    for (const [applies, expected] of [
      ['onCreate', []],
      ['continuous', ['update user ana-li']],
    ] as const) {
      declare(withDesk(), { templates: templates(applies) })
      await bench.apply()
      expect(bench.live().user('ana-li').attributes['title']).toBe('Technician')
      bench.live().setAttributes('ana-li', { title: 'Boss' })
      expect(await planned()).toEqual(expected)
      bench.close()
      bench = new Bench()
    }
  })

  test('REL-11 what a creation promised is granted after a run that ended between the two', async () => {
    declare(withDesk(), { templates: desk('onCreate') })
    const { providers } = bench
    bench.providers = localWith({
      apply: async (batch, writer) => {
        if (batch[0]?.kind === 'membership') throw new Crash('gone')
        return writer.apply(batch)
      },
    })
    expect((await bench.apply()).exitCode).toBe(1)
    expect([bench.live().states()['ana-li'], bench.live().members('vpn')]).toEqual(['active', []])
    bench.providers = providers
    expect(await planned()).toEqual(['grant membership vpn/ana-li'])
    await bench.apply()
    expect(bench.live().members('vpn')).toEqual(['ana-li'])
    expect(await restOf(bench)).toEqual(atRest)
  })
})

describe('ownership and modes', () => {
  const exclusive = {}
  const additive = { members: { ownership: 'additive' } }

  test.each([
    [
      'authoritative',
      exclusive,
      ['disable user ~id-stranger', 'revoke membership vpn/p001', 'revoke membership vpn/~id-stranger'],
    ],
    ['authoritative', additive, ['disable user ~id-stranger']],
    ['additive', exclusive, []],
    ['observe', exclusive, []],
  ])('%s, %j: what others put there', async (mode, vpn, expected) => {
    declare(ana({ groups: ['vpn'] }), { groups: { vpn } })
    await bench.apply()
    bench.live().addUser('stranger')
    bench.live().join('vpn', 'p001', 'stranger')
    declare(ana({ groups: ['vpn'] }), { groups: { vpn } }, mode)
    expect(await planned()).toEqual(expected)
  })

  test('additive: only what roster created or granted goes', async () => {
    bench.live().addUser('ben-osei', { attributes: { email: 'ben-osei@acme.example' } })
    bench.live().addGroup('vpn', ['ben-osei'])
    const both = { ...ana({ groups: ['vpn'] }), 'ben-osei': person('ben-osei', { groups: ['vpn'] }) }
    declare(both, {}, 'additive')
    await bench.apply()
    declare({ ...ana(), 'ben-osei': person('ben-osei') }, {}, 'additive')
    expect(await planned()).toEqual(['revoke membership vpn/ana-li'])
    declare(crowd(3), {}, 'additive')
    const made = await bench.plan()
    expect(told(made.operations)).toEqual(['disable user ana-li', 'revoke membership vpn/ana-li'])
    await bench.apply()
    expect(bench.live().states()['ben-osei']).toBe('active')
    expect((await bench.plan()).unmanaged).toContain('acme/hq/user/~id-ben-osei')
    bench.live().setAttributes('ben-osei', { title: 'whatever' })
    expect(await restOf(bench)).toEqual(atRest)
    bench.live().removeUser('ben-osei')
    expect(told((await bench.plan()).operations)).toEqual([])
  })

  test('observe plans nothing, and what it saw is no first apply', async () => {
    bench.live().addUser('stranger')
    declare(ana(), {}, 'observe')
    expect(await planned()).toEqual([])
    expect(finding(await bench.plan(), 'only-observed')).toMatchObject({ scope: 'acme/hq', result: 'warn' })
    await bench.apply()
    expect(finding(await bench.drift(), 'only-observed')).toBeUndefined()
    declare(ana(), {}, 'authoritative')
    const made = await bench.plan()
    expect(told(made.operations).filter((line) => line.startsWith('disable'))).toEqual([])
    expect(finding(made, 'would-remove')?.measured).toBe(1)
  })

  test('REL-07 a first apply that did not come to its end is finished as a first one', async () => {
    declare(ana())
    bench.live().addUser('stranger')
    bench.live().misbehave({ fail: { write: 2, when: 'before', class: 'forbidden' } })
    expect((await bench.apply()).exitCode).toBe(7)
    bench.live().misbehave(undefined)
    expect((await planned()).filter((line) => line.startsWith('disable'))).toEqual([])
    await bench.apply()
    expect(await planned()).toEqual(['disable user ~id-stranger'])
  })

  test('a group that is no longer declared: deleted if roster made it, after its members are out', async () => {
    bench.live().addGroup('found', [])
    declare(ana({ groups: ['vpn', 'found'] }), { groups: { vpn: {}, found: {} } })
    await bench.apply()
    declare(ana(), { groups: { other: {} } })
    const made = await bench.plan()
    expect(told(made.operations)).toEqual(['create group other', 'delete group vpn', 'revoke membership vpn/ana-li'])
    await bench.apply()
    expect(bench.live().group('found').id).toBe('id-found')
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('additive: a group roster made that others use by now is not deleted', async () => {
    declare(ana({ groups: ['vpn'] }), {}, 'additive')
    await bench.apply()
    bench.live().addUser('stranger')
    bench.live().join('vpn', 'stranger')
    declare(ana(), { groups: { other: {} } }, 'additive')
    expect(await planned()).toEqual(['create group other', 'revoke membership vpn/ana-li'])
    await bench.apply()
    expect(bench.live().members('vpn')).toEqual(['stranger'])
  })
})

describe('groups in groups and selections', () => {
  test('nested groups are granted, revoked, and made in order', async () => {
    const groups = (members: object): object => ({ groups: { inner: {}, outer: { members } } })
    declare(ana({ groups: ['inner'] }), groups({ groups: ['inner'] }))
    await bench.apply()
    expect(bench.live().members('outer')).toEqual(['group:inner'])
    expect(await restOf(bench)).toEqual(atRest)
    declare(ana({ groups: ['inner'] }), groups({}))
    expect(await planned()).toEqual(['revoke membership outer/group:inner'])
  })

  test('a selection is the AND of its lists, each an OR', async () => {
    const files = {
      departments: { desk: { name: 'Desk' }, sales: { name: 'Sales' } },
      groups: {
        vpn: { members: { select: { departments: ['desk', 'sales'], locations: ['Oslo'], states: ['active'] } } },
      },
    }
    declare(
      {
        a: person('a', { department: 'desk', location: 'Oslo' }),
        b: person('b', { department: 'sales', location: 'Oslo' }),
        c: person('c', { department: 'desk', location: 'Rome' }),
        d: person('d', { location: 'Oslo' }),
        e: person('e', { department: 'desk', location: 'Oslo', starts: '2027-01-01' }),
      },
      files,
    )
    await bench.apply()
    expect(bench.live().members('vpn')).toEqual(['a', 'b'])
  })
})

describe('protected objects', () => {
  const protect = { protect: ['**/root', '**/break-glass'] }
  test('get no operation, as accounts, as groups, or as members', async () => {
    bench.live().addUser('root', { attributes: { email: 'root@acme.example' } })
    bench.live().addUser('stranger')
    bench.live().addGroup('break-glass', ['root'])
    const users = { ...ana(), root: person('root', { title: 'Other', groups: ['vpn'] }) }
    const groups = { vpn: {}, 'break-glass': { description: 'other' } }
    declare(ana(), { groups: { vpn: {} } }, 'authoritative', protect)
    await bench.apply()
    bench.live().join('vpn', 'root')
    expect(await planned()).toEqual(['disable user ~id-stranger'])
    bench.live().leave('vpn', 'root')
    declare(users, { groups }, 'authoritative', protect)
    const made = await bench.plan()
    expect(told(made.operations)).toEqual(['disable user ~id-stranger'])
    expect(made.notManageable.map(({ address }) => address).toSorted()).toEqual([
      'acme/hq/group/break-glass',
      'acme/hq/user/root',
    ])
    await bench.apply()
    expect(bench.live().user('root')).toMatchObject({ state: 'active', attributes: { email: 'root@acme.example' } })
    expect(bench.live().members('break-glass')).toEqual(['root'])
  })

  test('a group that holds one is not emptied and deleted', async () => {
    declare(ana({ groups: ['vpn'] }), {}, 'authoritative', protect)
    bench.live().addUser('root')
    await bench.apply()
    bench.live().join('vpn', 'root')
    declare(ana(), { groups: { other: {} } }, 'authoritative', protect)
    expect(await planned()).toEqual(['create group other', 'revoke membership vpn/ana-li'])
  })
})
