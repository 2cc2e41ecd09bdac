import { afterAll, beforeAll, expect, test } from 'vitest'
import { readLdif } from '../servers/ldif.ts'
import { cast, ends, settle } from './cast.ts'
import { openDomain } from './domain.ts'
import type { Domain } from './domain.ts'
import { ledgerOf } from './inside.ts'
import { key, passwordOf } from './sealed.ts'

let domain: Domain
beforeAll(async () => {
  domain = await openDomain({ services: ['ldap', 'kdc'] })
})
afterAll(async () => domain.close())

/** How somebody's bind ends: the result code, and what the domain says besides. */
const signIn = (username: string, password: string): string => {
  const { code, data } = domain.server.bindAs(`${username}@${domain.server.dns}`, password)
  return data === undefined ? String(code) : `${code} ${data}`
}
const works = '0'
const mustChange = '49 773'
const wrong = '49 52e'
const isDisabled = '49 533'

const valueOf = (username: string, attribute: string): string | undefined =>
  readLdif(domain.server.search(`(sAMAccountName=${username})`, attribute))[0]?.first(attribute)

test('SEC-35 MSP-05 a new person signs in with the delivered password, once it is changed for one of their own', async () => {
  const { identity, recipient } = await key()
  const stage = domain.stage({ recipients: [recipient] })
  stage.declare(cast)
  await settle(stage)
  const [ana, ben] = [await passwordOf(stage, 'ana-li', identity), await passwordOf(stage, 'ben-osei', identity)]
  expect(signIn('ana.li', ana)).toBe(mustChange)
  expect(signIn('ana.li', ben)).toBe(wrong)
  domain.server.changePassword('ana.li', ana, 'Of-my-own!2026')
  expect(signIn('ana.li', 'Of-my-own!2026')).toBe(works)
  // roster gives a first password and no other: what people choose is none of its business.
  await settle(stage)
  expect(signIn('ana.li', 'Of-my-own!2026')).toBe(works)
})

test('MSP-24 a leaver cannot sign in any more, nor a suspended person; both can again when they are back', async () => {
  const { identity, recipient } = await key()
  const stage = domain.stage({ recipients: [recipient] })
  stage.declare(cast)
  await settle(stage)
  const chosen = 'Of-my-own!2026'
  for (const [id, username] of [
    ['tom-berg', 'tom.berg'],
    ['eva-lo', 'eva.lo'],
  ] as const)
    domain.server.changePassword(username, await passwordOf(stage, id, identity), chosen)
  expect([signIn('tom.berg', chosen), signIn('eva.lo', chosen)]).toEqual([works, works])

  stage.declare({
    users: cast.users.replace(/^tom-berg.*\n/m, '').replace('title: Clerk', 'title: Clerk, state: suspended'),
  })
  await settle(stage)
  expect([signIn('tom.berg', chosen), signIn('eva.lo', chosen)]).toEqual([isDisabled, isDisabled])
  expect(valueOf('tom.berg', 'adminDescription')).toMatch(
    /^roster: disabled \d{4}-\d\d-\d\d \(acme\/hq\/user\/tom-berg\)$/,
  )

  stage.declare(cast)
  await settle(stage)
  expect([signIn('tom.berg', chosen), signIn('eva.lo', chosen)]).toEqual([works, works])
  expect(valueOf('tom.berg', 'adminDescription')).toBeUndefined()
})

test('where nobody is to receive it, the first password is one that nobody learns, and the account is there', async () => {
  const stage = domain.stage()
  stage.declare(cast)
  await settle(stage)
  expect(stage.setting.picture().people['ana.li']?.state).toBe('active')
  expect(Number(valueOf('ana.li', 'userAccountControl')) & 0x20, 'an account without a password').toBe(0)
  expect(signIn('ana.li', 'Of-my-own!2026')).toBe(wrong)
})

test('REL-24 an account ends in the domain at midnight of the tenant, and with the last day the end goes', async () => {
  const stage = domain.stage()
  const ending = (ends: string): string => cast.users.replace('title: Clerk', `title: Clerk, ends: ${ends}`)
  const moment = (): string | undefined => {
    const held = valueOf('eva.lo', 'accountExpires')
    if (held === undefined || held === '9223372036854775807') return undefined
    return new Date(Number(BigInt(held) / 10_000n - 11_644_473_600_000n)).toISOString()
  }
  // The tenant is in Berlin: two hours from UTC in summer, one in winter.
  stage.declare({ ...cast, users: ending('2031-06-30') })
  await settle(stage)
  expect(moment()).toBe('2031-06-30T22:00:00.000Z')
  stage.declare({ users: ending('2031-12-31') })
  await settle(stage)
  expect(moment()).toBe('2031-12-31T23:00:00.000Z')
  stage.declare({ users: ending('null') })
  await settle(stage)
  expect(moment()).toBeUndefined()
})

test('a first password that the domain refuses is told in a sentence; the next apply finishes', async () => {
  const { identity, recipient } = await key()
  const stage = domain.stage({ recipients: [recipient] })
  stage.declare(cast)
  const policy = (length: number): void =>
    domain.server.modify(
      `dn: ${domain.server.baseDn}\nchangetype: modify\nreplace: minPwdLength\nminPwdLength: ${length}\n`,
    )
  policy(60)
  try {
    const refused = await ends(7, stage, 'apply', '--auto-approve')
    expect(refused.stdout).toContain('the password does not meet the password policy of the domain')
    expect(refused.stdout).toContain('Look at the policy that holds for this account')
    expect(stage.setting.picture().people).toEqual({})
  } finally {
    policy(7)
  }
  await settle(stage)
  expect(signIn('ana.li', await passwordOf(stage, 'ana-li', identity))).toBe(mustChange)
})

test('SEC-31 a first password is nowhere but in its encrypted file', async () => {
  const { identity, recipient } = await key()
  const stage = domain.stage({ recipients: [recipient] })
  stage.declare(cast)
  const said = [
    await ends(0, stage, 'plan', '--json'),
    await ends(0, stage, 'apply', '--auto-approve', '--json', '--verbose'),
    await ends(0, stage, 'plan', '--verbose'),
    await ends(0, stage, 'drift', '--json'),
    await ends(0, stage, 'log', '--json'),
  ]
  const password = await passwordOf(stage, 'ana-li', identity)
  const inQuotes = Buffer.from(`"${password}"`, 'utf16le')
  const kept = JSON.stringify(await ledgerOf(stage).read('acme'))
  for (const text of [...said.flatMap(({ stdout, stderr }) => [stdout, stderr]), kept])
    for (const spelled of [password, inQuotes.toString('base64'), inQuotes.toString('utf8')])
      expect(text).not.toContain(spelled)
})
