import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { documentOf, emptyFolder, roster } from './roster.ts'

/** Three tenants with a newcomer each. */
function fleet(): string {
  const folder = emptyFolder()
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  write('roster.yaml', 'version: 1\norganisation: Fleet\n')
  for (const id of ['acme', 'bakery', 'cafe']) {
    write(`tenants/${id}/tenant.yaml`, `name: ${id}\ndirectories: { hq: { provider: local, mode: authoritative } }\n`)
    write(`tenants/${id}/users.yaml`, `new-${id}: { name: { first: New, last: ${id} } }\n`)
  }
  return folder
}

test('REL-25 parts of a plan are one comment, and a part that is missing is no comment', async () => {
  const cwd = fleet()
  for (const part of ['1/2', '2/2'])
    expect((await roster(['plan', '--shard', part, '--out', `${part[0]}.json`], { cwd })).code).toBe(0)
  const both = await roster(['comment', '--print', '--json', '--plan', '1.json', '2.json'], { cwd })
  expect(both.code, both.stderr).toBe(0)
  const { body } = documentOf(both)
  for (const id of ['acme', 'bakery', 'cafe']) expect(body).toContain(`New ${id} joins`)
  const half = await roster(['comment', '--print', '--plan', '1.json'], { cwd })
  expect(half.code).toBe(64)
  expect(half.stderr).toContain('part 2 is not there once')
})

test.each(['0/2', '3/2', '2', '1/257', 'a/b'])('--shard %s is refused', async (part) => {
  const ended = await roster(['plan', '--shard', part], { cwd: fleet() })
  expect(ended.code).toBe(64)
  expect(ended.stderr).toContain('is not a part of the tenants')
})
