import { afterAll, beforeAll, expect, test } from 'vitest'
import { cast, documentOf, ends, settle } from './cast.ts'
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
const [works, mustChange, wrong] = ['0', '49 773', '49 52e']

const reset = 'reset: { do: resetPassword, select: { users: [ben-osei] }, reason: shared password found }\n'

test('MSP-05 MSP-19 SEC-31 SEC-35 in a domain a new password is one for the first sign-in, and is nowhere but in its file', async () => {
  const { identity, recipient } = await key()
  const stage = domain.stage({ recipients: [recipient] })
  stage.declare(cast)
  await settle(stage)
  domain.server.changePassword('ben.osei', await passwordOf(stage, 'ben-osei', identity), 'Of-my-own!2026')
  expect(signIn('ben.osei', 'Of-my-own!2026')).toBe(works)

  stage.write('tenants/acme/actions.yaml', reset)
  const said = [
    await ends(0, stage, 'plan', '--json'),
    await ends(0, stage, 'apply', '--auto-approve', '--json', '--verbose'),
  ]
  const password = await passwordOf(stage, 'ben-osei', identity)
  expect([signIn('ben.osei', 'Of-my-own!2026'), signIn('ben.osei', password)]).toEqual([wrong, mustChange])

  domain.server.changePassword('ben.osei', password, 'Another-of-my-own!2026')
  await settle(stage)
  expect(signIn('ben.osei', 'Another-of-my-own!2026'), 'once').toBe(works)

  const inQuotes = Buffer.from(`"${password}"`, 'utf16le')
  const kept = JSON.stringify(await ledgerOf(stage).read('acme'))
  for (const text of [...said.flatMap(({ stdout, stderr }) => [stdout, stderr]), kept])
    for (const spelled of [password, inQuotes.toString('base64'), inQuotes.toString('utf8')])
      expect(text).not.toContain(spelled)
})

test('a new password that the domain refuses is told in a sentence; the next apply finishes', async () => {
  const { identity, recipient } = await key()
  const stage = domain.stage({ recipients: [recipient] })
  stage.declare(cast)
  await settle(stage)
  stage.write('tenants/acme/actions.yaml', reset)
  const policy = (length: number): void =>
    domain.server.modify(
      `dn: ${domain.server.baseDn}\nchangetype: modify\nreplace: minPwdLength\nminPwdLength: ${length}\n`,
    )
  policy(60)
  try {
    const refused = await ends(7, stage, 'apply', '--auto-approve')
    expect(refused.stdout).toContain('the password does not meet the password policy of the domain')
  } finally {
    policy(7)
  }
  await settle(stage)
  expect(signIn('ben.osei', await passwordOf(stage, 'ben-osei', identity))).toBe(mustChange)
})

test('a domain keeps no list of sessions: blocked, with the reason', async () => {
  const stage = domain.stage()
  stage.declare(cast)
  await settle(stage)
  stage.write(
    'tenants/acme/actions.yaml',
    'stolen: { do: revokeSessions, select: { users: [ana-li] }, reason: laptop stolen }\n',
  )
  const { operations } = documentOf(await ends(5, stage, 'plan', '--json'))
  expect(operations.map(({ id, status }) => `${id} ${status}`)).toEqual(['acme/hq/user/ana-li#revokeSessions blocked'])
})
