import { afterEach, beforeEach, expect, test } from 'vitest'
import { atRest, Bench, person, restOf, tenantOf, told } from '../reconciler/bench.ts'
import { madeAdministrator } from './administrator.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

const mapping = { mapping: { preferredLanguage: 'profile.language', timezone: 'profile.timezone' } }
const withProfile = (profile: object): void =>
  bench.tenant('acme', { tenant: tenantOf(mapping), users: { ana: person('ana', { profile }), zoe: person('zoe') } })

test('MSP-14 a profile is set once; what the person makes of it afterwards is neither drift nor planned back', async () => {
  withProfile({ language: 'nl-NL', timezone: 'Europe/Amsterdam' })
  expect((await bench.apply()).exitCode).toBe(0)
  const profile = { preferredLanguage: 'nl-NL', timezone: 'Europe/Amsterdam' }
  expect(bench.live().user('ana').attributes).toMatchObject(profile)
  bench.live().setAttributes('ana', { preferredLanguage: 'fr-FR', timezone: undefined })
  expect(await restOf(bench)).toEqual(atRest)
  withProfile({ language: 'de-DE', timezone: 'Europe/Berlin' })
  expect(told((await bench.plan()).operations)).toEqual([])
})

test('MSP-14 a language that is none and a zone that nobody lives in are errors', async () => {
  withProfile({ language: 'not a language', timezone: 'Europe/Atlantis' })
  const { diagnostics } = await bench.plan()
  expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ slug }) => slug)).toEqual([
    'unknown-language',
    'unknown-timezone',
  ])
})

test('MSP-11 ways to sign in that nothing here enforces are advice; a code by SMS or e-mail is called weaker', async () => {
  const asking = (methods: readonly string[]): void =>
    bench.tenant('acme', {
      tenant: tenantOf(),
      users: { ana: person('ana') },
      policies: { security: { authentication: { methods: ['sso', 'biometric'] }, mfa: { required: 'all', methods } } },
    })
  const advice = async (): Promise<readonly (readonly string[])[]> =>
    (await bench.plan()).findings
      .filter(({ slug }) => slug === 'policy-advisory')
      .map(({ result, message }) => [result, message.split(' (1 person')[0] ?? ''])
  asking(['totp', 'sms', 'email'])
  expect(await advice()).toEqual([
    ['warn', 'Ways to sign in: sign-in only by biometric, sso'],
    [
      'warn',
      'Second factor: a second factor for everybody, only email (weaker: a code can be intercepted), sms (weaker: a code can be intercepted), totp',
    ],
  ])
  asking(['totp', 'webauthn'])
  expect((await advice()).join('\n')).not.toContain('weaker')
})

test('MSP-08 to make somebody administrator is an escalation: of everything, everywhere, and held until it is approved', async () => {
  expect(await madeAdministrator(bench, 'msp-portal', 'administrator')).toContain('MSP portal')
})
