import { existsSync, readdirSync } from 'node:fs'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import type { Person } from '../../../src/model/desired.ts'
import { Secret } from '../../../src/model/secret.ts'
import { localProvider as local } from '../../../src/providers/local/provider.ts'
import {
  createGroup,
  createUser,
  fileOf,
  groupLine,
  localTrial,
  membership,
  operation,
  userLine,
  type LocalTrial,
} from './directory.ts'

let trial: LocalTrial
beforeEach(() => {
  trial = localTrial()
})
afterEach(() => trial.close())

describe('reading', () => {
  test('a file that is not there reads as an empty directory, completely, and is not made', async () => {
    const reader = await trial.reader()
    const pages = []
    for await (const page of reader.observe(['user', 'group', 'organizationalUnit'])) pages.push(page)
    expect(pages.flat()).toEqual([])
    expect(reader.completeness().map(({ complete, count }) => ({ complete, count }))).toEqual([
      { complete: true, count: 0 },
      { complete: true, count: 0 },
      { complete: true, count: 0 },
    ])
    expect(readdirSync(trial.root)).toEqual([])
  })

  test('the identity before the file is made is the one it is made with', async () => {
    const before = (await trial.reader()).identity
    await trial.apply(createUser('ana'))
    expect((await trial.reader()).identity).toBe(before)
    expect(trial.lines()[0]).toContain(before)
  })

  test('completeness is not claimed before the listing came to its end', async () => {
    trial.write(fileOf({ pageSize: 1 }, userLine('ana'), userLine('ben')))
    const reader = await trial.reader()
    for await (const page of reader.observe(['user'])) {
      expect(page).toHaveLength(1)
      expect(reader.completeness()).toMatchObject([{ complete: false, proof: 'none' }])
      break
    }
    expect(reader.completeness()).toMatchObject([{ complete: false }])
  })

  test('only what lies below the bases is listed; the rest is found by id', async () => {
    trial.write(
      fileOf(
        undefined,
        userLine('ana'),
        userLine('svc', { container: 'service' }),
        userLine('old', { container: 'people/Old' }),
      ),
    )
    expect((await trial.list()).map((one) => one.immutableId)).toEqual(['id-ana', 'id-old'])
    const reader = await trial.reader()
    expect([...(await reader.find(['id-svc', 'id-nobody'])).keys()]).toEqual(['id-svc'])
    expect([...(await reader.existing(['id-svc', 'id-nobody']))]).toEqual(['id-svc'])
  })

  test('an attribute that cannot be read is unknown, neither absent nor empty', async () => {
    trial.write(
      fileOf(
        undefined,
        userLine('ana', { attributes: { title: 'Lead', location: 'Oslo' }, unknown: ['title'] }),
        groupLine('vpn', ['id-ana'], { unknown: ['members'] }),
      ),
    )
    expect(await trial.user('ana')).toMatchObject({ attributes: { location: 'Oslo' }, unknown: ['title'] })
    expect((await trial.group('vpn')).members).toBe('unknown')
  })

  test('protected objects and those another mechanism manages are listed with the reason', async () => {
    trial.close()
    trial = localTrial({ protect: ['people/svc-*', '**/breakglass'] })
    trial.write(
      fileOf(
        undefined,
        userLine('svc-scan'),
        userLine('breakglass', { container: 'people/x' }),
        userLine('ana'),
        groupLine('all', [], { notManageable: 'dynamic rule' }),
      ),
    )
    expect((await trial.list()).map((one) => one.notManageable)).toEqual([
      'protected by people/svc-*',
      'protected by **/breakglass',
      undefined,
      'dynamic rule',
    ])
    const reader = await trial.reader()
    expect(reader.dialect.protects('id-svc-scan')).toBe(true)
    expect(reader.dialect.protects('id-ana')).toBe(false)
  })

  test('a person can be invited', async () => {
    trial.write(fileOf(undefined, userLine('ana', { state: 'invited' })))
    expect((await trial.user('ana')).state).toBe('invited')
  })

  test('two directories named by one file overlap, whatever the spelling', () => {
    const one = local.territories({ provider: 'local', file: 'data/x.json' })
    expect(one).toEqual(local.territories({ provider: 'local', file: './data/../data/x.json' }))
    expect(one).not.toEqual(local.territories({ provider: 'local', file: 'data/y.json' }))
    expect(local.territories({ provider: 'local' })).toEqual([])
  })

  test.each(['../x.json', '/etc/x.json', 'a/../../x.json'])(
    'a file outside the workspace (%s) is refused',
    async (file) => {
      const outside = { ...trial.connection, settings: { provider: 'local' as const, file } }
      await expect(local.read(outside)).rejects.toMatchObject({ name: 'DirectoryFault', kind: 'refused' })
    },
  )
})

describe('writing', () => {
  test('nothing to write makes no file', async () => {
    await trial.apply(membership('revoke', 'vpn', 'ana'))
    expect(existsSync(trial.file)).toBe(false)
  })

  test('creates people, groups, nested groups and containers', async () => {
    const outcomes = await trial.apply(
      operation('people/Sales', {
        kind: 'organizationalUnit',
        verb: 'create',
        before: null,
        after: { container: 'people/Sales' },
      }),
      createUser('ana', { container: 'people/Sales', attributes: { title: 'Lead', emails: ['b@x', 'a@x'] } }),
      createUser('ben', { references: { manager: 'ana' } }),
      createGroup('vpn'),
      createGroup('all'),
      membership('grant', 'vpn', 'ben'),
      membership('grant', 'all', 'group:vpn'),
    )
    expect(outcomes.map(({ status }) => status)).toEqual(Array(7).fill('applied'))
    const [ana, ben, vpn] = [await trial.user('ana'), await trial.user('ben'), await trial.group('vpn')]
    expect(ben.references).toEqual({ manager: ana.reference })
    expect(vpn.members).toEqual([ben.reference])
    expect((await trial.group('all')).members).toEqual([vpn.reference])
    expect(ana).toMatchObject({ container: 'people/Sales', attributes: { title: 'Lead', emails: ['b@x', 'a@x'] } })
  })

  test('REL-10 the same operations again are unchanged, and say where the object is', async () => {
    const asked = [createUser('ana'), createGroup('vpn'), membership('grant', 'vpn', 'ana')]
    await trial.apply(...asked)
    const before = trial.lines()
    const again = await trial.apply(...asked)
    expect(again.map(({ status }) => status)).toEqual(['unchanged', 'unchanged', 'unchanged'])
    expect(again[0]).toMatchObject({ locator: { immutableId: (await trial.user('ana')).immutableId } })
    expect(trial.lines()).toEqual(before)
  })

  test('a name that somebody took is a conflict, whatever its case', async () => {
    trial.write(fileOf(undefined, userLine('Ana'), groupLine('VPN', [])))
    const outcomes = await trial.apply(createUser('ana', { attributes: { title: 'x' } }), createGroup('Ｖpn'))
    expect(outcomes[0]).toMatchObject({ status: 'conflict' })
    expect((await trial.list()).length).toBe(2)
  })

  test('a container that is not there is refused before anything is written', async () => {
    expect(await trial.apply(createUser('ana', { container: 'people/Nowhere' }))).toMatchObject([
      { status: 'failed', class: 'invalid' },
    ])
    expect(existsSync(trial.file)).toBe(false)
  })

  test('renames and moves keep the id, the memberships and who points here', async () => {
    trial.write(
      fileOf(
        undefined,
        userLine('ana'),
        userLine('ben', { references: { manager: 'id-ana' } }),
        groupLine('vpn', ['id-ana']),
      ),
    )
    await trial.apply(
      operation('people/Sales', {
        kind: 'organizationalUnit',
        verb: 'create',
        before: null,
        after: { container: 'people/Sales' },
      }),
      operation('ana-li', {
        kind: 'user',
        verb: 'rename',
        before: { immutableId: 'id-ana', username: 'ana', container: 'people' },
        after: { username: 'ana.li', container: 'people/Sales', attributes: { upn: 'ana.li@x' } },
      }),
    )
    expect(await trial.user('ana.li')).toMatchObject({
      immutableId: 'id-ana',
      container: 'people/Sales',
      keys: { upn: 'ana.li@x' },
    })
    expect((await trial.group('vpn')).members).toEqual(['id-ana'])
    expect((await trial.user('ben')).references).toEqual({ manager: 'id-ana' })
  })

  test('disables, enables and deletes; a deleted member is in no group and nobody’s manager', async () => {
    trial.write(
      fileOf(
        undefined,
        userLine('ana'),
        userLine('ben', { references: { manager: 'id-ana' } }),
        groupLine('vpn', ['id-ana', 'id-ben']),
      ),
    )
    const stand = { immutableId: 'id-ana', container: 'people' }
    await trial.apply(
      operation('ana', {
        kind: 'user',
        verb: 'disable',
        before: { ...stand, state: 'active' },
        after: { state: 'disabled', container: 'people' },
      }),
    )
    expect((await trial.user('ana')).state).toBe('disabled')
    await trial.apply(
      operation('ana', {
        kind: 'user',
        verb: 'enable',
        before: { ...stand, state: 'disabled' },
        after: { state: 'active', container: 'people' },
      }),
    )
    expect((await trial.user('ana')).state).toBe('active')
    await trial.apply(
      operation('ana', {
        kind: 'user',
        verb: 'delete',
        before: { immutableId: 'id-ana', username: 'ana' },
        after: null,
      }),
    )
    expect((await trial.group('vpn')).members).toEqual(['id-ben'])
    expect((await trial.user('ben')).references).toEqual({})
  })

  test('null clears a value, [] too, and what is not named stays', async () => {
    trial.write(
      fileOf(undefined, userLine('ana', { attributes: { title: 'Lead', skills: ['a', 'b'], location: 'Oslo' } })),
    )
    await trial.apply(
      operation('ana', {
        kind: 'user',
        verb: 'update',
        before: { immutableId: 'id-ana', attributes: { title: 'Lead', skills: ['b', 'a'] }, references: {} },
        after: { attributes: { title: null, skills: [] }, references: {} },
      }),
    )
    expect((await trial.user('ana')).attributes).toEqual({ location: 'Oslo' })
  })

  test('SEC-13 a value that moved since the plan is a conflict and nothing is written', async () => {
    trial.write(fileOf(undefined, userLine('ana', { attributes: { title: 'Chief', location: 'Oslo' } })))
    const before = trial.lines()
    const outcomes = await trial.apply(
      operation('ana', {
        kind: 'user',
        verb: 'update',
        before: { immutableId: 'id-ana', attributes: { title: 'Lead', location: 'Oslo' }, references: {} },
        after: { attributes: { title: 'Head', location: 'Bergen' }, references: {} },
      }),
      operation('ana', {
        kind: 'user',
        verb: 'rename',
        before: { immutableId: 'id-ana', username: 'anna' },
        after: { username: 'a' },
      }),
      operation('ana', {
        kind: 'user',
        verb: 'enable',
        before: { immutableId: 'id-ana', state: 'disabled', container: 'leavers' },
        after: { state: 'active', container: 'people/x' },
      }),
      operation('ana', {
        kind: 'user',
        verb: 'delete',
        before: { immutableId: 'id-ana', username: 'anna' },
        after: null,
      }),
    )
    expect(outcomes.map(({ status }) => status)).toEqual(['conflict', 'conflict', 'conflict', 'conflict'])
    expect(trial.lines()).toEqual(before)
  })

  test('what somebody writes while the writer is open is seen by the next operation', async () => {
    trial.write(fileOf(undefined, userLine('ana', { attributes: { title: 'Lead' } })))
    const writer = await trial.writer()
    trial.write(fileOf(undefined, userLine('ana', { attributes: { title: 'Chief' } })))
    const update = operation('ana', {
      kind: 'user',
      verb: 'update',
      before: { immutableId: 'id-ana', attributes: { title: 'Lead' }, references: {} },
      after: { attributes: { title: 'Head' }, references: {} },
    })
    expect(await writer.apply([update])).toMatchObject([{ status: 'conflict' }])
    const [outcome] = await writer.apply([createUser('ben')])
    expect(outcome?.status).toBe('applied')
    await writer.close()
    expect((await trial.list()).length).toBe(2)
  })

  test('several memberships of one group are one line', async () => {
    trial.write(fileOf(undefined, groupLine('vpn', []), ...Array.from({ length: 9 }, (_, n) => userLine(`u${n}`))))
    trial.located.set('acme/hq/group/vpn', { immutableId: 'id-vpn', reference: 'id-vpn' })
    for (let n = 0; n < 9; n += 1)
      trial.located.set(`acme/hq/user/u${n}`, { immutableId: `id-u${n}`, reference: `id-u${n}` })
    const before = trial.lines().length
    const writer = await trial.writer()
    const outcomes = await writer.apply(Array.from({ length: 9 }, (_, n) => membership('grant', 'vpn', `u${n}`)))
    await writer.close()
    expect(outcomes.every(({ status }) => status === 'applied')).toBe(true)
    expect(trial.lines().length).toBe(before + 1)
    expect((await trial.group('vpn')).members).toHaveLength(9)
  })

  test('a dangling member is revoked by its reference', async () => {
    trial.write(fileOf(undefined, groupLine('vpn', ['id-nobody'])))
    trial.located.set('acme/hq/group/vpn', { immutableId: 'id-vpn', reference: 'id-vpn' })
    const revoke = operation('vpn/~id-nobody', {
      kind: 'membership',
      verb: 'revoke',
      before: { group: 'vpn', member: '~id-nobody', reference: 'id-nobody' },
      after: null,
    })
    expect(await trial.apply(revoke)).toMatchObject([{ status: 'applied' }])
    expect((await trial.group('vpn')).members).toEqual([])
  })

  test('what must not be touched is refused by the directory itself', async () => {
    trial.write(fileOf(undefined, userLine('ana', { notManageable: 'synced from elsewhere' })))
    expect(
      await trial.apply(
        operation('ana', {
          kind: 'user',
          verb: 'delete',
          before: { immutableId: 'id-ana', username: 'ana' },
          after: null,
        }),
      ),
    ).toMatchObject([{ status: 'failed', class: 'forbidden', detail: 'synced from elsewhere' }])
  })

  test('a first password is asked for once, for a new person only, and never kept', async () => {
    const writer = await local.write(trial.connection, {
      locate: () => undefined,
      initialPassword: async () => new Secret('correct horse'),
    })
    await writer.apply([createUser('ana')])
    await writer.close()
    expect(trial.lines().join('')).not.toContain('horse')
    expect(trial.lines()[1]).toContain('"passwordSet":true')
    await trial.apply(createUser('ana'), createGroup('vpn'))
    expect(trial.passwords).toEqual([])
  })

  test('confirm tells whether it is so, before and after', async () => {
    const reader = await trial.reader()
    const locate = (address: string): ReturnType<typeof trial.located.get> => trial.located.get(address)
    const asked = [createUser('ana'), createGroup('vpn'), membership('grant', 'vpn', 'ana')]
    for (const one of asked) expect(await reader.confirm(one, locate)).toBe(false)
    await trial.apply(...asked)
    for (const one of asked) expect(await reader.confirm(one, locate)).toBe(true)
    expect(await reader.confirm(membership('revoke', 'vpn', 'ana'), locate)).toBe(false)
  })
})

describe('the dialect', () => {
  const person: Person = {
    id: 'ana-li',
    source: { file: 'users.yaml', line: 1, via: [] },
    state: 'active',
    stateReason: 'declared',
    urgent: false,
    directories: ['hq'],
    username: 'ana.li',
    upn: 'Ana.Li@x.example',
    values: { title: 'Lead', employeeId: '0042', email: 'Ana@X.example', 'department.name': 'Desk' },
    initial: { 'profile.language': 'nl' },
    manager: 'ben',
    departmentPath: ['Operations', 'Desk/Night'],
  }

  test('puts people where the settings say', async () => {
    for (const [placement, container] of [
      ['flat', 'staff'],
      ['department', 'staff/Desk%2FNight'],
      ['departmentPath', 'staff/Operations/Desk%2FNight'],
    ] as const) {
      const { dialect } = await local.read({
        ...trial.connection,
        settings: { provider: 'local', users: { base: 'staff', placement, disabledBase: 'leavers' } },
      })
      expect(dialect.user(person).container).toBe(container)
      expect(dialect.user({ ...person, state: 'suspended' }).container).toBe(container)
      expect(dialect.user({ ...person, state: 'disabled' }).container).toBe('leavers')
      expect(dialect.disabledContainer(container)).toBe('leavers')
    }
  })

  test('names the attributes by their paths, or as the mapping says', async () => {
    const plain = (await trial.reader()).dialect.user(person)
    expect(plain).toMatchObject({
      attributes: person.values,
      references: { manager: 'ben' },
      naming: { upn: 'Ana.Li@x.example' },
      initial: { 'profile.language': 'nl' },
      keys: { employeeId: '0042', upn: 'ana.li@x.example', mail: 'ana@x.example' },
    })
    const mapping = { job: 'title', unit: { from: 'department.name' }, boss: 'manager', number: 'employeeId' }
    const reader = await local.read({ ...trial.connection, settings: { provider: 'local', mapping } })
    const { attributes, references } = reader.dialect.user(person)
    expect(attributes).toEqual({ job: 'Lead', unit: 'Desk', number: '0042', email: 'Ana@X.example' })
    expect(references).toEqual({ boss: 'ben' })
  })

  test('knows what lies above a container', async () => {
    const { dialect } = await trial.reader()
    expect(dialect.lineage('people')).toEqual([])
    expect(dialect.lineage('people/A/B')).toEqual(['people/A', 'people/A/B'])
    expect(dialect.lineage('people2/A')).toEqual(['people2', 'people2/A'])
  })

  test('compares values as sets', async () => {
    const { dialect } = await trial.reader()
    expect(dialect.same('skills', ['a', 'b'], ['b', 'a', 'a'])).toBe(true)
    expect(dialect.same('skills', [], null)).toBe(true)
    expect(dialect.same('title', 'x', ['x'])).toBe(true)
    expect(dialect.same('title', 'x', 'X')).toBe(false)
    expect(dialect.same('title', 'x', undefined)).toBe(false)
  })

  test('SEC-24 a name with a control character is a problem of the plan', async () => {
    const { dialect } = await trial.reader()
    const expressed = dialect.user({ ...person, username: 'ana\u0000' })
    expect(dialect.problems(expressed)).toHaveLength(1)
    expect(dialect.problems(dialect.user(person))).toEqual([])
  })
})
