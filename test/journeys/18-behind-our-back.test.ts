import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AdProxy } from '../servers/ad-proxy.ts'
import { writing } from '../servers/ldap-proxy.ts'
import { readLdif } from '../servers/ldif.ts'
import { cast, documentOf, ends, settle } from './cast.ts'
import { openDomain } from './domain.ts'
import type { Domain } from './domain.ts'
import type { Ended } from './program.ts'
import type { Behind, Stage } from './stage.ts'

let domain: Domain
let proxy: AdProxy
beforeAll(async () => {
  domain = await openDomain()
  proxy = await domain.proxy()
})
afterAll(async () => domain.close())

/** What is asked for: each of these is met by something that somebody else does meanwhile. */
const wished = {
  departments: cast.departments,
  users: [
    'ana-li: { name: { first: Ana, last: Li }, department: sales, title: Chief, manager: ben-osei, phones: { work: "+31 20 555" }, address: { city: null }, groups: [vpn] }',
    'ben-osei: { name: { first: Ben, last: Osei }, department: desk, title: Head }',
    'eva-lo: { name: { first: Eva, last: Lo }, title: Clerk, username: eva.lopez }',
    'tom-berg: { name: { first: Tom, last: Berg }, department: sales, groups: [vpn] }',
    '',
  ].join('\n'),
  groups: cast.groups,
}
/** Ids of the operations that this takes. */
const asked = [
  'acme/hq/membership/vpn/tom-berg#grant',
  'acme/hq/user/ana-li#update',
  'acme/hq/user/eva-lo#rename',
  'acme/hq/user/tom-berg#rename',
  'acme/hq/user/tom-berg#update',
]

/** One thing that somebody does behind roster's back, and which operation it meets. */
interface Case {
  readonly what: string
  readonly happens: (behind: Behind, domain: Domain) => void
  /** How the operations end that are no longer what was planned; all others are done. */
  readonly meets: Readonly<Record<string, 'conflict' | 'unchanged'>>
  /**
   * How an apply ends that reads it. Default: the plan is another than the approved one (6). What is gone may be hidden only (4); and
   * less than what was approved may run.
   */
  readonly held?: 4 | 'runs'
}

const cases: readonly Case[] = [
  {
    what: 'an attribute is changed',
    happens: (behind) => behind.set('ana.li', 'title', ['Boss']),
    meets: { 'acme/hq/user/ana-li#update': 'conflict' },
  },
  {
    what: 'an attribute is removed',
    happens: (behind) => behind.set('ana.li', 'title', []),
    meets: { 'acme/hq/user/ana-li#update': 'conflict' },
  },
  {
    what: 'somebody is let into the group already',
    happens: (behind) => behind.join('VPN', 'tom.berg'),
    meets: { 'acme/hq/membership/vpn/tom-berg#grant': 'unchanged' },
    held: 'runs',
  },
  {
    what: 'somebody is taken out of a group',
    happens: (behind) => behind.leave('Staff', 'eva.lo'),
    meets: {},
  },
  {
    what: 'the account gets another login',
    happens: (behind) => behind.rename('eva.lo', 'eva.x'),
    meets: { 'acme/hq/user/eva-lo#rename': 'conflict' },
  },
  {
    what: 'the account is named anew',
    happens: (_, { server }) => {
      const [eva] = readLdif(server.search('(sAMAccountName=eva.lo)', 'cn'))
      server.modify(`dn: ${eva?.dn}\nchangetype: modrdn\nnewrdn: CN=Eva Loewe\ndeleteoldrdn: 1\n`)
    },
    meets: {},
  },
  {
    what: 'the account is moved',
    happens: (behind) => behind.move('tom.berg', 'Attic'),
    meets: { 'acme/hq/user/tom-berg#rename': 'conflict' },
  },
  {
    what: 'the account is deleted',
    happens: (behind) => behind.removePerson('eva.lo'),
    held: 4,
    meets: { 'acme/hq/user/eva-lo#rename': 'conflict' },
  },
  {
    what: 'the group is deleted',
    happens: (behind) => behind.removeGroup('VPN'),
    held: 4,
    meets: { 'acme/hq/membership/vpn/tom-berg#grant': 'conflict' },
  },
]

/** Everybody is there, and a plan of what is wished lies on paper. */
async function planned(stage: Stage): Promise<readonly string[]> {
  stage.declare(cast)
  await settle(stage)
  stage.declare(wished)
  const file = join(stage.folder, 'plan.json')
  const plan = documentOf(await ends(0, stage, 'plan', '--json', '--out', file))
  expect(plan.operations.map(({ id }) => id)).toEqual(asked)
  return ['apply', '--approved', file, '--digest', plan.digest]
}

describe('SEC-12 between approval and apply', () => {
  const seen = cases.flatMap((one) => (one.held === 'runs' ? [] : [{ ...one, held: one.held ?? 6 }]))
  test.each(seen)('$what: the tenant is held, and nothing is written', async ({ happens, held }) => {
    const stage = domain.stage({ port: proxy.port })
    const approved = await planned(stage)
    happens(stage.behind, domain)
    const before = stage.setting.picture()
    proxy.forget()
    const ended = await ends(held, stage, ...approved)
    expect(ended.stdout).toContain('nothing was written')
    expect(proxy.count(...writing)).toBe(0)
    expect(stage.setting.picture()).toEqual(before)
  })
})

describe('SEC-13 between the reading of an apply and its write', () => {
  test.each(cases)('$what: that operation is a conflict, the others are done', async ({ happens, meets }) => {
    const stage = domain.stage({ port: proxy.port })
    const approved = await planned(stage)
    let happened = false
    proxy.misbehave({
      request: ({ type }) => {
        if (happened || !writing.includes(type)) return 'pass'
        happened = true
        happens(stage.behind, domain)
        return 'pass'
      },
    })
    const ended = await stage.roster(...approved, '--json')
    proxy.misbehave({})
    expect(happened).toBe(true)
    const due = Object.fromEntries(asked.map((id) => [id, meets[id] ?? 'applied']))
    expect(outcomesIn(ended), ended.stdout + ended.stderr).toEqual(due)
    expect(ended.code).toBe(Object.values(meets).includes('conflict') ? 7 : 0)
  })
})

/** How each operation of an apply ended. */
function outcomesIn({ stdout }: Ended): Readonly<Record<string, string>> {
  const document = JSON.parse(stdout) as {
    readonly tenants: readonly {
      readonly settled: readonly { readonly operation: string; readonly outcome: { readonly status: string } }[]
    }[]
  }
  const settled = document.tenants.flatMap((tenant) => tenant.settled)
  return Object.fromEntries(settled.map(({ operation, outcome }) => [operation, outcome.status]))
}
