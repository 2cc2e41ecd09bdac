import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { expect, test } from 'vitest'
import { Live } from '../reconciler/live.ts'
import { documentOf, put, roster, workspace, type Ended } from './roster.ts'

const bare = { 'tenants/acme/users.yaml': '{}\n', 'tenants/acme/groups.yaml': '{}\n' }

/** A workspace whose directory holds people and a group that nobody declared. */
function inhabited(files: Readonly<Record<string, string>> = bare): { readonly cwd: string; readonly live: Live } {
  const cwd = workspace(files)
  const live = new Live(join(cwd, '.roster/local/acme/main.json'))
  for (const [first, last] of [
    ['Ana', 'Li'],
    ['Ben', 'Osei'],
    ['Eva', 'Lo'],
  ] as const) {
    const displayName = `${first} ${last}`
    live.addUser(`${first}.${last}`.toLowerCase(), {
      attributes: { 'name.first': first, 'name.last': last, displayName },
    })
  }
  live.addUser('svc', { notManageable: 'protected' })
  live.addGroup('Staff', ['ana.li', 'ben.osei', 'eva.lo'])
  return { cwd, live }
}

function valid(ended: Ended): readonly unknown[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  const schema = new URL('../../schema/import.schema.json', import.meta.url)
  const check = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as object)
  check(documentOf(ended))
  return check.errors ?? []
}

test('UX-01 import, plan: no changes; import again: nothing new', async () => {
  const { cwd } = inhabited()
  const ended = await roster(['import', '--tenant', 'acme', '--directory', 'main'], { cwd })
  expect([ended.code, ended.stderr]).toEqual([0, ''])
  expect(ended.stdout).toMatchInlineSnapshot(`
    "acme from directory main: 4 people, 1 group found
      + 3 people to be managed: ana.li, ben.osei, eva.lo
      + 1 group to be managed: staff
      · 1 person left alone, protected: svc (id-svc)

    ~ tenants/acme/groups.yaml
    ~ tenants/acme/users.yaml

    2 files written. Look at the changes, then: roster plan --tenant acme
    "
  `)
  expect((await roster(['plan', '--detailed-exitcode'], { cwd })).code).toBe(0)
  expect((await roster(['validate'], { cwd })).code).toBe(0)
  expect((await roster(['fmt', '--check'], { cwd })).code).toBe(0)
  const again = await roster(['import', '--tenant', 'acme', '--json'], { cwd })
  expect([again.code, valid(again)]).toEqual([0, []])
  expect(documentOf(again)).toMatchObject({ known: { people: 3, groups: 1 }, files: [], declared: { users: [] } })
})

test('UX-09 a bad sheet: 3, every row, nothing written; UX-32 as text and as a document', async () => {
  const { cwd } = inhabited()
  writeFileSync(join(cwd, 'people.csv'), 'First name,Last name,Groups\nTom,Berg,Nowhere\n,,\nUma,Ode,Elsewhere\n')
  const words = ['import', '--tenant', 'acme', '--from', 'people.csv']
  const [text, json] = await Promise.all([roster(words, { cwd }), roster([...words, '--json'], { cwd })])
  expect([text.code, json.code, valid(json)]).toEqual([3, 3, []])
  expect(text.stdout).toMatchInlineSnapshot(`
    "acme from people.csv: 2 people, 2 groups found

    row 2  error  There is no group "Nowhere". --create-groups declares new ones.
    row 4  error  There is no group "Elsewhere". --create-groups declares new ones.

    Nothing was written: 2 mistakes in the sheet. Correct all and import again.
    "
  `)
  expect(documentOf(json)).toMatchObject({ exitCode: 3, problems: [{ row: 2 }, { row: 4 }], files: [] })
  expect(readFileSync(join(cwd, 'tenants/acme/users.yaml'), 'utf8')).toBe('{}\n')
  const good = await roster([...words, '--create-groups', '--users-file', 'users.new.yaml'], { cwd })
  expect(good.code).toBe(0)
  expect(readFileSync(join(cwd, 'tenants/acme/users.new.yaml'), 'utf8')).toContain('tom-berg:')
})

test('UX-31 3: mistakes in the files, and nothing is written', async () => {
  const { cwd } = inhabited({ ...bare, 'tenants/acme/departments.yaml': 'x: { nme: X }\n' })
  const ended = await roster(['import', '--tenant', 'acme', '--json'], { cwd })
  expect([ended.code, valid(ended)]).toEqual([3, []])
  expect((await roster(['import', '--tenant', 'acme'], { cwd })).stdout).toContain('Nothing was written')
})

test('UX-31 4: a listing that breaks off declares nothing', async () => {
  const { cwd, live } = inhabited()
  live.misbehave({ pageSize: 1, cut: { kind: 'user', page: 2 } })
  const ended = await roster(['import', '--tenant', 'acme'], { cwd })
  expect(ended.code).toBe(4)
  expect(existsSync(join(cwd, 'tenants/acme/departments.yaml'))).toBe(false)
  expect(readFileSync(join(cwd, 'tenants/acme/users.yaml'), 'utf8')).toBe('{}\n')
})

test.each([
  { words: ['--directory', 'mian'], told: 'Did you mean main?' },
  { words: ['--select', 'departmnt=Sales'], told: 'Did you mean department=?' },
  { words: ['--select', '(uid=ana)'], told: '--select (uid=ana) is not understood' },
  { words: ['--from', 'nowhere.csv'], told: 'The sheet nowhere.csv cannot be read' },
  { words: ['--from', 'people.csv', '--select', 'username=a*'], told: '--select is for directories' },
  { words: ['--create-groups'], told: '--create-groups is for sheets' },
  { words: ['--users-file', '../roster.yaml'], told: 'holds no people' },
])('UX-31 64: import $words', async ({ words, told }) => {
  const { cwd } = inhabited()
  put(cwd, 'people.csv', 'First name\nAna\n')
  const ended = await roster(['import', '--tenant', 'acme', ...words], { cwd })
  expect([ended.code, ended.stdout]).toEqual([64, ''])
  expect(ended.stderr).toContain(told)
})
