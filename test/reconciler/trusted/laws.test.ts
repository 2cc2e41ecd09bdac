import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { workTree } from '../../../src/language/load/tree.ts'
import { listWorkspace } from '../../../src/language/load/workspace.ts'
import { loadShared, loadTenant, type TenantDocuments } from '../../../src/language/validate/documents.ts'
import { DirectoryFault } from '../../../src/model/fault.ts'
import { canonical } from '../../../src/model/canonical.ts'
import { localProvider } from '../../../src/providers/local/provider.ts'
import type { Connection, Provider } from '../../../src/providers/provider.ts'
import { readBase } from '../../../src/reconciler/trusted/base.ts'
import { type Part, parts } from '../../../src/reconciler/trusted/parts.ts'
import { withBaseProfiles } from '../../../src/reconciler/trusted/profiles.ts'
import { trusted } from '../../../src/reconciler/trusted/trusted.ts'
import { counter } from '../accounts/office.ts'
import { crowd, type TenantFiles, tenantOf } from '../bench.ts'
import { ofBase, Request } from './request.ts'

let here: Request
beforeEach(() => {
  here = new Request()
})
afterEach(() => here.close())

const key = (letter: string): string => `age1${letter.repeat(58)}`

const ldap = (more: object = {}): object => ({
  provider: 'ldap',
  mode: 'additive',
  url: 'ldaps://ad.acme.example',
  base: 'dc=acme,dc=example',
  credentials: { read: { bindDn: 'cn=reader,dc=acme,dc=example', password: { env: 'ACME_READ' } } },
  protect: ['cn=break-glass*'],
  ...more,
})

/** What the base branch says, and what a request makes of each part of it. */
const base: TenantFiles = {
  tenant: {
    name: 'Acme',
    production: true,
    directories: { hq: ldap() },
    initialPasswords: { recipients: [key('q')] },
    subscriptions: {
      desk: {
        platform: 'atera',
        edition: 'it',
        tier: 'professional',
        billing: { anchor: '2026-11-01' },
        seats: { purchased: 5 },
      },
    },
  },
  policies: {
    gates: { usersRemoved: { explicit: { percent: 5, absolute: 1 } } },
    separationOfDuties: { 'pay-and-approve': duties('enforce') },
  },
  users: crowd(3),
  groups: { admins: { privileged: true } },
  acknowledgements: {},
}

function duties(effect: string): object {
  return {
    sets: [{ roles: { atera: ['admin'] } }, { roles: { atera: ['beginner'] } }],
    atMost: 1,
    effect,
    reason: 'four eyes',
  }
}

/** A provider that opens nothing, and says where it would have sent what. */
function recording(sent: string[]): Provider {
  return {
    ...localProvider,
    territories: () => [],
    read: ({ settings }: Connection) => {
      sent.push(reached(settings))
      return Promise.reject(new DirectoryFault('unreachable', 'nothing is opened here. Go on.'))
    },
    write: () => Promise.reject(new Error('a plan cannot write')),
  }
}

/** Host and names of credentials. */
function reached(settings: unknown): string {
  const { url, credentials, tls } = settings as Readonly<Record<string, unknown>>
  return canonical(JSON.parse(JSON.stringify([url ?? null, credentials ?? null, tls ?? null])))
}

const evil = fc.record(
  {
    provider: fc.constantFrom('ldap', 'active-directory'),
    mode: fc.constantFrom('observe', 'additive', 'authoritative'),
    url: fc.constantFrom(
      'ldaps://ad.acme.example',
      'ldaps://evil.example',
      'ldaps://ad.acme.example.evil.example:6360',
    ),
    base: fc.constantFrom('dc=acme,dc=example', 'dc=evil'),
    protect: fc.constantFrom([], ['**']),
    tls: fc.constantFrom({}, { ca: { env: 'EVIL_CA' } }),
    credentials: fc
      .constantFrom('ACME_READ', 'BAKERY_READ', 'GITHUB_TOKEN')
      .map((env) => ({ read: { bindDn: 'cn=x', password: { env } } })),
  },
  { requiredKeys: ['provider', 'url', 'base', 'credentials'] },
)

test('SEC-03 SEC-02 whatever a request writes, credentials go where the base sends them and nowhere else', async () => {
  here.tenant('acme', { ...base, policies: {} })
  here.branch()
  const sent: string[] = []
  here.providers = new Map(['ldap', 'active-directory', 'local'].map((name) => [name, recording(sent)]))
  await here.request()
  const allowed = new Set(sent)
  expect([...allowed]).toEqual([reached(ldap())])

  let opened = 0
  const ids = fc.constantFrom('hq', 'lab', 'hq2')
  const tenants = fc.dictionary(fc.constantFrom('acme', 'bakery'), fc.dictionary(ids, evil, { maxKeys: 3 }))
  await fc.assert(
    fc.asyncProperty(tenants, async (asked) => {
      here.write('tenants', undefined)
      for (const [id, directories] of Object.entries(asked))
        here.tenant(id, { tenant: { name: id, directories }, users: crowd(2) })
      sent.length = 0
      await here.request()
      opened += sent.length
      expect(sent.filter((each) => !allowed.has(each))).toEqual([])
    }),
    { numRuns: 150 },
  )

  expect(opened).toBeGreaterThan(20)

  // The law would notice: without a base, what a request writes is where credentials go.
  here.write('tenants', undefined)
  here.tenant('acme', { tenant: { name: 'Acme', directories: { hq: ldap({ url: 'ldaps://evil.example' }) } } })
  await here.plan()
  expect(sent.some((each) => each.includes('evil.example'))).toBe(true)
})

describe('SEC-03 each part that the base decides is laid over, and the suite would notice one that is not', () => {
  /** What a request writes into each part, and what of the documents shows whether it counted. */
  const attempts: Readonly<
    Record<keyof typeof parts, { readonly write: () => void; readonly seen: (documents: TenantDocuments) => unknown }>
  > = {
    roster: {
      write: () =>
        here.write('roster.yaml', {
          version: 1,
          approvers: { leads: { forge: ['@msp/leads', '@mallory'] }, extra: { forge: ['@m'] } },
        }),
      seen: ({ roster }) => roster.spec,
    },
    directories: {
      write: () =>
        here.tenant('acme', {
          tenant: { ...base.tenant, directories: { hq: ldap({ url: 'ldaps://evil.example', protect: [] }) } },
        }),
      seen: ({ tenant }) => tenant.spec.directories,
    },
    initialPasswords: {
      write: () => here.tenant('acme', { tenant: { ...base.tenant, initialPasswords: { recipients: [key('p')] } } }),
      seen: ({ tenant }) => tenant.spec.initialPasswords,
    },
    production: {
      write: () => here.tenant('acme', { tenant: { ...base.tenant, production: false } }),
      seen: ({ tenant }) => tenant.spec.production,
    },
    autoPurchase: {
      write: () =>
        here.tenant('acme', {
          tenant: {
            ...base.tenant,
            subscriptions: {
              desk: {
                platform: 'atera',
                edition: 'it',
                tier: 'professional',
                billing: { anchor: '2026-11-01' },
                seats: { purchased: 5, autoPurchase: { unlimited: true } },
              },
            },
          },
        }),
      seen: ({ tenant }) => tenant.spec.subscriptions?.['desk']?.seats?.autoPurchase,
    },
    gates: {
      write: () => here.tenant('acme', { policies: { ...base.policies, gates: {} } }),
      seen: ({ policies }) => policies.map(({ spec }) => spec.gates),
    },
    separationOfDuties: {
      write: () =>
        here.tenant('acme', {
          policies: { ...base.policies, separationOfDuties: { 'pay-and-approve': duties('record') } },
        }),
      seen: ({ policies }) => policies.map(({ spec }) => spec.separationOfDuties),
    },
    acknowledgements: {
      write: () => {
        attempts.roster.write()
        const leave = { gate: 'usersRemoved', max: 3, reason: 'r', expires: '2026-12-02', approver: 'extra' }
        here.tenant('acme', { acknowledgements: { mine: leave } })
      },
      seen: ({ acknowledgements }) => [...acknowledgements.keys()],
    },
    waivers: {
      write: () => {
        attempts.roster.write()
        const waiver = { rule: 'separationOfDuties.pay-and-approve', user: 'p001', reason: 'r', approver: 'extra', expires: '2026-12-02' } // prettier-ignore
        here.tenant('acme', { policies: { ...base.policies, waivers: [waiver] } })
      },
      seen: ({ policies }) => policies.flatMap(({ spec }) => spec.waivers ?? []),
    },
    privileged: {
      write: () => here.tenant('acme', { groups: { admins: {} } }),
      seen: ({ groups }) => [...groups].map(([id, { spec }]) => [id, spec.privileged]),
    },
  }

  /** The documents of the request, as they are without a single check of references, under the base with these parts. */
  const under = (laid: readonly Part[]): ReturnType<typeof trusted> =>
    trusted(documentsOf(), readBase(here.baseTree(), 'acme'), laid)

  const documentsOf = (): TenantDocuments => {
    const files = listWorkspace(here.root)
    const { shared } = loadShared(files)
    if (shared === undefined) throw new Error('the workspace of the test is broken')
    const { documents, diagnostics } = loadTenant(files, 'acme', shared)
    if (documents === undefined) throw new Error(JSON.stringify(diagnostics))
    return documents
  }

  test.each(Object.keys(parts) as (keyof typeof parts)[])('%s', (name) => {
    const { write, seen } = attempts[name]
    here.tenant('acme', base)
    here.branch()
    const old = seen(documentsOf())
    write()
    expect(seen(documentsOf())).not.toEqual(old)
    const all = under(Object.values(parts))
    expect(seen(all.documents)).toEqual(old)
    expect(all.differences.length).toBeGreaterThan(0)
    const others = Object.entries(parts).flatMap(([each, part]) => (each === name ? [] : [part]))
    expect(seen(under(others).documents)).not.toEqual(old)
  })
})

describe('SEC-03 profiles of platforms', () => {
  const profile = (more: object): void => here.write('platforms/counter.yaml', { ...counter, ...more })

  test('one that the base marks as policy is the base’s, whatever becomes of the mark', async () => {
    here.tenant('acme', { tenant: tenantOf() })
    profile({ policy: true })
    here.branch()
    const read = (): unknown => {
      const { tree } = withBaseProfiles(workTree(here.root), here.baseTree())
      return loadShared(listWorkspace(here.root, tree)).shared?.platforms.get('counter')?.spec.name
    }
    profile({ name: 'Mine' })
    expect([read(), ofBase(await here.request())]).toEqual([
      'Counter',
      [expect.stringContaining('platforms/counter.yaml is changed')],
    ])
    here.write('platforms/counter.yaml', undefined)
    expect([read(), ofBase(await here.request())]).toHaveLength(2)
    expect(read()).toBe('Counter')
  })

  test('others are the request’s', async () => {
    here.tenant('acme', { tenant: tenantOf() })
    profile({})
    here.branch()
    profile({ name: 'Mine' })
    expect(withBaseProfiles(workTree(here.root), here.baseTree()).findings).toEqual([])
    expect(ofBase(await here.request())).toEqual([])
  })
})
