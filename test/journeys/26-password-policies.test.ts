import { afterAll, expect, test } from 'vitest'
import { accounts, startSlapd } from '../servers/slapd.ts'
import type { Slapd } from '../servers/slapd.ts'
import { readLdif } from '../servers/ldif.ts'
import { cast, documentOf, ends, planned, settle } from './cast.ts'
import { ldapSetting } from './ldap-setting.ts'
import { server, stageOn } from './slapd-stage.ts'
import type { Stage } from './stage.ts'
import { openStage } from './stage.ts'

const bare: { server?: Slapd; stage?: Stage } = {}
afterAll(async () => {
  bare.stage?.close()
  await bare.server?.stop()
})

const everybody =
  'security: { password: { minLength: 12, history: 2, lockout: { attempts: 3, duration: 30 minutes } } }\n'
const departments = cast.departments.replace(
  'name: Service desk',
  'name: Service desk, security: { password: { minLength: 20 } }',
)
const [own, desks] = ['roster-acme-everyone', 'roster-acme-department.desk']

/** A tenant with its people, and a place for policies in its branch. */
async function opened(stage: Stage, on: Slapd): Promise<{ readonly people: string; readonly policies: string }> {
  const people = stage.behind.place()
  const policies = people.replace('ou=people', 'ou=policies')
  on.modify(`dn: ${policies}\nchangetype: add\nobjectClass: organizationalUnit\n`)
  stage.declare(cast)
  await settle(stage)
  return { people, policies }
}

const rule = (stage: Stage, policies: string, of = departments): void => {
  stage.declare({ departments: of })
  stage.write('tenants/acme/policies.yaml', policies)
}

const dnOf = (username: string, people: string): string =>
  readLdif(server().tool('ldapsearch', ['-LLL', '-o', 'ldif-wrap=no', '-b', people, `(uid=${username})`, '1.1']))[0]
    ?.dn ?? ''

/** How a password ends that somebody else than the server's own administrator gives to a person: 0, or 19 where the policy refuses. */
const give = (dn: string, password: string): number =>
  server().modifyAs(
    accounts.writer,
    `dn: ${dn}\nchangetype: modify\nreplace: userPassword\nuserPassword: ${password}\n`,
  )

/** Which policy a person names, without the place of policies. */
const under = (dn: string): string | undefined =>
  /^pwdPolicySubentry: cn=([^,]*),/m.exec(server().search(`(entryDN=${dn})`, 'pwdPolicySubentry'))?.[1]

test('MSP-12 rules of the tenant and of a department become policies that hold their people to them, from the first to the last day', async () => {
  const stage = stageOn('ldap')
  const { people, policies } = await opened(stage, server())
  const [ana, ben, tom] = [dnOf('ana.li', people), dnOf('ben.osei', people), dnOf('tom.berg', people)]
  rule(stage, everybody)

  const first = await ends(2, stage, 'plan', '--detailed-exitcode')
  expect(first.stdout).toContain(`the password policy ${own} is created in hq: at least 12 bytes`)
  expect(first.stdout).toContain(`the password policy ${desks} is created in hq: at least 20 bytes`)
  expect(under(ana), 'a plan writes nothing').toBeUndefined()
  await settle(stage)
  expect([ana, ben, tom].map(under)).toEqual([own, desks, desks])

  expect(give(ana, 'elevenchars')).toBe(19)
  expect(give(ana, 'twelve-chars')).toBe(0)
  expect(give(ben, 'nineteen-characters')).toBe(19)
  expect(give(ben, 'twenty-characters-it')).toBe(0)
  for (const turn of [1, 2, 3]) expect(server().signsIn(ana, `wrong-${turn}`)).toBe(false)
  expect(server().signsIn(ana, 'twelve-chars'), 'locked after three wrong ones').toBe(false)
  expect(server().signsIn(ben, 'twenty-characters-it')).toBe(true)
  expect(await planned(stage), 'a lock that comes and goes is nothing to plan').toEqual([])

  rule(stage, everybody.replace('minLength: 12', 'minLength: 13'))
  expect(await planned(stage)).toEqual(['acme/hq/policy/everyone#update'])
  await settle(stage)
  expect(give(ana, 'twelve-chars-')).toBe(0)
  expect(give(ana, 'twelve-chars')).toBe(19)

  server().modify(`dn: cn=${own},${policies}\nchangetype: modify\nreplace: pwdMinLength\npwdMinLength: 4\n`)
  const drifted = await ends(2, stage, 'drift')
  expect(drifted.stdout).toContain(`the password policy ${own} was changed to at least 4 bytes (was at least 13 bytes)`)
  await settle(stage)
  expect(give(ana, 'short')).toBe(19)

  rule(stage, everybody.replace('minLength: 12', 'minLength: 13'), cast.departments)
  expect(await planned(stage)).toEqual([
    'acme/hq/policy/department.desk#delete',
    'acme/hq/policy/everyone/ben-osei#grant',
    'acme/hq/policy/everyone/tom-berg#grant',
  ])
  await settle(stage)
  expect([ana, ben, tom].map(under)).toEqual([own, own, own])

  stage.remove('tenants/acme/policies.yaml')
  expect(await planned(stage)).toEqual(['acme/hq/policy/everyone#delete'])
  await settle(stage)
  expect([ana, ben, tom].map(under)).toEqual([undefined, undefined, undefined])
  expect(server().search(`(cn=roster-*)`, '1.1')).not.toContain(policies)
  expect(give(ana, 'eight-ch'), 'the default policy holds again').toBe(0)
  expect(give(ana, 'seven-c')).toBe(19)
})

test('where the server has no policies, rules are advice at each plan, and nothing is said to be done', async () => {
  bare.server = await startSlapd({ without: ['ppolicy'] })
  const on = bare.server
  bare.stage = openStage(() => ldapSetting(on))
  const stage = bare.stage
  await opened(stage, on)
  rule(stage, everybody)
  await settle(stage)
  const { operations, findings, tenants } = documentOf(await ends(0, stage, 'plan', '--json'))
  expect([operations, tenants.map(({ status }) => status)]).toEqual([[], ['noChange']])
  expect(findings.map(({ slug, result }) => `${slug} ${result}`)).toEqual([
    'policy-advisory warn',
    'policy-advisory warn',
  ])
  expect(findings.map(({ message }) => message).join('\n')).toContain(
    'at least 12 characters, none of the last 2, locked after 3 wrong ones, locked for 30 minutes (2 people',
  )
})
