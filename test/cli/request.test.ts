import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commitTree } from '../../src/cli/commit-tree.ts'
import { isAsCommitted } from '../../src/cli/request/as-committed.ts'
import { requestOn } from '../../src/cli/request/base.ts'
import { goneTenants, touchedTenants } from '../../src/cli/request/touched.ts'
import { UsageError } from '../../src/model/fault.ts'
import { marksIn } from '../../src/reconciler/trusted/marks.ts'
import { scratch, sweep } from '../ledger/scratch.ts'

sweep()
const env = { PATH: process.env['PATH'] }

/** A repository of files, changed and committed as people do. */
class Repository {
  readonly env = env
  readonly root: string
  constructor(root: string) {
    this.root = root
    this.git('init', '--quiet')
  }

  git(...args: readonly string[]): string {
    const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org']
    return execFileSync('git', [...who, ...args], { cwd: this.root, encoding: 'utf8' }).trim()
  }

  write(files: Readonly<Record<string, string | null>>): this {
    for (const [path, text] of Object.entries(files)) {
      const file = join(this.root, path)
      mkdirSync(dirname(file), { recursive: true })
      if (text === null) rmSync(file, { recursive: true })
      else writeFileSync(file, text)
    }
    return this
  }

  commit(): string {
    this.git('add', '--all')
    this.git('commit', '--quiet', '--allow-empty', '-m', 'change')
    return this.git('rev-parse', 'HEAD')
  }
}

const fleet = {
  'roster.yaml': 'version: 1\n',
  'library/policies.yaml': '{}\n',
  'platforms/x.yaml': 'name: X\n',
  'tenants/msp/tenant.yaml': 'name: MSP\n',
  'tenants/msp/users.yaml': '{}\n',
  'tenants/msp/library/policies.yaml': '{}\n',
  'tenants/other/tenant.yaml': 'name: Other\n',
  'tenants/other/library/policies.yaml': 'gates: {}\n',
  'tenants/acme/tenant.yaml': 'name: Acme\nparent: msp\n',
  'tenants/acme/users/ana.yaml': 'name: Ana\n',
  'tenants/bakery/tenant.yaml': "name: Bakery\n'parent': msp\n",
  'tenants/bakery/departments.yaml': '{}\n',
}
const tenants = ['acme', 'bakery', 'msp', 'other']

async function repository(): Promise<Repository> {
  return new Repository(await scratch())
}

describe('a request concerns the tenants whose plan can be another, and never fewer', () => {
  const changes: readonly [string, Readonly<Record<string, string | null>>, readonly string[]][] = [
    ['a person', { 'tenants/acme/users/ana.yaml': 'name: Anna\n' }, ['acme']],
    ['roster.yaml', { 'roster.yaml': 'version: 1\ntimezone: UTC\n' }, tenants],
    ['the library', { 'library/roles.yaml': '{}\n' }, tenants],
    ['a profile', { 'platforms/x.yaml': 'name: Y\n' }, tenants],
    ['the library of a parent', { 'tenants/msp/library/policies.yaml': 'gates: {}\n' }, ['acme', 'bakery', 'msp']],
    ['the settings of a parent', { 'tenants/msp/tenant.yaml': 'name: M\n' }, ['acme', 'bakery', 'msp']],
    ['entities of a parent', { 'tenants/msp/entities.yaml': '{}\n' }, ['acme', 'bakery', 'msp']],
    ['people of a parent', { 'tenants/msp/users.yaml': 'a: {}\n' }, ['msp']],
    ['departments of a child', { 'tenants/bakery/departments.yaml': 'a: {}\n' }, ['bakery', 'msp']],
    ['another parent', { 'tenants/acme/tenant.yaml': 'name: Acme\nparent: other\n' }, ['acme', 'msp', 'other']],
    ['a page', { 'docs/page.md': 'x\n' }, []],
    ['a folder that goes', { 'tenants/bakery': null }, ['msp']],
  ]
  test.each(changes)('%s', async (_, change, touched) => {
    const here = (await repository()).write(fleet)
    const base = here.commit()
    const head = here.write(change).commit()
    const there = tenants.filter((id) => change[`tenants/${id}`] !== null)
    const request = await requestOn(here, { base, head, tenants: there, changed: true })
    expect(request.tenants).toEqual(
      touched.length === tenants.length ? there : touched.filter((id) => there.includes(id)),
    )
    expect(request.gone).toEqual(tenants.filter((id) => !there.includes(id)))
    expect(request.base.commit).toBe(base)
  })

  test('one more changed file never means one tenant less', () => {
    const file = fc.constantFrom(...Object.keys(fleet), 'tenants/new/users.yaml', 'README.md', 'tenants/acme/x\n/y')
    const families = { tenants, parents: new Map([['acme', 'msp'], ['bakery', 'msp']]), parentsBefore: new Map<string, string>() } // prettier-ignore
    fc.assert(
      fc.property(fc.array(file), file, (files, more) => {
        const fewer = touchedTenants(files, families)
        expect(touchedTenants([...files, more], families)).toEqual(expect.arrayContaining([...fewer]))
        for (const path of files) {
          const own = /^tenants\/([^/]+)\//.exec(path)?.[1] ?? ''
          if (tenants.includes(own)) expect(fewer).toContain(own)
        }
      }),
    )
    expect(goneTenants(['tenants/x/a', 'tenants/../a', 'tenants/acme/a', 'tenants/x/b'], tenants)).toEqual(['x'])
  })
})

test('the base is a commit; a name that is none, and a repository without commits, are told', async () => {
  const here = await repository()
  const asked = { head: null, tenants: [], changed: false }
  await expect(requestOn(here, { ...asked, base: 'main' })).rejects.toThrow(UsageError)
  await expect(requestOn(here, { ...asked, base: '--output=x' })).rejects.toThrow(/is no commit/)
})

test('SEC-03 files that decide how roster is run and who approves are named', async () => {
  const here = (await repository()).write(fleet)
  const base = here.commit()
  const head = here.write({ '.github/workflows/apply.yml': 'x', '.github/CODEOWNERS': 'x', CODEOWNERS: 'x', 'tenants/acme/CODEOWNERS': 'x', 'notes.md': 'x' }).commit() // prettier-ignore
  const { base: decided } = await requestOn(here, { base, head, tenants, changed: true })
  expect(decided.alsoChanged).toEqual(['.github/CODEOWNERS', '.github/workflows/apply.yml', 'CODEOWNERS'])
})

test('REL-01 what of a commit was not listed is never taken for absence', async () => {
  const here = (await repository()).write(fleet)
  const commit = here.commit()
  const tree = await commitTree(here, commit, { paths: ['roster.yaml', 'tenants/acme', 'tenants/none'], file: (path) => path !== 'tenants/acme/users/ana.yaml' }) // prettier-ignore
  expect(tree.list('tenants/acme')?.map(({ name }) => name)).toEqual(['tenant.yaml', 'users'])
  expect(tree.list('tenants/none')).toBeUndefined()
  expect(Buffer.from(tree.read('tenants/acme/tenant.yaml', 100)).toString()).toContain('parent: msp')
  expect(() => tree.list('tenants/bakery')).toThrow(/not listed/)
  expect(() => tree.list('tenants')).toThrow(/not listed/)
  expect(() => tree.list('library')).toThrow(/not listed/)
  expect(() => tree.read('tenants/bakery/tenant.yaml', 100)).toThrow(/not read/)
  const whole = await commitTree(here, commit)
  expect(whole.list('tenants')?.map(({ name }) => name)).toEqual(tenants)
})

test('the base of a tenant with another parent there has that parent’s limits', async () => {
  const here = (await repository()).write(fleet)
  const base = here.commit()
  const head = here.write({ 'tenants/acme/tenant.yaml': 'name: Acme\n' }).commit()
  const { base: decided } = await requestOn(here, { base, head, tenants, changed: true })
  expect(Buffer.from(decided.tree.read('tenants/msp/library/policies.yaml', 100)).toString()).toBe('{}\n')
})

test('SEC-03 a request that brings records of roster’s own is not planned', async () => {
  const here = (await repository()).write(fleet)
  const base = here.commit()
  const head = here.write({ '.roster/ledger/acme/000000000001-x.jsonl': '{}\n' }).commit()
  await expect(requestOn(here, { base, head, tenants, changed: false })).rejects.toThrow(/not written by requests/)
})

test('SEC-03 marks of groups are read from the base where the request changes the file, and nowhere else', async () => {
  const marked = 'admins: { privileged: true }\n'
  const files = { 'tenants/acme/groups.yaml': marked, 'tenants/bakery/groups.yaml': marked }
  const here = (await repository()).write({ ...fleet, ...files })
  const base = here.commit()
  const head = here.write({ 'tenants/acme/groups.yaml': 'admins: {}\n' }).commit()
  const { tree } = (await requestOn(here, { base, head, tenants, changed: false })).base
  expect([...marksIn(tree, 'acme').keys()]).toEqual(['admins'])
  expect([...marksIn(tree, 'bakery').keys()]).toEqual([])
})

describe('whether files are as committed, without the index', () => {
  const paths = ['roster.yaml', 'library', 'platforms', 'tenants/acme']
  const cases: readonly [string, (here: Repository) => unknown, boolean][] = [
    ['nothing changed', () => undefined, true],
    ['a byte', (here) => here.write({ 'tenants/acme/tenant.yaml': 'name: Acme\nparent: mso\n' }), false],
    ['a new file', (here) => here.write({ 'tenants/acme/groups.yaml': '' }), false],
    ['a file less', (here) => here.write({ 'library/policies.yaml': null }), false],
    ['elsewhere', (here) => here.write({ 'tenants/bakery/tenant.yaml': 'x: 1\n', 'new.txt': '' }), true],
    ['staged and put back', (here) => { here.write({ 'roster.yaml': 'x\n' }).git('add', '.'); here.write({ 'roster.yaml': 'version: 1\n' }) }, true], // prettier-ignore
  ]
  test.each(cases)('%s', async (_, change, expected) => {
    const here = (await repository()).write(fleet)
    const commit = here.commit()
    change(here)
    expect(await isAsCommitted(here, commit, paths)).toBe(expected)
  })
})
