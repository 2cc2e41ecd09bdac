import { execFileSync } from 'node:child_process'
import { createHash, createSign, generateKeyPairSync, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askToken, errorOf, grantOf, signedIn } from './client.ts'
import type { Told } from './client.ts'
import type { GraphEmulator } from './emulator.ts'
import { startGraph } from './start.ts'

const issuer = 'https://token.actions.githubusercontent.com'
const subject = 'repo:northwind/people:ref:refs/heads/main'
const trusted = generateKeyPairSync('rsa', { modulusLength: 2048 })
const folder = mkdtempSync(join(tmpdir(), 'sign-in-'))
let now = Date.parse('2026-11-02T09:00:00Z')
let graph: GraphEmulator
beforeAll(async () => {
  const certificate = [
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-subj',
    '/CN=roster',
    '-keyout',
    'key.pem',
    '-out',
    'cert.pem',
  ]
  execFileSync('openssl', ['req', ...certificate], { cwd: folder, stdio: 'pipe' })
  graph = await startGraph({
    readerFederated: [
      { issuer, subject, publicKey: trusted.publicKey.export({ type: 'spki', format: 'pem' }).toString() },
    ],
    writerCertificate: readFileSync(join(folder, 'cert.pem'), 'utf8'),
    now: () => new Date(now),
  })
})
afterAll(async () => {
  await graph.close()
  rmSync(folder, { recursive: true, force: true })
})

function token(header: object, claims: object, key: string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${part(header)}.${part({ exp: now / 1000 + 600, ...claims })}`
  return `${text}.${createSign('sha256').update(text).sign(key).toString('base64url')}`
}

async function byAssertion(clientId: string, assertion: string): Promise<Told> {
  const { client_secret: _, ...grant } = grantOf({ clientId, servicePrincipalId: '', roles: [] })
  const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
  return askToken(graph, { ...grant, client_assertion_type: type, client_assertion: assertion })
}

const codes = ({ status, body }: Told): readonly unknown[] => [status, body['error'], ...[body['error_codes']].flat()]

test('a secret gets a token for one hour', async () => {
  const ask = await signedIn(graph, graph.reader)
  expect((await ask('GET', '/users')).status).toBe(200)
  now += 3_600_000
  const late = await ask('GET', '/users')
  expect([late.status, errorOf(late).code]).toEqual([401, 'InvalidAuthenticationToken'])
  expect(errorOf(late).message).toContain('expired')
})

test('whoever is not who they say gets none, and is told why', async () => {
  const grant = grantOf(graph.reader)
  const { client_secret: _, ...unproved } = grant
  const tries: readonly (readonly [Record<string, string>, readonly unknown[]])[] = [
    [{ ...grant, client_secret: 'wrong' }, [401, 'invalid_client', 7000215]],
    [unproved, [401, 'invalid_client', 7000218]],
    [{ ...grant, client_id: randomUUID() }, [400, 'unauthorized_client', 700016]],
    [{ ...grant, scope: 'User.Read.All' }, [400, 'invalid_scope', 1002012]],
    [{ ...grant, grant_type: 'password' }, [400, 'unsupported_grant_type', 70003]],
  ]
  for (const [form, told] of tries) expect(codes(await askToken(graph, form))).toEqual(told)
  expect(codes(await askToken(graph, grant, 'elsewhere.example'))).toEqual([400, 'invalid_request', 90002])
  expect((await askToken(graph, grant, 'northwind.onmicrosoft.com')).status).toBe(200)
})

test('a workflow is believed by its issuer, its subject, its audience and its signature', async () => {
  const key = trusted.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' })
  const claims = { iss: issuer, sub: subject, aud: 'api://AzureADTokenExchange' }
  const tried = async (changed: object, by = key): Promise<readonly unknown[]> =>
    codes(await byAssertion(graph.reader.clientId, token({ alg: 'RS256' }, { ...claims, ...changed }, by)))
  expect((await tried({}))[0]).toBe(200)
  expect(await tried({ iss: 'https://elsewhere.example' })).toEqual([401, 'invalid_client', 700211])
  expect(await tried({ sub: 'repo:northwind/people:pull_request' })).toEqual([401, 'invalid_client', 700213])
  expect(await tried({ aud: 'api://else' })).toEqual([401, 'invalid_client', 700212])
  expect(await tried({ exp: now / 1000 - 1 })).toEqual([401, 'invalid_client', 700024])
  expect(await tried({}, other.toString())).toEqual([401, 'invalid_client', 5000223])
})

test('a certificate signs for its application', async () => {
  const der = execFileSync('openssl', ['x509', '-outform', 'der', '-in', 'cert.pem'], { cwd: folder })
  const key = readFileSync(join(folder, 'key.pem'), 'utf8')
  const thumbprint = createHash('sha256').update(der).digest('base64url')
  const { clientId } = graph.writer
  const own = token({ alg: 'RS256', 'x5t#S256': thumbprint }, { iss: clientId, sub: clientId }, key)
  expect((await byAssertion(clientId, own)).status).toBe(200)
  const padded = token({ alg: 'RS256', 'x5t#S256': `${thumbprint}=` }, { iss: clientId, sub: clientId }, key)
  expect((await byAssertion(clientId, padded)).status).toBe(200)
  const unnamed = token({ alg: 'RS256' }, { iss: clientId, sub: clientId }, key)
  expect(codes(await byAssertion(clientId, unnamed))).toEqual([401, 'invalid_client', 700027])
  expect(codes(await byAssertion(clientId, `${own.slice(0, -8)}AAAAAAAA`))).toEqual([401, 'invalid_client', 700027])
})

test('a managed identity is asked at its own address', async () => {
  const url = `http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://graph.microsoft.com&client_id=${graph.reader.clientId}`
  const told = (await (await graph.fetch(url, { headers: { Metadata: 'true' } })).json()) as Record<string, string>
  const users = await graph.fetch('https://graph.microsoft.com/v1.0/users', {
    headers: { authorization: `Bearer ${told['access_token']}` },
  })
  expect([told['expires_in'], users.status]).toEqual(['3599', 200])
  expect((await graph.fetch(url)).status).toBe(400)
})

test('a client discovers where to ask', async () => {
  const base = `https://login.microsoftonline.com/${graph.state.tenantId}`
  const found = (await (await graph.fetch(`${base}/v2.0/.well-known/openid-configuration`)).json()) as Record<
    string,
    string
  >
  expect(found['token_endpoint']).toBe(`${base}/oauth2/v2.0/token`)
  const known = await graph.fetch(
    'https://login.microsoftonline.com/common/discovery/instance?api-version=1.1&authorization_endpoint=x',
  )
  expect(known.status).toBe(200)
})

test('the token endpoint can be told to refuse', async () => {
  graph.misbehave({ refuse: { path: /\/token$/, status: 429, retryAfter: '2', times: 1 } })
  const refused = await askToken(graph, grantOf(graph.reader))
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2'])
  expect((await askToken(graph, grantOf(graph.reader))).status).toBe(200)
  graph.misbehave({})
})

test('a client of Azure finds its tenant, and no subscriptions', async () => {
  const scope = 'https://management.core.windows.net//.default'
  const { body } = await askToken(graph, { ...grantOf(graph.reader), scope })
  const asked = async (host: string, path: string): Promise<Response> =>
    graph.fetch(`https://${host}${path}`, { headers: { authorization: `Bearer ${String(body['access_token'])}` } })
  expect(await (await asked('management.azure.com', '/subscriptions?api-version=2022-12-01')).json()).toEqual({
    value: [],
  })
  const tenants = await asked('management.azure.com', '/tenants?api-version=2022-12-01')
  expect(await tenants.json()).toMatchObject({ value: [{ tenantId: graph.state.tenantId }] })
  expect((await asked('graph.microsoft.com', '/v1.0/users')).status).toBe(401)
  expect((await graph.fetch('https://management.azure.com/subscriptions')).status).toBe(401)
})
