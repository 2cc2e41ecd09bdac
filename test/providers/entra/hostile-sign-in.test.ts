import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { DirectoryFault } from '../../../src/model/fault.ts'
import { Secret } from '../../../src/model/secret.ts'
import { cloudOf } from '../../../src/providers/entra/sign-in/cloud.ts'
import { signInOf } from '../../../src/providers/entra/sign-in/sign-in.ts'
import type { Reply, Seen } from './graph-server.ts'
import { serve } from './graph-server.ts'

const clientId = '00001111-aaaa-4222-8333-444455556666'
const hidden = 'n0b0dy-sees-this'

/** What comes of signing in, and whoever was asked. */
async function tried(
  variables: Readonly<Record<string, string>>,
  answer: (seen: Seen) => Reply = () => ({ status: 400, body: {} }),
): Promise<{ readonly fault: unknown; readonly seen: readonly Seen[] }> {
  const server = await serve(answer)
  try {
    const signIn = signInOf(
      { clientId, ...('SECRET' in variables ? { secret: { env: 'SECRET' } } : {}) },
      {
        ...server,
        cloud: cloudOf(),
        tenantId: '6c1e0000-0000-4000-8000-000000000001',
        root: '/nowhere',
        signal: new AbortController().signal,
        environment: (name) => (variables[name] === undefined ? undefined : new Secret(variables[name])),
      },
    )
    const fault: unknown = await signIn.token().then(
      () => 'signed in',
      (error: unknown) => error,
    )
    return { fault, seen: server.seen }
  } finally {
    await server.close()
  }
}

/** Everything that any printing of an error could show. */
function shown(error: unknown): string {
  return inspect(error, { depth: 9, showHidden: true })
}

test.each<[string, Reply]>([
  ['a refusal that gives no reason', { status: 400, body: {} }],
  ['a redirect', { status: 302, headers: { location: 'https://attacker.example/' }, body: {} }],
  [
    'a refusal that holds a token',
    { status: 403, body: { access_token: 'x', expires_in: 3600, token_type: 'Bearer' } },
  ],
  ['an answer without a token', { body: { expires_in: 3600, token_type: 'Bearer' } }],
  ['a page', { body: '<html>' }],
])('%s is no token', async (_, reply) => {
  for (const variables of [{ SECRET: 's' }, { IDENTITY_ENDPOINT: 'http://127.0.0.1/x', IDENTITY_HEADER: 'h' }] as const)
    expect((await tried(variables, () => reply)).fault).toBeInstanceOf(DirectoryFault)
})

describe('SEC-31 what a variable holds stands in no error', () => {
  const workflow = 'https://pipelines.actions.example/token'
  test.each<[string, Readonly<Record<string, string>>]>([
    [
      'a token of a workflow in two lines',
      { ACTIONS_ID_TOKEN_REQUEST_URL: workflow, ACTIONS_ID_TOKEN_REQUEST_TOKEN: `${hidden}\nx` },
    ],
    [
      'a token of a workflow with a dash of another alphabet',
      { ACTIONS_ID_TOKEN_REQUEST_URL: workflow, ACTIONS_ID_TOKEN_REQUEST_TOKEN: `${hidden}–x` },
    ],
    [
      'an address of a workflow that is none',
      { ACTIONS_ID_TOKEN_REQUEST_URL: hidden, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x' },
    ],
    [
      'a header of App Service in two lines',
      { IDENTITY_ENDPOINT: 'http://127.0.0.1/x', IDENTITY_HEADER: `${hidden}\nx` },
    ],
    ['an address of App Service that is none', { IDENTITY_ENDPOINT: hidden, IDENTITY_HEADER: 'x' }],
    ['a secret in two lines', { SECRET: `${hidden}\nx` }],
  ])('%s', async (_, variables) => {
    const { fault } = await tried(variables)
    expect(fault).toBeInstanceOf(DirectoryFault)
    expect(shown(fault)).not.toContain(hidden)
  })
})

test('SEC-25 who asks for a token is not sent elsewhere with what proves it', async () => {
  const away = (): Reply => ({ status: 307, headers: { location: 'https://attacker.example/token' } })
  for (const variables of [
    { SECRET: hidden },
    { ACTIONS_ID_TOKEN_REQUEST_URL: 'https://pipelines.actions.example/t', ACTIONS_ID_TOKEN_REQUEST_TOKEN: hidden },
    { IDENTITY_ENDPOINT: 'http://127.0.0.1/x', IDENTITY_HEADER: hidden },
  ] as const) {
    const { fault, seen } = await tried(variables, away)
    expect(fault).toBeInstanceOf(DirectoryFault)
    expect(seen.filter(({ host }) => /attacker/.test(host))).toEqual([])
  }
})
