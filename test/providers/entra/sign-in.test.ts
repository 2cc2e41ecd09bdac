import { execFileSync } from 'node:child_process'
import { createPublicKey, verify } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EntraCredential } from '../../../src/generated/tenant.ts'
import { reveal, Secret } from '../../../src/model/secret.ts'
import { cloudOf } from '../../../src/providers/entra/sign-in/cloud.ts'
import { signInOf } from '../../../src/providers/entra/sign-in/sign-in.ts'
import type { SignIn } from '../../../src/providers/entra/sign-in/sign-in.ts'
import { serve } from './graph-server.ts'
import type { GraphServer, Reply, Seen } from './graph-server.ts'

const tenantId = '6c1e0000-0000-4000-8000-000000000001'
const clientId = '00001111-aaaa-4222-8333-444455556666'

let folder: string
let server: GraphServer
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'roster-sign-in-'))
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

function jwt(claims: Readonly<Record<string, unknown>>): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.c2lnbmF0dXJl`
}

const ofTenant = jwt({ tid: tenantId, appid: clientId, oid: 'AAAA', roles: ['User.Read.All', 'Group.Read.All'] })
const issued = (token: string = ofTenant, seconds = 3600): Reply => ({
  body: { token_type: 'Bearer', expires_in: seconds, ext_expires_in: seconds, access_token: token },
})
const refused = (code: number, text: string): Reply => ({
  status: 401,
  body: {
    error: 'invalid_client',
    error_description: `AADSTS${code}: ${text} Trace ID: 1 Correlation ID: 2 Timestamp: 2026-03-02 09:00:00Z`,
    error_codes: [code],
  },
})

const gitHubClaims = {
  iss: 'https://token.actions.githubusercontent.com',
  sub: 'repo:northwind/people:environment:production',
  aud: 'api://AzureADTokenExchange',
  repository: 'northwind/people',
  repository_owner_id: '123456',
  repository_id: '456789',
}
const workflow = {
  ACTIONS_ID_TOKEN_REQUEST_URL: 'https://pipelines.actions.example/token?api-version=2.0',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'runner-token',
}

async function signingIn(
  credential: EntraCredential | undefined,
  variables: Readonly<Record<string, string>>,
  answer: (seen: Seen, before: readonly Seen[]) => Reply = () => issued(),
  cloud = cloudOf(),
): Promise<SignIn> {
  server = await serve(answer)
  return signInOf(credential, {
    ...server,
    cloud,
    tenantId,
    root: folder,
    signal: new AbortController().signal,
    environment: (name) => {
      const value = variables[name]
      return value === undefined ? undefined : new Secret(value)
    },
  })
}

function formOf({ body }: Seen): Readonly<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(body))
}

function tokenRequests(): readonly Seen[] {
  return server.seen.filter(({ url }) => url.includes('/oauth2/v2.0/token'))
}

const secret: EntraCredential = { clientId, secret: { env: 'ENTRA_SECRET' } }

test('a secret from the environment: one request to the tenant, nobody else is asked', async () => {
  const signIn = await signingIn(secret, { ENTRA_SECRET: 's3cr3t' })
  expect(reveal(await signIn.token())).toBe(ofTenant)
  expect(server.seen.map(({ host, url }) => host + url.split('?')[0])).toEqual([
    `login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`,
  ])
  expect(formOf(server.seen[0] as Seen)).toMatchObject({
    client_id: clientId,
    client_secret: 's3cr3t',
    grant_type: 'client_credentials',
    scope: expect.stringContaining('https://graph.microsoft.com/.default'),
  })
  expect(await signIn.ourselves()).toEqual({
    clientId,
    tenantId,
    objectId: 'aaaa',
    permissions: ['Group.Read.All', 'User.Read.All'],
  })
})

test('another cloud has other addresses', async () => {
  const signIn = await signingIn(secret, { ENTRA_SECRET: 's' }, undefined, cloudOf('china'))
  await signIn.token()
  expect(server.seen.map(({ host }) => host)).toEqual(['login.partner.microsoftonline.cn'])
  expect(formOf(server.seen[0] as Seen)['scope']).toContain('https://microsoftgraph.chinacloudapi.cn/.default')
})

test('a token is kept until shortly before it runs out, and asked for once, however many wish it', async () => {
  const signIn = await signingIn(secret, { ENTRA_SECRET: 's' })
  await Promise.all([signIn.token(), signIn.token(), signIn.token()])
  await server.sleep(50 * 60_000)
  await signIn.token()
  expect(tokenRequests()).toHaveLength(1)
  await server.sleep(6 * 60_000)
  await signIn.token()
  expect(tokenRequests()).toHaveLength(2)
})

test('a token that Graph refused is renewed; one that was renewed meanwhile is taken', async () => {
  const signIn = await signingIn(secret, { ENTRA_SECRET: 's' })
  const first = await signIn.token()
  const second = await signIn.renewed(first)
  expect(await signIn.renewed(first)).toBe(second)
  expect(tokenRequests()).toHaveLength(2)
})

test('REL-13 the token endpoint may ask for patience as well, and may break', async () => {
  const replies: readonly Reply[] = [
    { status: 429, headers: { 'retry-after': '7' } },
    { status: 503 },
    'break',
    issued(),
  ]
  const signIn = await signingIn(secret, { ENTRA_SECRET: 's' }, (_seen, before) => replies[before.length] ?? issued())
  expect(reveal(await signIn.token())).toBe(ofTenant)
  expect(server.waits[0]).toBe(7000)
  expect(server.seen).toHaveLength(4)
})

test('SEC-36 GitHub vouches for the workflow, and no secret is needed', async () => {
  const assertion = jwt(gitHubClaims)
  const signIn = await signingIn({ clientId, federated: 'github' }, workflow, ({ host }) =>
    host === 'pipelines.actions.example' ? { body: { value: assertion } } : issued(),
  )
  await signIn.token()
  expect(server.seen[0]).toMatchObject({ url: '/token?api-version=2.0&audience=api%3A%2F%2FAzureADTokenExchange' })
  expect(server.seen[0]?.headers.authorization).toBe('Bearer runner-token')
  expect(formOf(server.seen[1] as Seen)).toMatchObject({
    client_assertion: assertion,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  })
})

test('without credentials whichever federation is there is taken, for the application of AZURE_CLIENT_ID', async () => {
  const signIn = await signingIn(undefined, { ...workflow, AZURE_CLIENT_ID: clientId }, ({ host }) =>
    host === 'pipelines.actions.example' ? { body: { value: jwt(gitHubClaims) } } : issued(),
  )
  await signIn.token()
  expect(formOf(tokenRequests()[0] as Seen)).toMatchObject({ client_id: clientId })
})

test.each([
  ['by names', 'repo:northwind/people:environment:production'],
  ['by ids', 'repo:northwind@123456/people@456789:environment:production'],
])('SEC-36 where no federated credential matches, both forms of the subject are told (sent %s)', async (_form, sub) => {
  const signIn = await signingIn({ clientId }, workflow, ({ host }) =>
    host === 'pipelines.actions.example'
      ? { body: { value: jwt({ ...gitHubClaims, sub }) } }
      : refused(700213, 'No matching federated identity record found for presented assertion subject.'),
  )
  const fault = await signIn.token().catch((error: unknown) => error)
  expect(fault).toMatchObject({ kind: 'credentials' })
  expect(String(fault)).toContain(`the subject ${sub}, the audience api://AzureADTokenExchange`)
  expect(String(fault)).toContain('By names this subject is repo:northwind/people:environment:production')
  expect(String(fault)).toContain('by ids repo:northwind@123456/people@456789:environment:production')
  expect(String(fault)).not.toContain('Trace ID')
})

test('a file that something keeps fresh is read anew for each token', async () => {
  const file = join(folder, 'token')
  writeFileSync(file, 'one\n')
  const signIn = await signingIn({ clientId, federated: 'file' }, { AZURE_FEDERATED_TOKEN_FILE: file })
  const first = await signIn.token()
  writeFileSync(file, 'two\n')
  await signIn.renewed(first)
  expect(tokenRequests().map((seen) => formOf(seen)['client_assertion'])).toEqual(['one', 'two'])
})

function makeCertificate(days: number): string {
  const file = join(folder, 'application.pem')
  const argv = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=roster', '-days', String(days)]
  execFileSync('openssl', [...argv, '-keyout', file, '-out', `${file}.crt`], { stdio: 'pipe' })
  writeFileSync(file, readFileSync(file, 'utf8') + readFileSync(`${file}.crt`, 'utf8'))
  return file
}

test('a certificate signs for the application; its key stays here', async () => {
  const file = makeCertificate(4000)
  const signIn = await signingIn({ clientId, certificate: { env: 'PEM' } }, { PEM: 'application.pem' })
  await signIn.token()
  const assertion = formOf(tokenRequests()[0] as Seen)['client_assertion'] ?? ''
  const [head = '', body = '', signature = ''] = assertion.split('.')
  const header = JSON.parse(Buffer.from(head, 'base64url').toString())
  expect(header).toMatchObject({ alg: 'PS256', 'x5t#S256': expect.any(String), x5c: [expect.any(String)] })
  const key = createPublicKey(readFileSync(file, 'utf8'))
  const pss = { key, padding: 6, saltLength: 32 }
  expect(verify('sha256', Buffer.from(`${head}.${body}`), pss, Buffer.from(signature, 'base64url'))).toBe(true)
  expect(server.seen[0]?.body).not.toContain('PRIVATE')
})

test.each<[string, (file: string) => void, RegExp]>([
  ['is not there', (file) => rmSync(file), /PEM names cannot be read \(ENOENT\)/],
  ['has no key', (file) => writeFileSync(file, readFileSync(`${file}.crt`)), /needs a certificate and its private key/],
  ['is none', (file) => writeFileSync(file, 'secret words'), /needs a certificate and its private key/],
])('a certificate that %s is told by the variable, without what it holds', async (_what, spoil, message) => {
  spoil(makeCertificate(4000))
  const signIn = await signingIn({ clientId, certificate: { env: 'PEM' } }, { PEM: 'application.pem' })
  await expect(signIn.token()).rejects.toThrow(message)
  expect(server.seen).toEqual([])
})

test('a virtual machine signs in as itself; which of its identities, clientId says', async () => {
  const signIn = await signingIn({ managedIdentity: true, clientId }, {}, () => ({
    body: { access_token: ofTenant, expires_on: String(Date.parse('2026-03-02T10:00:00Z') / 1000) },
  }))
  await signIn.token()
  expect(server.seen[0]).toMatchObject({
    host: '169.254.169.254',
    url: `/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fgraph.microsoft.com&client_id=${clientId}`,
  })
  expect(server.seen[0]?.headers['metadata']).toBe('true')
  await server.sleep(50 * 60_000)
  await signIn.token()
  expect(server.seen).toHaveLength(1)
})

test('App Service names an address and a header of its own', async () => {
  const variables = { IDENTITY_ENDPOINT: 'http://127.0.0.1:41/msi/token', IDENTITY_HEADER: 'h3ader' }
  const signIn = await signingIn({ managedIdentity: true }, variables, () => ({
    body: { access_token: ofTenant, expires_on: '2026-03-02T10:00:00Z' },
  }))
  await signIn.token()
  expect(server.seen[0]).toMatchObject({ host: '127.0.0.1:41', headers: { 'x-identity-header': 'h3ader' } })
  expect(server.seen[0]?.url).toContain('api-version=2019-08-01')
})

test('Azure Arc wants to see a file that only some may read; nothing else is ever shown to it', async () => {
  const file = join(folder, 'proof.key')
  writeFileSync(file, 'arc-proof')
  const variables = { IDENTITY_ENDPOINT: 'http://127.0.0.1:40342/token', IMDS_ENDPOINT: 'http://127.0.0.1:40342' }
  let named = file
  const arc = (seen: Seen): Reply =>
    seen.headers.authorization === undefined
      ? { status: 401, headers: { 'www-authenticate': `Basic realm=${named}` } }
      : { body: { access_token: ofTenant, expires_in: '3600' } }
  const signIn = await signingIn({ managedIdentity: true }, variables, arc)
  const token = await signIn.token()
  expect(server.seen[1]?.headers.authorization).toBe('Basic arc-proof')
  named = '/etc/passwd'
  await expect(signIn.renewed(token)).rejects.toThrow('names no key file')
})

test('SEC-16 a machine of another tenant is not taken for this one', async () => {
  const other = jwt({ tid: '99999999-0000-4000-8000-000000000009' })
  const signIn = await signingIn({ managedIdentity: true }, {}, () => ({
    body: { access_token: other, expires_in: 60 },
  }))
  await expect(signIn.token()).rejects.toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('99999999-0000-4000-8000-000000000009'),
  })
})

test.each<[string, Reply]>([
  ['nobody answers', 'break'],
  ['another cloud answers', { status: 403, body: 'Forbidden' }],
])('where nothing is named and nobody vouches (%s), it is said what would', async (_what, reply) => {
  const signIn = await signingIn(undefined, {}, () => reply)
  const fault = await signIn.token().catch((error: unknown) => error)
  expect(fault).toMatchObject({ kind: 'credentials' })
  expect(String(fault)).toMatch(
    /id-token: write.*AZURE_FEDERATED_TOKEN_FILE.*managed identity.*certificate or a secret/,
  )
})

test.each<[string, EntraCredential, Readonly<Record<string, string>>, RegExp]>([
  ['a variable that is not set', secret, {}, /the variable ENTRA_SECRET that credentials name is not set/],
  ['no application', { secret: { env: 'S' } }, { S: 's' }, /Name clientId in credentials, or set AZURE_CLIENT_ID/],
  ['no workflow', { clientId, federated: 'github' }, {}, /permissions: id-token: write/],
  ['no file', { clientId, federated: 'file' }, {}, /AZURE_FEDERATED_TOKEN_FILE/],
  ['a file that is gone', { clientId }, { AZURE_FEDERATED_TOKEN_FILE: 'gone' }, /cannot be read \(ENOENT\)/],
  [
    'a workflow over http',
    { clientId },
    { ...workflow, ACTIONS_ID_TOKEN_REQUEST_URL: 'http://x.example/' },
    /no https/,
  ],
])('what is missing is said: %s', async (_what, credential, variables, message) => {
  const signIn = await signingIn(credential, variables)
  const fault = await signIn.token().catch((error: unknown) => error)
  expect(fault).toMatchObject({ kind: 'credentials', message: expect.stringMatching(message) })
  expect(server.seen).toEqual([])
})

test.each<[number, RegExp]>([
  [7000215, /the client secret is wrong.*not its id/],
  [7000222, /the client secret ran out/],
  [90002, /no such tenant in this cloud.*Correct tenantId or cloud/],
  [700016, /the tenant knows no such application/],
  [700027, /Upload this certificate/],
  [999999, /no token was given/],
])('AADSTS%i is told with what to do', async (code, message) => {
  const signIn = await signingIn(secret, { ENTRA_SECRET: 's3cr3t' }, () => refused(code, 'Some words.'))
  const fault = await signIn.token().catch((error: unknown) => error)
  expect(fault).toMatchObject({ message: expect.stringMatching(message) })
  expect(inspect(fault, { depth: 9 })).not.toContain('s3cr3t')
})

test('SEC-31 tokens and secrets print as dots, and stand in no error', async () => {
  const signIn = await signingIn(secret, { ENTRA_SECRET: 's3cr3t' }, (_seen, before) =>
    before.length === 0 ? issued() : { status: 400, body: { error: 'invalid_request', error_description: 'no' } },
  )
  const token = await signIn.token()
  expect(inspect(token)).toBe('••••••')
  const fault = await signIn.renewed(token).catch((error: unknown) => error)
  expect(inspect(fault, { depth: 9 })).not.toMatch(/s3cr3t|eyJ/)
})
