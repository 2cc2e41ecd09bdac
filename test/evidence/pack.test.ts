import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { allowedSigners } from '../../src/evidence/allowed-signers.ts'
import { changesIn } from '../../src/evidence/changes.ts'
import { evidenceOf } from '../../src/evidence/gather.ts'
import { type Manifest, manifestText, sha256 } from '../../src/evidence/manifest.ts'
import { periodOf } from '../../src/evidence/period.ts'
import { drawOf, sampleOf } from '../../src/evidence/sample.ts'
import { signingKeyOf, type SigningKey } from '../../src/evidence/ssh-key.ts'
import { verifyPack } from '../../src/evidence/verify.ts'
import { newKey, scratch, sshKeygen } from './keys.ts'
import { aQuarter, enters, joins, leaves, ledgerOf, nothingSaid, packOf, quarter, request, run } from './story.ts'

const now = new Date('2026-11-22T12:00:00Z')
const script = fileURLToPath(new URL('independent.mjs', import.meta.url))

interface Signer {
  readonly key: SigningKey
  readonly line: string
}

function signer(): Signer {
  const { file, line } = newKey(scratch(), 'auditor')
  return { key: signingKeyOf(file, readFileSync(file, 'utf8')), line }
}

const faultsOf = (pack: ReadonlyMap<string, Buffer>, { line }: Signer): readonly string[] =>
  verifyPack(pack, { signers: allowedSigners('signers', `ana@example.org ${line}\n`), now }).faults

function laid(pack: ReadonlyMap<string, Buffer>): string {
  const folder = scratch()
  for (const [name, bytes] of pack) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), bytes)
  }
  return folder
}

/** What somebody finds who has only Node; empty: nothing. */
function independently(pack: ReadonlyMap<string, Buffer>, { line }: Signer, program = script): string {
  try {
    return execFileSync(process.execPath, [program, laid(pack), line], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  } catch (error) {
    return (error as { readonly stdout: string }).stdout || 'it cannot be read'
  }
}

test('UX-43 a pack is proven by roster, by ssh-keygen, and by thirty lines that know nothing of roster', async () => {
  expect(readFileSync(script, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(30)
  expect(readFileSync(script, 'utf8').match(/from '[^']+'/g)).toEqual(["from 'node:crypto'", "from 'node:fs'"])
  const by = signer()
  const { chain } = await ledgerOf(aQuarter)
  const pack = packOf(chain, by.key)
  expect(faultsOf(pack, by)).toEqual([])
  expect(independently(pack, by)).toBe('')
  const folder = laid(pack)
  writeFileSync(join(folder, 'signers'), `ana@example.org ${by.line}\n`)
  const words = [
    '-Y',
    'verify',
    '-f',
    'signers',
    '-I',
    'ana@example.org',
    '-n',
    'roster-evidence',
    '-s',
    'manifest.json.sig',
  ]
  expect(sshKeygen(folder, words, pack.get('manifest.json'))).toContain('Good "roster-evidence" signature')
  expect(packOf(chain, by.key)).toEqual(pack)
})

test('UX-43 one byte changed anywhere in a pack is found', async () => {
  const by = signer()
  const pack = packOf((await ledgerOf(aQuarter)).chain, by.key)
  const places = [...pack].flatMap(([name, bytes]) => (bytes.length === 0 ? [] : [{ name, bytes }]))
  const flip = fc
    .constantFrom(...places)
    .chain(({ name, bytes }) =>
      fc.record({ name: fc.constant(name), at: fc.nat(bytes.length - 1), change: fc.integer({ min: 1, max: 255 }) }),
    )
  const flipped = ({ name, at, change }: { name: string; at: number; change: number }): Map<string, Buffer> => {
    const bytes = Buffer.from(pack.get(name) ?? '')
    bytes[at] = (bytes[at] ?? 0) ^ change
    return new Map(pack).set(name, bytes)
  }
  fc.assert(
    fc.property(flip, (change) => {
      const faults = faultsOf(flipped(change), by)
      expect(faults.join('\n')).toContain(change.name)
    }),
    { numRuns: 800 },
  )
  for (const change of fc.sample(flip, 20))
    expect(independently(flipped(change), by), JSON.stringify(change)).not.toBe('')
})

test('UX-43 what is missing, cut, added, or no plain file is found, and so is a pack by somebody else', async () => {
  const by = signer()
  const pack = packOf((await ledgerOf(aQuarter)).chain, by.key)
  for (const name of pack.keys()) {
    const without = new Map(pack)
    without.delete(name)
    expect(faultsOf(without, by).join(), name).toContain(name)
    expect(independently(without, by), name).not.toBe('')
    const cut = new Map(pack).set(name, (pack.get(name) ?? Buffer.alloc(0)).subarray(0, -1))
    expect(faultsOf(cut, by).join(), name).toContain(name)
  }
  const more = new Map(pack).set('access-extra.csv', Buffer.from('x'))
  expect(faultsOf(more, by)).toEqual(['access-extra.csv is not in the manifest: it was put there later'])
  expect(independently(more, by)).toContain('a file too many')
  const linked = new Map<string, Buffer | undefined>(pack).set('changes.csv', undefined)
  expect(verifyPack(linked, { now }).faults).toEqual(['changes.csv is not a plain file'])
  expect(faultsOf(pack, signer())).toEqual(['manifest.json.sig: the key that signed is none of the allowed signers'])
  expect(verifyPack(new Map(), { now }).faults.join()).toContain('there is no manifest.json')
  const unsigned = packOf((await ledgerOf(aQuarter)).chain)
  expect(verifyPack(unsigned, { now })).toMatchObject({ faults: [], files: 12 - 1 })
  expect(verifyPack(unsigned, { now })).not.toHaveProperty('signed')
  expect(faultsOf(unsigned, by).join()).toContain('there is no manifest.json.sig')
  expect(verifyPack(unsigned, { now, manifest: 'a'.repeat(64) }).faults.join()).toContain(
    'manifest.json is another one',
  )
})

/** Somebody who may write the folder, and has no key, makes the hashes of the files right again. */
function rehashed(pack: ReadonlyMap<string, Buffer>, name: string, text: string): Map<string, Buffer> {
  const manifest = JSON.parse(String(pack.get('manifest.json'))) as Manifest
  const files = manifest.files.map((file) =>
    file.name === name ? { ...file, bytes: Buffer.byteLength(text), sha256: sha256(text) } : file,
  )
  return new Map(pack)
    .set(name, Buffer.from(text))
    .set('manifest.json', Buffer.from(manifestText({ ...manifest, files })))
}

test('UX-43 SEC-40 a chain in a pack says for itself where lines were dropped, moved, repeated, edited or cut', async () => {
  const by = signer()
  const pack = packOf((await ledgerOf(aQuarter)).chain)
  const name = 'chain/acme.jsonl'
  const lines = String(pack.get(name)).split('\n').slice(0, -1)
  const chainSays = (changed: readonly string[]): readonly string[] =>
    verifyPack(rehashed(pack, name, changed.map((line) => `${line}\n`).join('')), { now }).faults
  expect(lines.length).toBeGreaterThan(8)
  expect(chainSays(lines)).toEqual([])
  for (let at = 0; at < lines.length; at += 1) {
    expect(chainSays(lines.toSpliced(at, 1)).length, `line ${at + 1} dropped`).toBeGreaterThan(0)
    expect(chainSays(lines.toSpliced(at, 0, lines[at] ?? '')).length, `line ${at + 1} repeated`).toBeGreaterThan(0)
    if (at === 0) continue
    const moved = lines.with(at, lines[at - 1] ?? '').with(at - 1, lines[at] ?? '')
    expect(chainSays(moved)[0], `lines ${at} and ${at + 1} swapped`).toMatch(
      new RegExp(`${name}, line ${at}: entry \\d+ stands where`),
    )
    expect(chainSays(lines.slice(0, at)).join(), `cut after line ${at}`).toContain('lines were removed or added')
  }
  expect(chainSays(lines.map((line) => line.replace('"applied"', '"skipped"')))).not.toEqual([])

  // A verifier that does not look at the order of the chain would take this for proven: with a key, nothing else is wrong.
  const blind = join(scratch(), 'blind.mjs')
  const order = /^ +check\(before === `.*\n/m
  expect(readFileSync(script, 'utf8')).toMatch(order)
  writeFileSync(blind, readFileSync(script, 'utf8').replace(order, ''))
  const inner = rehashed(
    pack,
    name,
    lines
      .with(4, lines[5] ?? '')
      .with(5, lines[4] ?? '')
      .map((line) => `${line}\n`)
      .join(''),
  )
  const { sshSign } = await import('../../src/evidence/sshsig.ts')
  inner.set(
    'manifest.json.sig',
    Buffer.from(sshSign(inner.get('manifest.json') ?? Buffer.alloc(0), 'roster-evidence', by.key)),
  )
  expect(independently(inner, by, blind)).toBe('')
  expect(independently(inner, by)).toContain('is not where it belongs')
  expect(faultsOf(inner, by).length).toBeGreaterThan(0)
})

test('UX-43 every change is traced: request, author, approvers, digest, apply, outcome, proof', async () => {
  const { chain } = await ledgerOf(aQuarter)
  const changes = changesIn('acme', chain, quarter)
  expect(changes.map(({ operation, outcome }) => [operation.summary, outcome])).toEqual([
    ['ben joins the group staff', 'applied'],
    ['eva joins hq', 'failed'],
    ['zoë “😀” joins hq', 'applied'],
    ['ben can no longer sign in', 'applied'],
  ])
  expect(changes[0]).toMatchObject({
    requests: [request],
    commit: 'd'.repeat(40),
    digest: 'sha256:two',
    apply: 'two',
    consent: 'reviewed',
    verifiedAt: '2026-07-02T08:05:00.000Z',
  })
  expect(changes[1]).not.toHaveProperty('verifiedAt')
  const csv = String(packOf(chain).get('changes.csv')).split('\r\n')
  expect(csv[1]).toContain('"msp/people#7","ana","ben (msp/ben-osei), cleo","cleo"')
})

test('UX-43 what was approved to come with time is traced to the request that it was approved in', async () => {
  const later = leaves('ana', { fingerprint: 'standing-1' })
  const { chain } = await ledgerOf([
    ...aQuarter.slice(0, 1),
    {
      at: '2026-07-02T08:00:00.000Z',
      apply: 'two',
      entries: [
        ...run('two', [joins('eva')], { consent: { how: 'reviewed', requests: [request] } }),
        { type: 'approved', request, standing: ['standing-1'] },
      ],
    },
    {
      at: '2026-08-31T22:00:10.000Z',
      apply: 'night',
      entries: run('night', [later], { consent: { how: 'reviewed', requests: [] } }),
    },
  ])
  expect(changesIn('acme', chain, quarter).at(-1)).toMatchObject({ apply: 'night', requests: [request] })
})

test('UX-43 both ends: who was there and who had what, to the second; the end of one period is the beginning of the next', async () => {
  const { chain } = await ledgerOf(aQuarter)
  const third = evidenceOf({ tenant: 'acme', chain }, quarter, nothingSaid)
  const fourth = evidenceOf({ tenant: 'acme', chain }, periodOf('2026-Q4', 'Europe/Berlin'), nothingSaid)
  const states = ({ user, state }: { user: string; state: string }): string => `${user} ${state}`
  expect(third.population.start.map(states)).toEqual(['ana active', 'ben active'])
  expect(third.population.end.map(states)).toEqual(['ana active', 'ben disabled', 'zoë “😀” active'])
  expect(third.held.start.map(({ user, what, on }) => `${user} ${what} ${on}`)).toEqual(['ana group staff'])
  expect(third.held.end.map(({ user, what, on }) => `${user} ${what} ${on}`)).toEqual([
    'ana group staff',
    'ben group staff',
  ])
  expect(fourth.population.start).toEqual(third.population.end)
  expect(fourth.held.start).toEqual(third.held.end)
  expect(fourth.chain.before).toEqual(third.chain.after)
  expect(fourth.population.end.map(states)).toContain('later active')
})

test('UX-43 whoever is in a group through others has it, and how is said once', async () => {
  const nested = [
    enters('all', 'group:staff'),
    enters('staff', 'group:desk'),
    enters('desk', 'eva'),
    enters('desk', 'group:all'),
  ]
  const { chain } = await ledgerOf([
    { at: '2026-07-02T08:00:00.000Z', apply: 'one', entries: run('one', [joins('eva'), ...nested]) },
  ])
  const { held } = evidenceOf({ tenant: 'acme', chain }, quarter, nothingSaid)
  expect(held.end.map(({ user, on, through }) => `${user} ${on} ${through}`)).toEqual([
    'eva all desk > staff',
    'eva desk ',
    'eva staff desk',
  ])
})

test('UX-43 leavers: from the end of the last day, or the merge, to the proof; what was not done has no time', async () => {
  const [ben, eva, tom] = [leaves('ben'), leaves('eva', { reason: 'undeclared' }), leaves('tom')]
  const { chain } = await ledgerOf([
    {
      at: '2026-07-02T08:30:00.000Z',
      apply: 'one',
      entries: run('one', [ben, eva, tom], { consent: { how: 'reviewed', requests: [request] }, fails: [tom] }),
    },
  ])
  const declared = { ends: '2026-07-01', expiresAt: '2026-07-01T22:00:00.000Z' }
  const { leavers } = evidenceOf({ tenant: 'acme', chain }, quarter, {
    ...nothingSaid,
    declared: (_, user) => (user === 'eva' ? undefined : declared),
  })
  expect(
    leavers.map(({ user, lastDay, dueAt, revokedAt, minutes, outcome }) => [
      user,
      lastDay,
      dueAt,
      revokedAt,
      minutes,
      outcome,
    ]),
  ).toEqual([
    ['ben', '2026-07-01', declared.expiresAt, '2026-07-02T08:30:00.000Z', 630, 'applied'],
    ['eva', undefined, request.mergedAt, '2026-07-02T08:30:00.000Z', 30, 'applied'],
    ['tom', '2026-07-01', declared.expiresAt, undefined, undefined, 'failed'],
  ])
})

test('UX-43 exceptions: no request, failed, escalations, drift put back, runs that were cut off, acknowledgements once', async () => {
  const [gain, back] = [enters('admins', 'ana', { escalation: true }), enters('staff', 'ana', { reason: 'drift' })]
  const cutOff = run('cut', [joins('tom')]).slice(0, -2)
  const { chain } = await ledgerOf([
    ...aQuarter,
    { at: '2026-09-30T22:00:00.000Z', apply: 'late', entries: [] },
    {
      at: '2026-10-02T08:00:00.000Z',
      apply: 'five',
      entries: run('five', [gain, back], { consent: { how: 'reviewed', requests: [request] } }),
    },
    { at: '2026-10-03T08:00:00.000Z', apply: 'cut', entries: cutOff },
  ])
  const lifted = [
    {
      id: 'move',
      gate: 'usersRemoved' as const,
      max: 9,
      reason: 'a department moves',
      approver: 'ben',
      expires: '2026-10-05T00:00:00.000Z',
    },
  ]
  const said = { ...nothingSaid, lifted: ({ apply }: { apply: string }) => (apply === 'four' ? [] : lifted) }
  const third = evidenceOf({ tenant: 'acme', chain }, quarter, said)
  expect(third.exceptions.map(({ what, about }) => `${what} ${about}`)).toEqual([
    'acknowledgement move',
    'failed acme two acme/hq/user/eva#create',
    'noRequest three',
  ])
  const fourth = evidenceOf({ tenant: 'acme', chain }, periodOf('2026-Q4', 'Europe/Berlin'), said)
  expect(fourth.exceptions.map(({ what, about, detail }) => [what, about, detail])).toEqual([
    ['noRequest', 'four', 'consent autoApprove by runner@ci, 1 change that nobody agreed to on the forge'],
    [
      'acknowledgement',
      'move',
      'usersRemoved up to 9 until 2026-10-05T00:00:00.000Z, approved by ben: a department moves',
    ],
    ['drift', 'acme five acme/hq/membership/staff/ana#grant', 'ana joins the group staff'],
    ['escalation', 'acme five acme/hq/membership/admins/ana#grant', 'ana joins the group admins'],
    ['cutOff', 'cut', 'the apply is unfinished'],
    ['failed', 'acme cut acme/hq/user/tom#create', 'unknown'],
    ['noRequest', 'cut', 'consent autoApprove by runner@ci, 1 change that nobody agreed to on the forge'],
  ])
})

test('UX-44 a sample depends on the seed and the changes alone, and anybody can draw it again', async () => {
  const { chain } = await ledgerOf(aQuarter)
  const changes = changesIn('acme', chain, quarter)
  const drawn = sampleOf(changes, 3, 'audit-2026')
  expect(sampleOf(changes.toReversed(), 3, 'audit-2026')).toEqual(drawn)
  expect(drawn.map(({ id }) => id)).toEqual(
    changes
      .map(({ id }) => id)
      .toSorted((a, b) => (sha256(`audit-2026\n${a}`) < sha256(`audit-2026\n${b}`) ? -1 : 1))
      .slice(0, 3),
  )
  const seeds = Array.from({ length: 50 }, (_, seed) => sampleOf(changes, 1, String(seed))[0]?.id)
  expect(new Set(seeds).size).toBe(4)
  expect(sampleOf(changes, 99, 'x')).toHaveLength(4)
  expect(drawOf('a', 'b')).toBe(sha256('a\nb'))
})
