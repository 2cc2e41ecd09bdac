import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readOrganisations } from '../../bench/kubernetes/organisation.ts'
import type { Renaming } from '../../bench/kubernetes/write.ts'
import { writeOrganisations } from '../../bench/kubernetes/write.ts'
import type { Plan } from '../../src/model/plan.ts'
import { start } from '../journeys/program.ts'
import type { Ended } from '../journeys/program.ts'
import { accounts, startSlapd } from '../servers/slapd.ts'
import type { Slapd } from '../servers/slapd.ts'
import { chosen, comparison, treesOf } from './trees.ts'

const data = fileURLToPath(new URL('../../../shared/data/kubernetes-org/', import.meta.url))
const [january, february] = [join(data, '2024-01-01'), join(data, '2024-02-01')]
const [before, after] = [treesOf(january), treesOf(february)]
const changed = ['etcd-io', 'kubernetes', 'kubernetes-client', 'kubernetes-csi', 'kubernetes-sigs']

/** Three people of one organisation get other handles: they are renamed, not replaced. */
const renamings: readonly Renaming[] = chosen(3, treeIn(before, 'kubernetes'), treeIn(after, 'kubernetes')).map(
  (handle) => ({ organisation: 'kubernetes', handle, newHandle: `${handle}-Renamed` }),
)

let server: Slapd
const root = mkdtempSync(join(tmpdir(), 'roster-kubernetes-'))

beforeAll(async () => {
  server = await startSlapd()
  for (const name of after.keys()) {
    const base = `ou=${name},${server.base}`
    const units = [base, `ou=people,${base}`, `ou=leavers,${base}`, `ou=groups,${base}`]
    server.modify(units.map((dn) => `dn: ${dn}\nchangetype: add\nobjectClass: organizationalUnit\n\n`).join(''))
  }
})

afterAll(async () => {
  await server.stop()
  rmSync(root, { recursive: true })
})

test('January is applied to an empty directory, and nothing is left to plan', { timeout: 300_000 }, async () => {
  declare(january, [])
  const { code, stderr } = await roster('apply', '--auto-approve', '--json')
  expect(stderr).not.toContain('error')
  expect(code).toBe(0)
  expect((await roster('plan', '--detailed-exitcode')).code).toBe(0)
  for (const name of before.keys()) expect(live(name)).toEqual(wanted(name, january, []))
})

test('February is planned as a comparison of the two trees says', { timeout: 120_000 }, async () => {
  declare(february, renamings)
  const { code, plan } = await planned()
  expect(code).toBe(2)
  expect(renamings).toHaveLength(3)
  const counts = Object.fromEntries(plan.tenants.map(({ tenant, counts }) => [tenant, counts]))
  expect(Object.keys(counts)).toEqual([...after.keys()].toSorted())
  for (const name of after.keys()) {
    // A renamed person is the same one: only the spelling of the handle is another, so the trees compare as if it were not.
    const renamed = name === 'kubernetes' ? { rename: 3, update: 3 } : {}
    expect(counts[name], name).toEqual(nonzero({ ...comparison(before.get(name), after.get(name)), ...renamed }))
  }
  expect(plan.tenants.filter(({ status }) => status === 'changes').map(({ tenant }) => tenant)).toEqual(changed)
  expect(plan.tenants.find(({ tenant }) => tenant === 'etcd-io')?.counts).toMatchObject({ create: 44, grant: 48 })
})

test('the standing limits let it pass, with the figures shown', { timeout: 120_000 }, async () => {
  const { plan } = await planned()
  expect(plan.findings.filter(({ result }) => result === 'block')).toEqual([])
  expect(gates(plan, 'membershipsRemoved')).toEqual([
    ['kubernetes', 'pass', 41, 411],
    ['kubernetes-sigs', 'pass', 16, 259],
  ])
})

test(
  'under stricter limits the gate holds two tenants, and an acknowledgement lifts it',
  { timeout: 120_000 },
  async () => {
    writeFileSync(
      join(root, 'tenants/kubernetes/policies.yaml'),
      'gates: { membershipsRemoved: { explicit: { percent: 1, absolute: 10 } } }\n',
    )
    writeFileSync(
      join(root, 'tenants/kubernetes-sigs/policies.yaml'),
      'gates: { membershipsRemoved: { explicit: { percent: 1, absolute: 10 } } }\n',
    )
    const { code, plan } = await planned()
    expect(code).toBe(5)
    expect(gates(plan, 'membershipsRemoved')).toEqual([
      ['kubernetes', 'block', 41, 20],
      ['kubernetes-sigs', 'block', 16, 12],
    ])
    acknowledge('kubernetes', 41)
    acknowledge('kubernetes-sigs', 16)
    const lifted = await planned()
    expect(lifted.code).toBe(2)
    expect(lifted.plan.findings.filter(({ acknowledgedBy }) => acknowledgedBy !== undefined)).toHaveLength(2)
  },
)

test('February is applied, and planned again: nothing; nobody is there twice', { timeout: 300_000 }, async () => {
  expect((await roster('apply', '--auto-approve')).code).toBe(0)
  expect((await roster('plan', '--detailed-exitcode')).code).toBe(0)
  expect((await roster('drift')).code).toBe(0)
  expect((await roster('ledger', 'verify')).code).toBe(0)
  for (const name of after.keys()) expect(live(name), name).toEqual(wanted(name, february, renamings))
})

function declare(snapshot: string, renamed: readonly Renaming[]): void {
  rmSync(join(root, 'tenants'), { recursive: true, force: true })
  writeOrganisations(root, readOrganisations(snapshot), { directory, renamings: renamed })
}

function directory(organisation: string): string {
  return [
    'provider: ldap',
    'mode: authoritative',
    `url: ${server.url}`,
    `base: "ou=${organisation},${server.base}"`,
    'credentials:',
    `  read: { bindDn: "${accounts.reader.dn}", password: { env: K8S_READ } }`,
    `  write: { bindDn: "${accounts.writer.dn}", password: { env: K8S_WRITE } }`,
    'users: { base: ou=people, disabledBase: ou=leavers }',
    'groups: { base: ou=groups }',
  ]
    .map((line) => `    ${line}`)
    .join('\n')
}

function acknowledge(tenant: string, max: number): void {
  const expires = new Date(Date.now() + 24 * 3_600_000).toISOString().replace(/\.\d+Z/, 'Z')
  const entry = `{ gate: membershipsRemoved, max: ${max}, reason: "teams were tidied up", approver: stewards, expires: ${expires} }`
  writeFileSync(join(root, 'tenants', tenant, 'acknowledgements.yaml'), `tidied: ${entry}\n`)
}

async function roster(...words: readonly string[]): Promise<Ended> {
  const passwords = { K8S_READ: accounts.reader.password, K8S_WRITE: accounts.writer.password }
  return start(['-C', root, ...words], passwords).ended
}

async function planned(): Promise<{ readonly code: number | null; readonly plan: Plan }> {
  const { code, stdout } = await roster('plan', '--json', '--detailed-exitcode')
  return { code, plan: JSON.parse(stdout) as Plan }
}

function gates(plan: Plan, gate: string): readonly (readonly unknown[])[] {
  return plan.findings
    .filter((finding) => finding.gate === gate)
    .map(({ scope, result, measured, limit }) => [scope, result, measured, limit])
}

function nonzero(counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
}

function treeIn<T>(trees: ReadonlyMap<string, T>, name: string): T {
  const tree = trees.get(name)
  if (tree === undefined) throw new Error(`no organisation ${name} among ${readdirSync(data).join(', ')}`)
  return tree
}

/** How many there are, and who: usernames in small letters, and `<group>: <members>` by name. */
interface Sight {
  readonly people: readonly string[]
  readonly pairs: number
}

/** What the server holds, asked of it with ldapsearch. */
function live(name: string): Sight {
  const base = `ou=${name},${server.base}`
  const search = (filter: string, attribute: string): string[] => {
    const found = server.tool('ldapsearch', ['-LLL', '-o', 'ldif-wrap=no', '-b', base, filter, attribute])
    return [...found.matchAll(new RegExp(`^${attribute}: (.*)$`, 'gm'))].map(([, value]) => (value ?? '').toLowerCase())
  }
  const placeholder = search('(objectClass=groupOfNames)', 'member').filter((dn) => !dn.includes('roster-empty-group'))
  return { people: search('(objectClass=inetOrgPerson)', 'uid').toSorted(), pairs: placeholder.length }
}

function wanted(name: string, snapshot: string, renamed: readonly Renaming[]): Sight {
  const tree = treeIn(snapshot === january ? before : after, name)
  const other = new Map(
    renamed.filter(({ organisation }) => organisation === name).map(({ handle, newHandle }) => [handle, newHandle]),
  )
  const people = [...tree.people].map((handle) => (other.get(handle) ?? handle).toLowerCase())
  return { people: people.toSorted(), pairs: tree.pairs.size }
}
