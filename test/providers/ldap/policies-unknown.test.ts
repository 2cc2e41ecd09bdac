import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { accounts, base, startSlapd } from '../../servers/slapd.ts'
import type { Slapd } from '../../servers/slapd.ts'
import { connectionOf, provider, settingsOf } from './directory.ts'
import { PolicyWorld } from './policy-world.ts'

type Options = Parameters<typeof startSlapd>[0]

const open = new Set<{ readonly server: Slapd; readonly world: PolicyWorld }>()
afterEach(async () => {
  for (const { server, world } of open) {
    world.close()
    await server.stop()
  }
  open.clear()
})

async function worldOn(options: Options): Promise<PolicyWorld> {
  const server = await startSlapd(options)
  const world = new PolicyWorld(server)
  open.add({ server, world })
  return world
}

const { reader, writer } = accounts
const ana = { name: { first: 'Ana', last: 'Li' }, username: 'ana' }
const rules = { security: { password: { minLength: 14 } } }
const own = 'roster-acme-everyone'
const config = `database config\naccess to * by dn.exact="${reader.dn}" read by * none`
const asked = 'at least 14 characters (1 person, tenants/acme/policies.yaml:1)'

describe('a server that enforces nothing', () => {
  test('MSP-12 without the overlay rules are advice at each plan, and never done', async () => {
    const world = await worldOn({ without: ['ppolicy'] })
    world.declare({ users: { ana }, policies: rules })
    for (const turn of ['planned', 'applied']) {
      expect(await world.lines(), turn).toEqual([])
      expect(await world.messages('policy-verified')).toEqual([])
      expect(await world.messages('policy-advisory')).toEqual([
        `Passwords: ${asked}. hq is no directory in which roster can set this: whoever runs it has to do so by hand.`,
      ])
      expect(await world.apply()).toEqual(['exit 0'])
    }
  })

  test('a server without password policies says of each thing it could be asked about them that it cannot', async () => {
    const capabilities = async (options: Options): Promise<readonly unknown[]> => {
      const world = await worldOn(options)
      const live = await provider().read(connectionOf(settingsOf(world.server)))
      await live.close()
      expect([live.policies !== undefined, live.dialect.policies !== undefined]).toEqual(
        options?.without === undefined ? [true, true] : [false, false],
      )
      const verbs = ['create', 'update', 'delete', 'grant', 'revoke'] as const
      return [...new Set(verbs.map((verb) => JSON.stringify(live.capabilities[`policy.${verb}`])))]
    }
    expect(await capabilities({})).toEqual(['true'])
    expect(await capabilities({ without: ['ppolicy'] })).toEqual([expect.stringMatching(/cannot.*slapo-ppolicy/)])
  })

  test('with the overlay on another database nothing proves that anybody is held to a policy: nothing is planned', async () => {
    const world = await worldOn({ without: ['ppolicy'], before: 'moduleload ppolicy' })
    world.declare({ users: { ana }, policies: rules })
    expect(await world.lines()).toEqual([])
    expect(await world.messages('policy-advisory')).toEqual([
      expect.stringMatching(
        /of 1 person are held to the rules is not known: the server knows password policies, and nothing proves .* Put the overlay \(slapo-ppolicy\) on the database of dc=lab,dc=example/,
      ),
    ])
  })

  test('an account that policies do not bind proves nothing', async () => {
    const world = await worldOn({})
    world.reader = accounts.admin
    world.declare({ users: { ana }, policies: rules })
    expect(await world.lines()).toEqual([])
    expect(await world.messages('policy-advisory')).toEqual([expect.stringContaining('that is not its rootdn')])
  })

  test('what is no longer proven is not taken away', async () => {
    const world = await worldOn({ before: config })
    world.declare({ users: { ana }, policies: rules })
    await world.apply()
    world.reader = accounts.admin
    for (const policies of [rules, { security: { password: { minLength: 20 } } }, undefined]) {
      world.declare({ users: { ana }, ...(policies === undefined ? {} : { policies }) })
      expect(await world.lines()).toEqual([])
      expect(await world.drift()).toEqual([])
      expect(await world.apply()).toEqual(['exit 0'])
    }
    expect(world.named('ana')).toBe(world.policy(own))
  })
})

describe('which policy is the default', () => {
  test('where that may not be read it is told; nothing counts as held by the only one, and it is not weakened', async () => {
    const world = await worldOn({})
    world.declare({ users: { ana }, policies: { security: { password: { minLength: 6, history: 2 } } } })
    expect(await world.lines()).toEqual(['create policy everyone', 'grant policy everyone/ana'])
    const doubt = `Which policy holds for whoever names none is not shown to ${reader.dn}. Nothing is taken to be held by it; cn=default,ou=policies,${base}, the only one it can be, is not weakened. Give it the right to read olcSuffix and olcPPolicyDefault below cn=config.`
    expect(await world.messages('policy-advisory')).toEqual([doubt])
    expect((await world.apply())[0]).toBe('exit 0')
    expect(world.said(own)).toMatchObject({ pwdminlength: '8', pwdinhistory: '2', pwdmaxfailure: '5' })
    expect(await world.lines()).toEqual([])
    expect(await world.messages('policy-advisory')).toEqual([doubt])
  })

  test('where what it asks would do a policy is made all the same: it may not be the one', async () => {
    const world = await worldOn({})
    world.declare({ users: { ana }, policies: { security: { password: { minLength: 8 } } } })
    expect(await world.lines()).toEqual(['create policy everyone', 'grant policy everyone/ana'])
    expect(await world.messages('policy-verified')).toEqual([])
    await world.apply()
    expect(await world.lines()).toEqual([])
  })

  test('of several that differ none is guessed: nothing is planned, and they are named', async () => {
    const world = await worldOn({})
    const other = `cn=other,${world.base}`
    world.others(other, { cn: 'other', pwdMinLength: '30', pwdCheckQuality: '2' })
    world.declare({ users: { ana }, policies: rules })
    expect(await world.lines()).toEqual([])
    const [told, ...more] = await world.messages('policy-advisory')
    expect(more).toEqual([])
    expect(told).toContain(`there are several that could: cn=default,ou=policies,${base}; ${other}`)
    expect(told).toContain('Give it the right to read olcSuffix and olcPPolicyDefault below cn=config.')
  })

  test('where there is none, a policy says what the rules ask and nothing else', async () => {
    const world = await worldOn({
      without: ['ppolicy'],
      before: `moduleload ppolicy\n${config}`,
      after: 'overlay ppolicy',
    })
    world.declare({ users: { ana }, policies: rules })
    expect((await world.apply())[0]).toBe('exit 0')
    expect(await world.messages('policy-advisory')).toEqual([])
    expect(world.said(own)).toEqual({
      pwdattribute: 'userPassword',
      pwdminlength: '14',
      pwdcheckquality: '2',
      pwdlockout: 'TRUE',
    })
    expect(await world.lines()).toEqual([])
    expect(await world.drift()).toEqual([])
  })

  test('a default that is not there is told, and nothing is planned', async () => {
    const overlay = `overlay ppolicy\nppolicy_default "cn=missing,${base}"`
    const world = await worldOn({ without: ['ppolicy'], before: `moduleload ppolicy\n${config}`, after: overlay })
    world.declare({ users: { ana }, policies: rules })
    expect(await world.lines()).toEqual([])
    expect(await world.messages('policy-advisory')).toEqual([
      expect.stringContaining(`cn=missing,${base}, the default policy, is not there or not shown`),
    ])
  })
})

describe('a lock that only roster’s policy would keep', () => {
  test('is no promise: whoever leaves comes out of the policy, so disabling needs another way', async () => {
    const world = await worldOn({
      without: ['ppolicy'],
      before: `moduleload ppolicy\n${config}`,
      after: 'overlay ppolicy',
    })
    world.declare({ users: { ana }, policies: rules })
    await world.apply()
    expect(world.takes('ana', 'long-enough-1234')).toBe(true)
    world.declare({ users: { ana: { ...ana, state: 'disabled' } }, policies: rules })
    const made = await world.plan()
    expect(made.operations.filter(({ verb }) => verb === 'disable').map(({ status }) => status)).not.toContain(
      'planned',
    )
    const live = await provider().read(connectionOf(settingsOf(world.server)))
    expect(live.capabilities['user.disable']).toEqual({
      cannot: expect.stringContaining('users.disabledBase') as string,
    })
    await live.close()
  })
})

describe('rights', () => {
  const hiding: readonly (readonly [string, string, RegExp])[] = [
    ['whom people name', 'access to attrs=pwdPolicySubentry', /pwdPolicySubentry of people is not shown/],
    ['a field of policies', 'access to filter=(objectClass=pwdPolicy) attrs=pwdMaxAge', /pwdMaxAge of .* is not shown/],
    ['what policies are for', 'access to filter=(objectClass=pwdPolicy) attrs=pwdAttribute', /is not shown/],
    [
      'the place of policies',
      'access to dn.regex="ou=policies,ou=policies-[0-9]+,dc=lab,dc=example$"',
      /is not there or not shown/,
    ],
  ]
  test.each(hiding)('where %s may not be read that is said, and nothing is removed', async (_, what, told) => {
    const hidden = accounts.reader.dn.replace('cn=reader', 'cn=blind')
    const world = await worldOn({
      before: config.replace(
        `dn.exact="${reader.dn}" read`,
        `dn.exact="${reader.dn}" read by dn.exact="${hidden}" read`,
      ),
      access: [
        `${what} by dn.exact="${hidden}" none by * break`,
        `access to attrs=userPassword by dn.exact="${hidden}" none by * break`,
        `access to * by dn.exact="${hidden}" read by * break`,
      ],
      load: account('blind'),
    })
    world.declare({ users: { ana }, policies: rules })
    await world.apply()
    world.reader = { dn: hidden, password: 'blind' }
    for (const policies of [rules, undefined]) {
      world.declare({ users: { ana }, ...(policies === undefined ? {} : { policies }) })
      expect(await world.lines()).toEqual([])
      expect(await world.drift()).toEqual([])
      expect(await world.apply()).toEqual(['exit 0'])
    }
    world.declare({ users: { ana }, policies: rules })
    expect(await world.messages('policy-advisory')).toEqual([expect.stringMatching(told)])
    world.reader = reader
    expect(await world.lines()).toEqual([])
  })

  test('the rights that the page of the provider lists are enough, and less is refused', async () => {
    const page = readFileSync(new URL('../../../docs/providers/ldap.md', import.meta.url), 'utf8')
    const blocks = [...page.matchAll(/^```\n((?:database|access)[^`]*)```$/gm)].map(([, text = '']) =>
      text.replaceAll('dc=acme,dc=example', base),
    )
    const [shown = '', given = ''] = blocks
    expect(blocks).toHaveLength(2)
    const [readDn, writeDn] = [`cn=looks,${base}`, `cn=acts,${base}`]
    const inPlace = (text: string): string => text.replaceAll(reader.dn, readDn).replaceAll(writer.dn, writeDn)
    const server = await startSlapd({
      before: inPlace(shown),
      access: [
        ...inPlace(given)
          .replaceAll('by * none', 'by * break')
          .split(/^(?=access)/m),
        `access to attrs=userPassword by dn.exact="${writeDn}" none by dn.exact="${readDn}" none by * break`,
        `access to * by dn.exact="${writeDn}" read by dn.exact="${readDn}" read by * break`,
      ],
      load: account('looks') + account('acts'),
    })
    const world = new PolicyWorld(server, true)
    open.add({ server, world })
    world.declare({ users: { ana } })
    expect((await world.apply())[0]).toBe('exit 0')
    world.reader = { dn: readDn, password: 'looks' }
    world.writer = { dn: writeDn, password: 'acts' }
    world.declare({ users: { ana }, policies: rules })
    expect((await world.apply())[0]).toBe('exit 0')
    expect(await world.messages('policy-advisory')).toEqual([])
    world.declare({ users: { ana }, policies: { security: { password: { minLength: 18 } } } })
    expect(await world.apply()).toEqual(['exit 0', 'everyone#update applied'])
    world.declare({ users: { ana } })
    expect(await world.apply()).toEqual(['exit 0', 'everyone#delete applied'])
    world.writer = world.reader
    world.declare({ users: { ana }, policies: rules })
    const { tenants } = await world.bench.apply({ how: 'autoApprove' }, { environment: world.environment })
    expect(tenants[0]?.settled[0]?.outcome).toMatchObject({ status: 'failed', class: 'forbidden' })
  })
})

test('policies are known by a reading whose people come from what was kept', async () => {
  const world = await worldOn({ before: config })
  world.declare({ users: { ana }, policies: rules })
  await world.apply()
  const incremental = settingsOf(world.server, { base: world.base, incremental: true })
  world.bench.write('tenants/acme/tenant.yaml', { name: 'Acme', directories: { hq: incremental } })
  const run = { environment: world.environment, cache: `${world.bench.root}/cache` }
  for (const turn of ['filled', 'used']) expect((await world.bench.plan(run)).operations, turn).toEqual([])
  world.change(world.person('ana'), 'delete: pwdPolicySubentry')
  expect((await world.bench.plan(run)).operations.map(({ id }) => id)).toEqual(['acme/hq/policy/everyone/ana#grant'])
})

function account(name: string): string {
  return `dn: cn=${name},${base}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: ${name}\nuserPassword: ${name}\n\n`
}
