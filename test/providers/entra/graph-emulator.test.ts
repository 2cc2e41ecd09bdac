import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EntraCredential } from '../../../src/generated/tenant.ts'
import { Secret } from '../../../src/model/secret.ts'
import { openGraph } from '../../../src/providers/entra/graph/graph.ts'
import { literal } from '../../../src/providers/entra/graph/quote.ts'
import type { Graph, GraphRequest } from '../../../src/providers/entra/graph/request.ts'
import { baseOf, cloudOf } from '../../../src/providers/entra/sign-in/cloud.ts'
import { signInOf } from '../../../src/providers/entra/sign-in/sign-in.ts'
import type { SignIn } from '../../../src/providers/entra/sign-in/sign-in.ts'
import type { GraphEmulator } from '../../emulators/graph/emulator.ts'
import { startGraph } from '../../emulators/graph/start.ts'

const gitHub = 'https://token.actions.githubusercontent.com'
const subject = 'repo:northwind@1/people@2:environment:production'

let folder: string
let emulator: GraphEmulator
const waits: number[] = []

beforeEach(async () => {
  waits.length = 0
  folder = mkdtempSync(join(tmpdir(), 'roster-graph-'))
  const argv = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=roster', '-days', '3650']
  execFileSync('openssl', [...argv, '-keyout', 'key', '-out', 'crt'], { cwd: folder, stdio: 'pipe' })
  const certificate = readFileSync(join(folder, 'crt'), 'utf8')
  writeFileSync(join(folder, 'both.pem'), certificate + readFileSync(join(folder, 'key'), 'utf8'))
  emulator = await startGraph({ writerCertificate: certificate, writerFederated: [{ issuer: gitHub, subject }] })
})
afterEach(async () => {
  await emulator.close()
  rmSync(folder, { recursive: true })
})

/** Nobody waits here: the clock is put forward instead. */
const sleep = async (ms: number): Promise<void> => void waits.push(ms)
const now = (): Date => new Date(Date.now() + waits.reduce((sum, ms) => sum + ms, 0))
const outside = { sleep, signal: new AbortController().signal, now }

function signedIn(credential: EntraCredential, variables: Readonly<Record<string, string>>): SignIn {
  return signInOf(credential, {
    ...outside,
    fetch: emulator.fetch,
    cloud: cloudOf(),
    tenantId: emulator.state.tenantId,
    root: folder,
    environment: (name) => {
      const value = variables[name]
      return value === undefined ? undefined : new Secret(value)
    },
  })
}

function opened(signIn?: SignIn): Graph {
  const { clientId, secret = '' } = emulator.writer
  const bySecret = (): SignIn => signedIn({ clientId, secret: { env: 'SECRET' } }, { SECRET: secret })
  return openGraph({ ...outside, base: baseOf(cloudOf()), fetch: emulator.fetch, signIn: signIn ?? bySecret() })
}

function tokenOf(claims: Readonly<Record<string, unknown>>): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const soon = Math.floor(Date.now() / 1000) + 600
  return `${part({ alg: 'RS256' })}.${part({ exp: soon, iat: soon - 600, nbf: soon - 600, ...claims })}.c2ln`
}

const group = (displayName: string): GraphRequest => ({
  method: 'POST',
  path: '/groups',
  body: { displayName, mailNickname: 'finance', mailEnabled: false, securityEnabled: true },
})
const posts = (path: string): number =>
  emulator.log.filter((one) => one.method === 'POST' && one.url.includes(path)).length

test('signing in by secret, by certificate and by federation reaches the same tenant', async () => {
  const { clientId, secret = '' } = emulator.writer
  writeFileSync(join(folder, 'token'), tokenOf({ iss: gitHub, sub: subject, aud: 'api://AzureADTokenExchange' }))
  const ways = [
    signedIn({ clientId, secret: { env: 'SECRET' } }, { SECRET: secret }),
    signedIn({ clientId, certificate: { env: 'PEM' } }, { PEM: 'both.pem' }),
    signedIn({ clientId, federated: 'file' }, { AZURE_FEDERATED_TOKEN_FILE: 'token' }),
  ]
  for (const way of ways) {
    expect(await way.ourselves()).toMatchObject({ clientId, tenantId: emulator.state.tenantId })
    const answer = await opened(way).ask({ method: 'GET', path: '/organization', query: { $select: 'id' } })
    expect(answer).toMatchObject({ outcome: 'done', body: { value: [{ id: emulator.state.tenantId }] } })
  }
})

test('a subject that no federated credential names is told, with what to name', async () => {
  const { clientId } = emulator.writer
  const sub = 'repo:northwind/people:ref:refs/heads/main'
  writeFileSync(join(folder, 'token'), tokenOf({ iss: gitHub, sub, aud: 'api://AzureADTokenExchange' }))
  const way = signedIn({ clientId, federated: 'file' }, { AZURE_FEDERATED_TOKEN_FILE: 'token' })
  await expect(way.token()).rejects.toMatchObject({ kind: 'credentials', message: expect.stringContaining(sub) })
})

test('REL-13 a group that was made behind a 504 is there once, and is found again by its name', async () => {
  const graph = opened()
  emulator.misbehave({ lostAfter: { method: 'POST', path: /\/groups$/, times: 1 } })
  expect(await graph.ask(group("O'Brien & co"))).toMatchObject({ outcome: 'lost' })
  const query = { $select: 'id,displayName', $filter: `displayName eq ${literal("O'Brien & co")}` }
  expect(await graph.ask({ method: 'GET', path: '/groups', query })).toMatchObject({
    body: { value: [{ displayName: "O'Brien & co" }] },
  })
  expect(posts('/groups')).toBe(1)
})

test.each(['3', '2.5', new Date(Date.now() + 100_000).toUTCString()])(
  'REL-13 429 with Retry-After %s is waited out: alone, for one item of a batch, at the token endpoint',
  async (retryAfter) => {
    const late = { status: 429, code: 'TooManyRequests', retryAfter, times: 1 }
    emulator.misbehave({ refuse: { ...late, path: /\/token/ } })
    const graph = opened()
    expect(await graph.ask(group('Finance'))).toMatchObject({ outcome: 'done' })
    emulator.misbehave({ refuse: { ...late, path: /\/groups/ } })
    expect(await graph.ask(group('Sales'))).toMatchObject({ outcome: 'done' })
    emulator.misbehave({ refuse: { ...late, path: /\/groups/, inBatch: true } })
    const before = posts('/groups')
    const answers = await graph.all([group('Legal'), group('Press')])
    expect(answers.map(({ outcome }) => outcome)).toEqual(['done', 'done'])
    expect(posts('/groups') - before).toBe(3)
    expect(emulator.state.groups.size).toBe(4)
    expect(waits).toHaveLength(3)
  },
)

test('SEC-25 a next page on another host gets no token', async () => {
  const graph = opened()
  await graph.all([group('Finance'), group('Sales'), group('Legal')])
  emulator.misbehave({ nextLinkHost: 'attacker.example' })
  const query = { $select: 'id', $top: '1' }
  const walk = async (): Promise<void> => {
    for await (const page of graph.pages({ method: 'GET', path: '/groups', query })) expect(page.items).toHaveLength(1)
  }
  await expect(walk()).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('attacker.example') })
  expect(emulator.log.filter(({ host }) => host.includes('attacker'))).toEqual([])
})

test('SEC-37 a server whose certificate nobody vouches for is sent nothing', async () => {
  const signIn: SignIn = {
    token: async () => new Secret('token'),
    renewed: async () => new Secret('token'),
    ourselves: async () => ({}),
  }
  const graph = openGraph({ ...outside, base: `https://127.0.0.1:${emulator.port}/v1.0`, fetch, signIn })
  await expect(graph.ask(group('Finance'))).rejects.toMatchObject({
    kind: 'unreachable',
    message: expect.stringMatching(/SELF_SIGNED|UNABLE_TO/),
  })
  expect(emulator.log).toEqual([])
})
