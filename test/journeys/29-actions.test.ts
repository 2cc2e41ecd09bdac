import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPostOffice } from '../messages/post-office.ts'
import type { PostOffice } from '../messages/post-office.ts'
import { startLdapProxy } from '../servers/ldap-proxy.ts'
import { cast, documentOf, ends, settle } from './cast.ts'
import { unfinished } from './inside.ts'
import type { Ended } from './program.ts'
import { server, stageOn } from './slapd-stage.ts'
import { key, passwordOf } from './sealed.ts'
import type { Stage } from './stage.ts'

let office: PostOffice
const stops: (() => Promise<void>)[] = []
beforeAll(async () => {
  office = await startPostOffice()
})
afterAll(async () => {
  for (const stop of [office.stop, ...stops]) await stop()
})

/** The cast, each with an address. */
const users = cast.users.replace(/^([a-z]+)-([a-z]+): \{/gm, '$1-$2: { email: $1.$2@acme.example,')

/** Runs roster with the address of the mail server, and says all it said when the exit code is another one. */
async function run(code: number, stage: Stage, ...words: readonly string[]): Promise<Ended> {
  const ended = await stage.begin(words, { SMTP_URL: `smtp://127.0.0.1:${office.port}` }).ended
  expect(ended.code, `roster ${words.join(' ')}\n${ended.stdout}\n${ended.stderr}`).toBe(code)
  return ended
}

const desk = ['ben-osei', 'tom-berg'] as const
const signsIn = (stage: Stage, id: string, password: string): boolean =>
  server().signsIn(`uid=${id.replace('-', '.')},${stage.behind.place('Service desk')}`, password)

test('MSP-13 MSP-19 SEC-31 a desk gets new passwords and is told of it, once; the passwords are nowhere but in their files (ldap)', async () => {
  const { identity, recipient } = await key()
  const stage = stageOn('ldap', { recipients: [recipient] })
  stage.write(
    'roster.yaml',
    'version: 1\ntimezone: Europe/Berlin\nnotifications: { sinks: { desk: { smtp: { env: SMTP_URL }, from: desk@msp.example } } }\n',
  )
  stage.declare({ ...cast, users })
  await settle(stage)
  const first = await Promise.all(desk.map(async (id) => passwordOf(stage, id, identity)))
  const ana = await passwordOf(stage, 'ana-li', identity)
  stage.write(
    'tenants/acme/actions.yaml',
    [
      'reset-desk: { do: resetPassword, select: { departments: [desk] }, reason: shared password found }',
      'tell-desk: { do: notify, select: { departments: [desk] }, reason: shared password found, subject: Your new password, message: "Fetch it at the desk, with your badge." }',
      '',
    ].join('\n'),
  )
  const file = join(stage.folder, 'plan.json')
  const planned = await run(2, stage, 'plan', '--out', file, '--detailed-exitcode')
  for (const name of ['Ben Osei', 'Tom Berg']) {
    expect(planned.stdout).toContain(`${name} gets a new password in hq (reset-desk: shared password found)`)
    expect(planned.stdout).toContain(`${name} is told «Your new password» (tell-desk: shared password found)`)
  }
  expect(office.letters, 'a plan sends nothing').toEqual([])
  expect(signsIn(stage, 'ben-osei', first[0] ?? ''), 'and writes nothing').toBe(true)

  const { digest } = JSON.parse(readFileSync(file, 'utf8')) as { readonly digest: string }
  const approval = ['--approved', file, '--digest', digest] as const
  stage.declare({ users: users.replace('title: Clerk', 'title: Clerk, department: desk') })
  const grown = await run(6, stage, 'apply', ...approval)
  expect(grown.stdout + grown.stderr).toContain('acme/hq/user/eva-lo#resetPassword')
  expect([office.letters.length, signsIn(stage, 'ben-osei', first[0] ?? '')]).toEqual([0, true])

  stage.declare({ users })
  const said = [
    planned,
    await run(0, stage, 'apply', ...approval, '--verbose'),
    await run(0, stage, 'apply', '--auto-approve', '--json', '--verbose'),
    await run(0, stage, 'plan', '--json'),
    await run(0, stage, 'log', '--json'),
    await run(0, stage, 'drift', '--json'),
  ]
  expect(said[1]?.stdout).toContain('2 new passwords, encrypted to the recipients')
  const second = await Promise.all(desk.map(async (id) => passwordOf(stage, id, identity)))
  desk.forEach((id, i) => {
    expect([signsIn(stage, id, first[i] ?? ''), signsIn(stage, id, second[i] ?? '')], id).toEqual([false, true])
  })
  expect(await passwordOf(stage, 'ana-li', identity), 'nobody else').toBe(ana)
  expect(office.letters.map(({ to }) => to)).toEqual([['ben.osei@acme.example'], ['tom.berg@acme.example']])
  expect(office.letters[0]?.text).toBe('Fetch it at the desk, with your badge.')
  expect(await unfinished(stage)).toEqual([])

  const canaries = [...first, ...second].flatMap((password) => [
    password,
    Buffer.from(password).toString('base64').replace(/=+$/, ''),
    Buffer.from(password).toString('hex'),
  ])
  const letters = JSON.stringify(office.letters.map(({ text, headers }) => [text, ...headers]))
  for (const canary of canaries) {
    for (const { stdout, stderr } of said) expect(stdout + stderr).not.toContain(canary)
    for (const [path, bytes] of filesOf(stage.folder)) expect(bytes.includes(canary), path).toBe(false)
    expect(letters).not.toContain(canary)
  }
})

test('where the answer to a new password is lost, it is tried again, and the file holds the one that was set (ldap)', async () => {
  const { identity, recipient } = await key()
  const proxy = await startLdapProxy(server())
  stops.push(proxy.stop)
  const stage = stageOn('ldap', { recipients: [recipient], port: proxy.port })
  stage.declare(cast)
  await settle(stage)
  stage.write(
    'tenants/acme/actions.yaml',
    'reset: { do: resetPassword, select: { users: [ben-osei] }, reason: lost }\n',
  )
  let cuts = 2
  proxy.misbehave({ answer: ({ tag }) => (tag === modifyResponse && (cuts -= 1) >= 0 ? 'cut' : 'pass') })
  const cut = await stage.roster('apply', '--auto-approve')
  expect([0, 7], cut.stdout).toContain(cut.code)
  proxy.misbehave({})
  await settle(stage)
  expect(signsIn(stage, 'ben-osei', await passwordOf(stage, 'ben-osei', identity))).toBe(true)
})

/** RFC 4511 section 4.6. */
const modifyResponse = 0x67

test('an LDAP server has no sessions to end: blocked, with the reason, and nothing else is held up', async () => {
  const stage = stageOn('ldap')
  stage.declare(cast)
  await settle(stage)
  stage.write(
    'tenants/acme/actions.yaml',
    'stolen: { do: revokeSessions, select: { users: [ana-li] }, reason: laptop stolen }\n',
  )
  const { operations, tenants } = documentOf(await ends(5, stage, 'plan', '--json'))
  expect([operations.map(({ id, status }) => `${id} ${status}`), tenants[0]?.status]).toEqual([
    ['acme/hq/user/ana-li#revokeSessions blocked'],
    'blocked',
  ])
  const told = await ends(5, stage, 'plan')
  expect(told.stdout).toContain('an LDAP server knows no sessions')
})

function filesOf(folder: string): readonly (readonly [string, Buffer])[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => [path, readFileSync(join(folder, path))] as const)
}
