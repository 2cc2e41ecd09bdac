import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Operation } from '../../../src/model/operation.ts'
import type { Outcome } from '../../../src/model/outcome.ts'
import { DirectoryFault } from '../../../src/model/fault.ts'
import { directoryFault, failedWrite, Refusal } from '../../../src/ldap/faults.ts'
import { accounts, startSlapd } from '../../servers/slapd.ts'
import type { Slapd } from '../../servers/slapd.ts'
import { startLdapProxy, writing } from '../../servers/ldap-proxy.ts'
import type { LdapProxy } from '../../servers/ldap-proxy.ts'
import { at, groups, leavers, operation, people, personLdif, Session, settingsOf } from './directory.ts'

const titled = (immutableId: string, before: string | null, after: string | null): Operation =>
  operation('ana', {
    kind: 'user',
    verb: 'update',
    before: { immutableId, attributes: { title: before }, references: {} },
    after: { attributes: { title: after }, references: {} },
  })

describe('REL-10 what a result code comes to', () => {
  const table: readonly (readonly [number, string, string])[] = [
    [1, 'operationsError', 'retryable'],
    [3, 'timeLimitExceeded', 'retryable'],
    [8, 'strongerAuthRequired', 'forbidden'],
    [10, 'referral', 'invalid'],
    [16, 'noSuchAttribute', 'conflict'],
    [17, 'undefinedAttributeType', 'invalid'],
    [19, 'constraintViolation', 'invalid'],
    [20, 'attributeOrValueExists', 'conflict'],
    [21, 'invalidAttributeSyntax', 'invalid'],
    [32, 'noSuchObject', 'conflict'],
    [34, 'invalidDNSyntax', 'invalid'],
    [50, 'insufficientAccessRights', 'forbidden'],
    [51, 'busy', 'retryable'],
    [52, 'unavailable', 'retryable'],
    [53, 'unwillingToPerform', 'invalid'],
    [64, 'namingViolation', 'invalid'],
    [65, 'objectClassViolation', 'invalid'],
    [67, 'notAllowedOnRDN', 'invalid'],
    [68, 'entryAlreadyExists', 'conflict'],
    [71, 'affectsMultipleDSAs', 'invalid'],
    [80, 'other', 'retryable'],
    [99, 'unknown', 'invalid'],
  ]
  const classOf = (outcome: Outcome | undefined): string =>
    outcome?.status === 'failed' ? outcome.class : (outcome?.status ?? 'nothing')

  test.each(table)('%i (%s) is %s, with its name and what to do next', (code, name, expected) => {
    const refusal = new Refusal({ code, matched: '', text: 'because' }, 'changing cn=x')
    expect(classOf(failedWrite(refusal))).toBe(expected)
    expect(refusal.message).toMatch(
      new RegExp(`^changing cn=x: the server answered ${name} \\(${code}\\), "because"\\. [A-Z].+\\.$|\\)\\.$`),
    )
    expect(directoryFault(refusal, 'x')).toBeInstanceOf(DirectoryFault)
  })

  test('over the wire, on every sort of write', async () => {
    const server = await startSlapd({ load: personLdif('ana') })
    const proxy = await startLdapProxy(server)
    const session = await Session.open(settingsOf(proxy))
    const { users } = await session.look()
    const id = users.get('ana')?.immutableId ?? ''
    for (const code of [50, 51, 53, 19]) {
      proxy.misbehave({ answer: ({ tag, bytes }) => (tag === 0x67 ? answerWith(code, tag, bytes) : 'pass') })
      expect(classOf((await session.apply(titled(id, null, 'x')))[0])).toBe(
        { 50: 'forbidden', 51: 'retryable', 53: 'invalid', 19: 'invalid' }[code],
      )
      server.modify(`dn: uid=ana,${people}\nchangetype: modify\nreplace: title\n`)
    }
    await session.close()
    await proxy.stop()
    await server.stop()
  })
})

/** A whole answer with this result code, to the message that `bytes` answers. */
function answerWith(code: number, tag: number, bytes: Buffer): Buffer {
  return Buffer.from([0x30, 12, 2, 1, bytes[4] ?? 0, tag, 7, 10, 1, code, 4, 0, 4, 0])
}

describe('a writer without the right', () => {
  test('is told so, and nothing is written', async () => {
    const server = await startSlapd({ load: personLdif('ana') })
    const session = await Session.open(
      settingsOf(server, { credentials: { read: { bindDn: accounts.reader.dn, password: { env: 'READ' } } } }),
    )
    const { users } = await session.look()
    const [outcome] = await session.apply(titled(users.get('ana')?.immutableId ?? '', null, 'x'))
    expect(outcome).toMatchObject({
      status: 'failed',
      class: 'forbidden',
      detail: expect.stringContaining('insufficientAccessRights (50)') as string,
    })
    await session.close()
    await server.stop()
  })
})

describe('a connection that is lost during a write', () => {
  let server: Slapd
  let proxy: LdapProxy
  beforeAll(async () => {
    server = await startSlapd({ load: personLdif('ana') })
    proxy = await startLdapProxy(server)
  })
  afterAll(async () => {
    await proxy.stop()
    await server.stop()
  })

  test.each([
    ['before it arrived', 'cut', 'applied'],
    ['after it was done', 'cutAfter', 'unchanged'],
  ] as const)('%s is unknown; the next try signs in anew and finds out', async (_, fate, then) => {
    const session = await Session.open(settingsOf(proxy))
    const { users } = await session.look()
    const change = titled(users.get('ana')?.immutableId ?? '', null, 'Lead')
    proxy.misbehave({
      request: ({ type }) => (type === 'modify' ? fate : 'pass'),
      answer: ({ tag }) => (tag === 0x67 ? 'drop' : 'pass'),
    })
    expect(await session.apply(change)).toMatchObject([{ status: 'failed', class: 'unknown' }])
    proxy.misbehave({})
    expect(await session.apply(change)).toMatchObject([{ status: then }])
    expect(await session.reader.confirm(change, session.locate)).toBe(true)
    server.modify(`dn: uid=ana,${people}\nchangetype: modify\nreplace: title\n`)
    await session.close()
  })

  test('a server that is gone for good is a fault', async () => {
    const session = await Session.open(settingsOf(proxy))
    const { users } = await session.look()
    const change = titled(users.get('ana')?.immutableId ?? '', null, 'Lead')
    await server.kill()
    await session.apply(change).catch(() => undefined)
    await expect(session.apply(change)).rejects.toBeInstanceOf(DirectoryFault)
    await server.restart()
    expect(await session.apply(change)).toMatchObject([{ status: 'applied' }])
    await session.close()
  })
})

describe('REL-11 a run that dies at any write is finished by the next', () => {
  const scenario = (ids: Readonly<Record<'ana' | 'ben', string>>): readonly Operation[] => {
    const user = (id: 'ana' | 'ben'): { readonly immutableId: string } => ({ immutableId: ids[id] })
    return [
      operation('dept', {
        kind: 'organizationalUnit',
        verb: 'create',
        before: null,
        after: { container: `ou=dept,${people}` },
      }),
      operation('eva', {
        kind: 'user',
        verb: 'create',
        before: null,
        after: {
          username: 'eva',
          container: `ou=dept,${people}`,
          state: 'active',
          attributes: { cn: 'Eva', sn: 'Vos' },
          references: {},
        },
      }),
      operation('team', {
        kind: 'group',
        verb: 'create',
        before: null,
        after: { name: 'team', container: groups, attributes: {}, references: {} },
      }),
      operation('team/eva', {
        kind: 'membership',
        verb: 'grant',
        before: null,
        after: { group: 'team', member: 'eva' },
      }),
      operation('team/ana', {
        kind: 'membership',
        verb: 'grant',
        before: null,
        after: { group: 'team', member: 'ana' },
      }),
      operation('ana', {
        kind: 'user',
        verb: 'rename',
        before: { ...user('ana'), username: 'ana', container: people },
        after: { username: 'ana.osei', container: `ou=dept,${people}` },
      }),
      operation('ana', {
        kind: 'user',
        verb: 'update',
        before: { ...user('ana'), attributes: { title: null }, references: { manager: null } },
        after: { attributes: { title: 'Lead' }, references: { manager: 'eva' } },
      }),
      operation('team/eva', {
        kind: 'membership',
        verb: 'revoke',
        before: { group: 'team', member: 'eva' },
        after: null,
      }),
      operation('ben', {
        kind: 'user',
        verb: 'disable',
        before: { ...user('ben'), state: 'active', container: people },
        after: { state: 'disabled', container: leavers },
      }),
    ]
  }
  const settings = (proxy: LdapProxy): ReturnType<typeof settingsOf> =>
    settingsOf(proxy, { users: { base: 'ou=people', disabledBase: 'ou=leavers' } })

  async function run(
    fate: 'cut' | 'cutAfter',
    dyingAt: number,
  ): Promise<{ readonly writes: number; readonly end: string }> {
    const server = await startSlapd({ load: personLdif('ana') + personLdif('ben') })
    const proxy = await startLdapProxy(server)
    const first = await Session.open(settings(proxy))
    const { users } = await first.look()
    const operations = scenario({ ana: users.get('ana')?.immutableId ?? '', ben: users.get('ben')?.immutableId ?? '' })
    let dead = false
    proxy.misbehave({
      request: ({ type, writes }) => {
        if (dead && type !== 'unbind') return 'cut'
        dead = writing.includes(type) && writes === dyingAt
        return dead ? fate : 'pass'
      },
      answer: () => (dead ? 'drop' : 'pass'),
    })
    for (const each of operations) {
      const [outcome] = await first.apply(each).catch(() => [])
      if (outcome?.status !== 'applied') break
    }
    const { known } = first
    await first.close()
    proxy.misbehave({})
    const second = await Session.open(settings(proxy))
    const now = await second.reader.find([...known.values()].map(({ immutableId }) => immutableId))
    for (const [address, { immutableId }] of known) {
      const found = now.get(immutableId)
      if (found !== undefined) second.known.set(address, { immutableId, reference: found.reference })
    }
    for (const each of operations) {
      const [outcome] = await second.apply(each)
      expect(['applied', 'unchanged'], `${each.id} after a death at ${dyingAt}: ${JSON.stringify(outcome)}`).toContain(
        outcome?.status,
      )
    }
    for (const each of operations.filter(
      ({ id }) => !id.startsWith(at('membership', 'team/eva')) || id.endsWith('revoke'),
    )) {
      expect(await second.reader.confirm(each, second.locate), each.id).toBe(true)
    }
    await second.close()
    const end = server.search('(|(uid=*)(ou=*)(cn=team))', '*', 'pwdAccountLockedTime')
    await proxy.stop()
    await server.stop()
    return { writes: proxy.seen.at(-1)?.writes ?? 0, end: sorted(end) }
  }

  const sorted = (ldif: string): string =>
    ldif
      .trim()
      .split('\n\n')
      .map((entry) => entry.split('\n').toSorted().join('\n'))
      .toSorted()
      .join('\n\n')

  test.each(['cut', 'cutAfter'] as const)('killed by %s at each of its writes', async (fate) => {
    const whole = await run(fate, 0)
    expect(whole.end).toContain(`dn: uid=ana.osei,ou=dept,${people}`)
    for (let dyingAt = 1; dyingAt <= 12; dyingAt++)
      expect((await run(fate, dyingAt)).end, `dying at ${dyingAt}`).toBe(whole.end)
  })
})

test.each(['none', 'compare'])('a write whose values the reader may only see with %s is confirmed', async (right) => {
  const access = `access to attrs=title,manager,member by dn.exact="${accounts.writer.dn}" write by * ${right}`
  const server = await startSlapd({ access: [access] })
  const session = await Session.open(settingsOf(server))
  const person = (id: string, references: Readonly<Record<string, string>>): Operation =>
    operation(id, {
      kind: 'user',
      verb: 'create',
      before: null,
      after: {
        username: id,
        container: people,
        state: 'active',
        attributes: { cn: id, sn: id, title: 'x' },
        references,
      },
    })
  const group = operation('vpn', {
    kind: 'group',
    verb: 'create',
    before: null,
    after: { name: 'vpn', container: groups, attributes: {}, references: {} },
  })
  const grant = (member: string): Operation =>
    operation(`vpn/${member}`, { kind: 'membership', verb: 'grant', before: null, after: { group: 'vpn', member } })
  for (const each of [person('ana', {}), person('ben', { manager: 'ana' }), group, grant('ana')]) {
    expect(await session.apply(each)).toMatchObject([{ status: 'applied' }])
    expect(await session.reader.confirm(each, session.locate)).toBe(true)
  }
  const immutableId = session.known.get(at('user', 'ana'))?.immutableId ?? ''
  expect(await session.reader.confirm(titled(immutableId, 'x', 'y'), session.locate)).toBe(true)
  server.modify(`dn: uid=ana,${people}\nchangetype: modify\nreplace: sn\nsn: other\n`)
  expect(await session.reader.confirm(person('ana', {}), session.locate)).toBe(false)
  await session.close()
  await server.stop()
})
