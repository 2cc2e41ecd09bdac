import { expect, test } from 'vitest'
import { ownersOf, readCodeowners } from '../../src/approval/codeowners.ts'

/** Pattern, files that it is about, files that it is not about. From GitHub's page on code owners, and what gitignore says of the same. */
const patterns: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['*', ['a.yaml', 'tenants/acme/users.yaml'], []],
  ['*.js', ['a.js', 'deep/down/a.js'], ['a.ts', 'a.js.map']],
  ['/build/logs/', ['build/logs/a', 'build/logs/b/c'], ['build/logs', 'x/build/logs/a']],
  ['docs/*', ['docs/getting-started.md'], ['docs/build-app/troubleshooting.md', 'x/docs/a.md']],
  ['/docs/*', ['docs/a.md'], ['docs/b/a.md']],
  ['apps/', ['apps/a', 'x/apps/a/b'], ['apps', 'myapps/a']],
  ['/docs/', ['docs/a', 'docs/b/c'], ['x/docs/a']],
  ['/scripts/', ['scripts/a'], ['other/scripts/a']],
  ['**/logs', ['logs', 'build/logs', 'build/logs/a', 'deeply/nested/logs/b/c'], ['build/mylogs']],
  ['/apps/github', ['apps/github', 'apps/github/a'], ['apps/githubs', 'x/apps/github']],
  ['tenants/acme', ['tenants/acme', 'tenants/acme/users.yaml'], ['x/tenants/acme']],
  ['tenants/*/tenant.yaml', ['tenants/acme/tenant.yaml'], ['tenants/tenant.yaml', 'tenants/a/b/tenant.yaml']],
  [
    'tenants/**/users.yaml',
    ['tenants/users.yaml', 'tenants/acme/users.yaml', 'tenants/a/b/users.yaml'],
    ['users.yaml'],
  ],
  ['/tenants/**', ['tenants/a', 'tenants/a/b'], ['x/tenants/a', 'tenants']],
  ['users.yaml', ['users.yaml', 'tenants/acme/users.yaml'], ['users.yaml.bak', 'myusers.yaml']],
  ['tenant?.yaml', ['tenant1.yaml'], ['tenant.yaml', 'tenant12.yaml', 'tenant/.yaml']],
  [String.raw`with\ space/`, ['with space/a'], ['with/a', 'space/a']],
  ['a.b', ['a.b'], ['aXb']],
  ['(x)+', ['(x)+'], ['xx']],
]

test.each(patterns)('%s', (pattern, yes, no) => {
  const lines = readCodeowners(`${pattern} @msp/leads`)
  expect(yes.filter((path) => ownersOf(lines, path) === undefined)).toEqual([])
  expect(no.filter((path) => ownersOf(lines, path) !== undefined)).toEqual([])
})

test('the last line that matches decides, also by naming nobody', () => {
  const lines = readCodeowners(`
# everything
*            @global @msp/leads   # and this is why
/tenants/    @msp/access ana@acme.example
/tenants/b/
*.js         @js
`)
  const owners = (path: string): readonly string[] | undefined => ownersOf(lines, path)?.owners
  expect(owners('roster.yaml')).toEqual(['@global', '@msp/leads'])
  expect(owners('tenants/a/users.yaml')).toEqual(['@msp/access', 'ana@acme.example'])
  expect(owners('tenants/b/users.yaml')).toBeUndefined()
  expect(owners('tenants/b/x.js')).toEqual(['@js'])
})

test.each(['!tenants/ @ana', 'tenants/[ab] @ana', String.raw`\#file @ana`, 'tenants/ ana', 'tenants/ @a/b/c'])(
  'GitHub does not take %s: the line is as if it were not there',
  (line) => {
    expect(readCodeowners(`${line}\n* @msp/leads`)).toHaveLength(1)
  },
)

test('a pattern that is made to be slow is not', () => {
  const started = performance.now()
  const lines = readCodeowners(`${'**/a'.repeat(20)}/**/b @ana`)
  ownersOf(lines, `${'a/'.repeat(2_000)}c`)
  expect(performance.now() - started).toBeLessThan(1_000)
})
