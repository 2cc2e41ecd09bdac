import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { readDocument } from '../../../src/language/load/document.ts'
import type { Tree, TreeEntry } from '../../../src/language/load/tree.ts'
import { workTree } from '../../../src/language/load/tree.ts'
import { listWorkspace } from '../../../src/language/load/workspace.ts'

const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function workspace(files: Readonly<Record<string, string | Buffer>>): string {
  const root = mkdtempSync(join(tmpdir(), 'roster-load-'))
  folders.push(root)
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  return root
}

const bare = { 'roster.yaml': 'version: 1\n', 'tenants/acme/tenant.yaml': 'name: Acme\n' }

/** `file slug` of what is wrong with a workspace of the two bare files and these. */
function wrong(files: Readonly<Record<string, string>>): string[] {
  return listWorkspace(workspace({ ...bare, ...files })).diagnostics.map(({ file, slug }) => `${file} ${slug}`)
}

describe('the files of a workspace', () => {
  test('are found by their names: one file, several, and a folder of one file an id', () => {
    const found = listWorkspace(
      workspace({
        ...bare,
        'README.md': '# hello',
        'library/templates.yaml': '{}',
        'platforms/crm.yaml': '{}',
        'platforms/README.md': 'x',
        'tenants/acme/roles.yaml': '{}',
        'tenants/acme/entities/site-1.yaml': 'name: x',
        'tenants/acme/access-groups.yaml': '{}',
        'tenants/acme/actions.yaml': '{}',
        'tenants/acme/tests.yaml': '{}',
        'tenants/README.md': 'x',
        'tenants/acme/notes.txt': 'x',
        'tenants/acme/users.yaml': '{}',
        'tenants/acme/users.003.yaml': '{}',
        'tenants/acme/users.sales.yaml': '{}',
        'tenants/acme/users/ana-li.yaml': 'title: x',
        'tenants/acme/users/README.md': 'x',
        'tenants/acme/policies.yaml': 'gates: {}',
        'tenants/acme/library/policies.yaml': 'gates: {}',
        'tenants/acme/pictures/a.png': 'x',
        'tenants/bakery/tenant.yaml': 'name: Bakery',
      }),
    )
    expect(found.diagnostics).toEqual([])
    expect(found.settings).toBe('roster.yaml')
    expect([...found.library]).toEqual([['templates', [{ path: 'library/templates.yaml', form: 'map' }]]])
    expect(found.tenants.map(({ id }) => id)).toEqual(['acme', 'bakery'])
    expect([...found.platforms]).toEqual([['crm', 'platforms/crm.yaml']])
    const acme = found.tenants[0]!
    expect([...acme.kinds.keys()].toSorted()).toEqual(
      ['access-groups', 'actions', 'entities', 'policies', 'roles', 'tests', 'users'].toSorted(),
    )
    expect(acme.kinds.get('entities')).toEqual([
      { path: 'tenants/acme/entities/site-1.yaml', form: 'one', id: 'site-1' },
    ])
    expect(acme.settings).toBe('tenants/acme/tenant.yaml')
    expect(acme.kinds.get('users')).toEqual([
      { path: 'tenants/acme/users/ana-li.yaml', form: 'one', id: 'ana-li' },
      { path: 'tenants/acme/users.003.yaml', form: 'map' },
      { path: 'tenants/acme/users.sales.yaml', form: 'map' },
      { path: 'tenants/acme/users.yaml', form: 'map' },
    ])
    expect(acme.kinds.get('policies')).toEqual([{ path: 'tenants/acme/policies.yaml', form: 'whole' }])
    expect(acme.library.get('policies')).toEqual([{ path: 'tenants/acme/library/policies.yaml', form: 'whole' }])
  })

  test.each([
    ['tenants/acme/user.yaml', 'tenants/acme/user.yaml file-unknown'],
    ['tenants/acme/users.yml', 'tenants/acme/users.yml file-unknown'],
    ['tenants/acme/users/ana.yml', 'tenants/acme/users/ana.yml file-unknown'],
    ['tenants/acme/people/ana.yaml', 'tenants/acme/people file-unknown'],
    ['tenants/acme/policies.extra.yaml', 'tenants/acme/policies.extra.yaml file-unknown'],
    ['tenants/acme/policies/a.yaml', 'tenants/acme/policies file-unknown'],
    ['tenants/acme/library/users.yaml', 'tenants/acme/library/users.yaml file-unknown'],
    ['tenants/users.yaml', 'tenants/users.yaml file-unknown'],
    ['library/imports.yaml', 'library/imports.yaml file-unknown'],
    ['tenants/acme/access-group.yaml', 'tenants/acme/access-group.yaml file-unknown'],
    ['library/entities.yaml', 'library/entities.yaml file-unknown'],
    ['platforms/crm.yml', 'platforms/crm.yml file-unknown'],
    ['platforms/My CRM.yaml', 'platforms/My CRM.yaml id-invalid'],
    ['tenants/beta/users.yaml', 'tenants/beta/tenant.yaml tenant-missing'],
    ['tenants/Beta/tenant.yaml', 'tenants/Beta/tenant.yaml id-invalid'],
    ['tenants/con/tenant.yaml', 'tenants/con/tenant.yaml id-device-name'],
    ['tenants/acme/users/Ana Li.yaml', 'tenants/acme/users/Ana Li.yaml id-invalid'],
    ['tenants/acme/users/nul.yaml', 'tenants/acme/users/nul.yaml id-device-name'],
    ['tenants/acme/users/..hidden.yaml', 'tenants/acme/users/..hidden.yaml id-invalid'],
  ])('%s: %s', (path, expected) => {
    expect(wrong({ [path]: '{}' })).toEqual([expected])
  })

  test('the nearest name is proposed', () => {
    const { diagnostics } = listWorkspace(workspace({ ...bare, 'tenants/acme/gruops.yaml': '{}' }))
    expect(diagnostics[0]).toMatchObject({ tenant: 'acme', fix: 'Did you mean `groups.yaml`?' })
  })

  test('a folder without roster.yaml is not a workspace', () => {
    const { settings, diagnostics } = listWorkspace(workspace({ 'tenants/acme/tenant.yaml': 'name: x' }))
    expect(settings).toBeUndefined()
    expect(diagnostics).toMatchObject([{ slug: 'workspace-missing', file: 'roster.yaml' }])
    expect(listWorkspace('/nonexistent/folder').diagnostics).toMatchObject([{ slug: 'workspace-missing' }])
  })
})

describe('SEC-17 links and irregular files', () => {
  test.each([
    'roster.yaml',
    'library',
    'tenants',
    'tenants/beta',
    'tenants/acme/users.yaml',
    'tenants/acme/users',
    'tenants/acme/library',
    'tenants/acme/users/ana.yaml',
    'tenants/acme/odd/ana.yaml',
  ])('%s as a symbolic link is an error and is not followed', (path) => {
    const root = workspace({ 'tenants/acme/tenant.yaml': 'name: Acme\n', 'tenants/acme/users/ben.yaml': 'title: x' })
    const outside = workspace({ 'secret.yaml': 'canary: 1\n' })
    rmSync(join(root, path), { recursive: true, force: true })
    mkdirSync(dirname(join(root, path)), { recursive: true })
    symlinkSync(path.endsWith('.yaml') ? join(outside, 'secret.yaml') : outside, join(root, path))
    const found = listWorkspace(root)
    expect(found.diagnostics.map(({ slug }) => slug)).toContain(path.includes('odd') ? 'file-unknown' : 'file-link')
    const files = found.tenants.flatMap(({ kinds, library }) => [...kinds.values(), ...library.values()].flat())
    const texts = files.map((file) => readDocument(workTree(root), file).text)
    expect(texts.join()).not.toContain('canary')
  })

  test('a file that became a link after it was listed is not read', () => {
    const root = workspace({ ...bare, 'tenants/acme/other.txt': 'canary: 1\n' })
    symlinkSync(join(root, 'tenants/acme/other.txt'), join(root, 'tenants/acme/users.yaml'))
    const read = readDocument(workTree(root), { path: 'tenants/acme/users.yaml', form: 'map' })
    expect(read).toMatchObject({ value: undefined, text: '', diagnostics: [{ slug: 'file-link', tenant: 'acme' }] })
  })

  test('a socket is an error, and is not opened', async () => {
    const root = workspace(bare)
    const path = 'tenants/acme/users.yaml'
    const server = createServer().listen(join(root, path))
    await once(server, 'listening')
    expect(listWorkspace(root).diagnostics).toMatchObject([{ slug: 'file-irregular', file: path }])
    expect(readDocument(workTree(root), { path, form: 'map' }).diagnostics).toMatchObject([{ slug: 'file-unreadable' }])
    server.close()
  })

  test('a folder named like a file is an error', () => {
    const root = workspace({ ...bare, 'tenants/acme/users.yaml/a.yaml': '{}' })
    expect(listWorkspace(root).diagnostics).toMatchObject([{ slug: 'file-unknown' }])
    const read = readDocument(workTree(root), { path: 'tenants/acme/users.yaml', form: 'map' })
    expect(read.diagnostics).toMatchObject([{ slug: 'file-unreadable' }])
  })
})

test('1,000 tenants with 100,000 files of one person are listed in under 3 s of CPU', () => {
  const yaml = (names: readonly string[], kind: TreeEntry['kind']) => names.map((name) => ({ name, kind }))
  const range = (length: number, name: string) => Array.from({ length }, (_, index) => `${name}${index}`)
  const people = yaml(
    range(100, 'person-').map((id) => `${id}.yaml`),
    'file',
  )
  const tenants = yaml(range(1000, 'tenant-'), 'folder')
  const inside = [...yaml(['tenant.yaml'], 'file'), ...yaml(['users'], 'folder')]
  const tree: Tree = {
    read: () => Buffer.alloc(0),
    list: (folder) => {
      if (folder === '') return [...yaml(['roster.yaml'], 'file'), ...yaml(['tenants'], 'folder')]
      if (folder === 'tenants') return tenants
      if (folder.endsWith('/users')) return people
      return folder.startsWith('tenants/') ? inside : undefined
    },
  }
  const start = process.cpuUsage()
  const found = listWorkspace('', tree)
  const { user, system } = process.cpuUsage(start)
  expect(found.diagnostics).toEqual([])
  expect(found.tenants.reduce((sum, { kinds }) => sum + (kinds.get('users')?.length ?? 0), 0)).toBe(100_000)
  expect((user + system) / 1e6).toBeLessThan(3)
})
