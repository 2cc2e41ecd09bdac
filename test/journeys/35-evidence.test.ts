import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Manifest } from '../../src/evidence/manifest.ts'
import { documentOf, type Ended, put, roster, tenantYaml, usersYaml, workspace } from '../cli/roster.ts'
import { newKey, scratch, sshKeygen } from '../evidence/keys.ts'
import { git } from '../git/repositories.ts'

const independent = fileURLToPath(new URL('../evidence/independent.mjs', import.meta.url))

const counter = [
  'name: Counter',
  'version: 2026-11-01',
  'categories: { desk: { levels: [none, allow] }, data: { levels: [none, view, edit] } }',
  'entityKinds: { site: { plural: sites, tagged: true } }',
  'reach: { from: accessGroup, kinds: [site] }',
  'permissions: { desk/open: { name: Open, risk: basic }, data/till: { name: Till, risk: basic, scoped: reach } }',
  'builtInRoles: { clerk: { name: Clerk, permissions: { desk/open: allow, data/till: edit } } }',
  'accountTypes: { clerk: { roles: { min: 1, max: 1 }, accessGroups: { min: 0, max: 5 }, required: [email], login: email } }',
  'lifecycle: { clerk: { created: { state: active }, end: disabled } }',
  'capabilities: { deliveries: [manual], create: { clerk: [csv] }, grantsWithInvitation: true, observes: [] }',
  'workOrders: [{ verb: create, of: clerk, title: Import people, steps: [choose the file], verify: attest }]',
  '',
].join('\n')

const thisYear = String(new Date().getUTCFullYear())
const period = `${thisYear}-01-01..${Number(thisYear) + 1}-01-02`

interface Year {
  readonly cwd: string
  readonly key: string
  readonly signers: string
  readonly line: string
}

/** People and groups in a directory and on a platform; somebody comes, does what was asked by hand, and leaves. */
async function aYear(): Promise<Year> {
  const cwd = workspace({
    'platforms/counter.yaml': counter,
    'tenants/acme/tenant.yaml': `${tenantYaml('Acme')}subscriptions: { front: { platform: counter, delivery: manual, bulk: csv, operator: ana-li } }\n`,
    'tenants/acme/entities.yaml': 'harbour: { platform: counter, kind: site, name: Harbour, tags: [port] }\n',
    'tenants/acme/access-groups.yaml':
      'ports: { platform: counter, name: Ports, select: { tags: [port], match: any } }\n',
    'tenants/acme/users.yaml': `${usersYaml(['ana-li', 'ben-osei'])}eva-lo: { name: { first: Eva, last: Lo }, email: eva@acme.example, platforms: { front: { role: clerk, accessGroup: ports } } }\n`,
    '.gitignore': '.roster/\npack*\n',
  })
  await git(cwd, 'init', '--quiet')
  await committed(cwd)
  await ends(0, cwd, 'apply', '--auto-approve')
  await ends(0, cwd, 'attest', 'front-1', '1', '--by', 'ana-li')
  put(
    cwd,
    'tenants/acme/users.yaml',
    readFileSync(join(cwd, 'tenants/acme/users.yaml'), 'utf8').replace(/^(ben-osei: \{)/m, '$1 ends: 2026-01-31,'),
  )
  await committed(cwd)
  await ends(0, cwd, 'apply', '--auto-approve')
  const keys = scratch()
  const { file, line } = newKey(keys, 'auditor')
  const signers = join(keys, 'signers')
  writeFileSync(signers, `auditor@example.org ${line}\n`)
  return { cwd, key: file, signers, line }
}

async function committed(cwd: string): Promise<void> {
  await git(cwd, 'add', '--all')
  await git(cwd, 'commit', '--quiet', '-m', 'change')
}

async function ends(code: number, cwd: string, ...words: readonly string[]): Promise<Ended> {
  const ended = await roster(words, { cwd })
  expect(ended.code, `${words.join(' ')}\n${ended.stdout}${ended.stderr}`).toBe(code)
  return ended
}

test(
  'UX-43 UX-44 an auditor gets a pack, and proves it with roster, with ssh-keygen and with Node alone',
  { timeout: 120_000 },
  async () => {
    const { cwd, key, signers, line } = await aYear()
    const pack = join(cwd, 'pack')
    const written = await ends(0, cwd, 'evidence', '--period', period, '--out', pack, '--key', key)
    expect(written.stdout).toMatch(/1 tenant, 11 files\n/)
    expect(written.stdout).toContain(`signed by ${line}`)
    expect(written.stdout).toContain('the period is not over')
    const manifest = JSON.parse(readFileSync(join(pack, 'manifest.json'), 'utf8')) as Manifest
    expect(manifest.command).toBe(`roster evidence --period ${period}`)
    expect(manifest.commit).toBe(await git(cwd, 'rev-parse', 'HEAD'))
    expect(manifest.tenants[0]?.head).toBe(readFileSync(join(cwd, '.roster/heads/acme'), 'utf8').trim())

    const sheet = (name: string): readonly string[] => readFileSync(join(pack, name), 'utf8').split('\r\n').slice(1, -1)
    expect(sheet('population-start.csv')).toEqual([])
    expect(sheet('population-end.csv').map((row) => row.split(',').slice(1, 6).join())).toEqual([
      '"front","platform","eva-lo","eva@acme.example","active"',
      '"main","directory","ana-li","ana.li","active"',
      '"main","directory","ben-osei","ben.osei","disabled"',
      '"main","directory","eva-lo","eva.lo","active"',
    ])
    expect(sheet('access-end.csv')).toEqual([
      '"acme","front","eva-lo","access","everywhere","desk/open=allow",""',
      '"acme","front","eva-lo","access","harbour","data/till=edit",""',
      '"acme","front","eva-lo","accessGroup","ports","",""',
      '"acme","front","eva-lo","role","clerk","",""',
      '"acme","main","ana-li","group","staff","",""',
      '"acme","main","eva-lo","group","staff","",""',
    ])
    expect(sheet('leavers.csv').join()).toMatch(
      /^"acme","ben-osei","main","expired","2026-01-31","2026-01-31T23:00:00.000Z","[^"]+","\d+","applied"/,
    )
    expect(sheet('exceptions.csv').filter((row) => row.includes('"noRequest"'))).toHaveLength(2)
    expect(
      sheet('exceptions.csv')
        .filter((row) => row.includes('"unverified"'))
        .join(),
    ).toMatch(/on the word of ana-li, written down by /)
    expect(sheet('changes.csv').find((row) => row.includes('"attested"'))).toMatch(/"ana-li","[^"]+"$/)

    const proven = await ends(
      0,
      cwd,
      'evidence',
      'verify',
      pack,
      '--signer',
      signers,
      '--identity',
      'auditor@example.org',
    )
    expect(proven.stdout).toMatch(/proven, 11 files/)
    expect(proven.stdout).toContain('signed by auditor@example.org')
    execFileSync(process.execPath, [independent, pack, line])
    sshKeygen(
      pack,
      ['-Y', 'verify', '-f', signers, '-I', 'auditor@example.org', '-n', 'roster-evidence', '-s', 'manifest.json.sig'],
      readFileSync(join(pack, 'manifest.json')),
    )

    const again = await ends(
      0,
      cwd,
      'evidence',
      '--period',
      period,
      '--out',
      join(cwd, 'pack-again'),
      '--key',
      key,
      '--json',
    )
    expect(documentOf(again)).toMatchObject({ formatVersion: '1.0', kind: 'evidencePack', exitCode: 0 })
    for (const name of readdirSync(pack, { recursive: true, encoding: 'utf8' }).filter((one) =>
      statSync(join(pack, one)).isFile(),
    ))
      expect(readFileSync(join(cwd, 'pack-again', name)).equals(readFileSync(join(pack, name))), name).toBe(true)

    const sample = ['evidence', 'sample', '--period', period, '--n', '3', '--seed', 'audit']
    const drawn = documentOf(await ends(0, cwd, ...sample, '--json'))
    expect(drawn).toMatchObject({ kind: 'evidenceSample', seed: 'audit', changes: [{}, {}, {}] })
    expect(documentOf(await ends(0, cwd, ...sample, '--json'))).toEqual(drawn)
    expect((await ends(0, cwd, ...sample)).stdout).toMatch(
      /3 changes of \d+, drawn with the seed audit\n\n {2}1\. acme /,
    )
    expect((await ends(0, cwd, ...sample, '--csv')).stdout.split('\r\n')).toHaveLength(5)

    const file = join(pack, 'access-end.csv')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"eva-lo"', '"eve-lo"'))
    const broken = await ends(1, cwd, 'evidence', 'verify', pack, '--signer', signers)
    expect(broken.stdout).toContain('access-end.csv was changed: its sha256 is not that of the manifest')
  },
)

test(
  'UX-43 no evidence is made of a ledger that does not hold, nor over another pack',
  { timeout: 120_000 },
  async () => {
    const { cwd, key } = await aYear()
    const pack = join(cwd, 'pack')
    const unsigned = await ends(0, cwd, 'evidence', '--period', period, '--out', pack)
    expect(unsigned.stdout).toContain('not signed: whoever can write the folder can write it anew.')
    expect((await ends(0, cwd, 'evidence', 'verify', pack)).stdout).toContain('not signed: it shows accidents')
    expect((await ends(64, cwd, 'evidence', '--period', period, '--out', pack)).stderr).toContain(
      'has a pack in it already',
    )
    expect((await ends(64, cwd, 'evidence', '--period', 'Q3', '--out', `${pack}-2`)).stderr).toContain(
      '--period Q3 is not a period',
    )
    expect((await ends(64, cwd, 'evidence', '--period', period)).stderr).toContain('Where to?')
    expect((await ends(64, cwd, 'evidence', 'sample', '--period', period)).stderr).toContain('Which seed?')
    expect(
      (await ends(64, cwd, 'evidence', '--period', period, '--out', `${pack}-2`, '--key', join(cwd, 'none'))).stderr,
    ).toContain('could not be read (ENOENT)')
    expect((await ends(64, cwd, 'evidence', 'verify', join(cwd, 'nowhere'))).stderr).toContain('There is no folder')

    const folder = join(cwd, '.roster/ledger/acme')
    const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) ?? '')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"username":"ana.li"', '"username":"eve.li"'))
    const refused = await ends(1, cwd, 'evidence', '--period', period, '--out', `${pack}-2`, '--key', key)
    expect(refused.stderr).toMatch(/the ledger of acme proves nothing: .* was edited/)
    expect(readdirSync(cwd)).not.toContain('pack-2')
  },
)

test('SEC-15 a saved plan is applied by whose signature it bears', { timeout: 120_000 }, async () => {
  const { cwd, key, line } = await aYear()
  put(
    cwd,
    'tenants/acme/users.yaml',
    readFileSync(join(cwd, 'tenants/acme/users.yaml'), 'utf8') + usersYaml(['tom-berg']),
  )
  const [plan, signed, signers] = ['pack-plan.json', 'pack-signed.json', 'pack-signers'].map((name) =>
    join(cwd, name),
  ) as [string, string, string]
  await ends(0, cwd, 'plan', '--out', plan)
  expect((await ends(0, cwd, 'sign', plan, '--key', key, '--out', signed)).stdout).toContain(`signed by ${line}`)
  writeFileSync(signers, `auditor@example.org namespaces="roster-evidence" ${line}\n`)
  expect((await ends(64, cwd, 'apply', '--approved', signed, '--signer', signers)).stderr).toContain(
    'not allowed to sign for roster-plan',
  )
  writeFileSync(signers, `lead@example.org namespaces="roster-plan" ${line}\n`)
  expect((await ends(64, cwd, 'apply', '--approved', signed)).stderr).toContain(
    '--approved needs --digest, or --signer',
  )
  expect(
    (await ends(64, cwd, 'apply', '--approved', signed, '--signer', signers, '--identity', 'eve@example.org')).stderr,
  ).toContain('is not one of eve@example.org')
  expect((await ends(64, cwd, 'apply', '--approved', plan, '--signer', signers)).stderr).toContain('is not signed')
  const edited = readFileSync(signed, 'utf8').replace(/"payload":"(.{40})./, '"payload":"$1x')
  writeFileSync(`${signed}.x`, edited)
  expect((await ends(64, cwd, 'apply', '--approved', `${signed}.x`, '--signer', signers)).stderr).toContain(
    'it was changed',
  )
  const applied = await ends(
    0,
    cwd,
    'apply',
    '--approved',
    signed,
    '--signer',
    signers,
    '--identity',
    'lead@example.org',
  )
  expect(applied.stdout).toContain('Tom Berg joins main')
})

test(
  'SEC-31 neither the token of the forge nor a private key is in any answer, error or file',
  { timeout: 240_000 },
  async () => {
    const { cwd, key, signers } = await aYear()
    const token = 'Canary/+"\\token-0123456789abcdef'
    const seed = Buffer.from(readFileSync(key, 'utf8').split('-----')[2] ?? '', 'base64').subarray(-100, -60)
    const [plan, pack] = [join(cwd, 'pack-plan.json'), join(cwd, 'pack')]
    const commands: readonly (readonly string[])[] = [
      ['plan', '--out', plan, '--verbose'],
      ['show', plan],
      ['sign', plan, '--key', key, '--out', join(cwd, 'pack-signed.json')],
      ['sign', key, '--key', key, '--out', join(cwd, 'pack-no.json')],
      ['evidence', '--period', period, '--out', pack, '--key', key],
      ['evidence', '--period', period, '--out', pack, '--key', key],
      ['evidence', '--period', period, '--out', `${pack}-2`, '--key', signers],
      ['evidence', 'sample', '--period', period, '--seed', 'x', '--json'],
      ['evidence', 'verify', pack, '--signer', key],
      ['evidence', 'verify', pack, '--signer', signers],
      ['comment', '--print', '--plan', plan, '--pull', '1', '--repository', 'msp/people'],
      ['comment', '--plan', key, '--pull', '1', '--repository', 'msp/people', '--head', 'x'],
      ['timeline', 'eva-lo', '--json'],
      ['timeline', 'nobody'],
      ['log', '--json', '--verbose'],
      ['drift', '--json'],
      ['doctor'],
      ['apply', '--reviewed', '--repository', 'msp/people'],
      ['apply', '--approved', key, '--signer', key],
      ['ledger', 'verify'],
      ['no-such-command'],
    ]
    const said: string[] = []
    for (const words of commands) {
      const { stdout, stderr } = await roster(words, {
        cwd,
        env: { GITHUB_TOKEN: token, GITHUB_API_URL: 'http://127.0.0.1:1', GITHUB_REPOSITORY: 'msp/people' },
      })
      said.push(`${words.join(' ')}\n${stdout}${stderr}`)
    }
    const files = readdirSync(cwd, { recursive: true, encoding: 'utf8' }).filter(
      (name) => !name.startsWith('.git/') && statSync(join(cwd, name)).isFile(),
    )
    for (const secret of [Buffer.from(token), seed]) {
      for (const spelled of spellingsOf(secret)) {
        for (const text of said) expect(text.includes(spelled.toString('latin1')), text.split('\n')[0]).toBe(false)
        for (const name of files) expect(readFileSync(join(cwd, name)).includes(spelled), name).toBe(false)
      }
    }
  },
)

function spellingsOf(secret: Buffer): readonly Buffer[] {
  const text = secret.toString('latin1')
  return [
    secret,
    Buffer.from(JSON.stringify(text).slice(1, -1)),
    Buffer.from(encodeURIComponent(text)),
    Buffer.from(secret.toString('base64').replace(/=+$/, '').slice(0, -1)),
    Buffer.from(secret.toString('base64url').slice(0, -1)),
    Buffer.from(secret.toString('hex')),
    Buffer.from(text, 'utf16le'),
  ]
}
