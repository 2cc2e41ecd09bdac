import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { reveal, Secret } from '../../../model/secret.ts'
import { noSignIn, signInFault } from '../faults.ts'
import { isRecord, jsonIn } from '../graph/answer.ts'
import { none } from '../graph/verdict.ts'
import type { Issued } from './application.ts'
import { addressIn, reasonOf } from './assertion.ts'
import type { Surroundings } from './sign-in.ts'
import { steadily } from './steadily.ts'
import type { TokenAnswer } from './steadily.ts'

/** How this machine is asked for a token of its own. */
interface Endpoint {
  readonly url: URL
  readonly version: string
  readonly headers: Readonly<Record<string, string>>
  /** Azure Arc: the answer names a file that only who may sign in can read. */
  readonly challenges: boolean
}

/** Nobody answers at this address where there is no Azure: it is not waited for. */
const longest = 3_000
const onceMore = { ...none, failed: 1 }

/** Asks the machine to sign in as itself; `clientId` chooses among several identities. Throws DirectoryFault. */
export async function issuedByMachine(clientId: string | undefined, surroundings: Surroundings): Promise<Issued> {
  const endpoint = endpointOf(surroundings)
  const { url } = endpoint
  url.searchParams.set('api-version', endpoint.version)
  url.searchParams.set('resource', surroundings.cloud.graph)
  if (clientId !== undefined) url.searchParams.set('client_id', clientId)
  const ask = (headers: Readonly<Record<string, string>>): Promise<TokenAnswer> =>
    steadily(surroundings, url.href, { headers }, longest, onceMore)
  const first = await ask(endpoint.headers)
  const isChallenge = endpoint.challenges && first.status === 401
  return read(isChallenge ? await ask({ ...endpoint.headers, ...(await proofIn(first)) }) : first, surroundings.now())
}

/**
 * Where it is asked: App Service and its kin name an address and a header, Azure Arc an address, a virtual machine has one that is
 * always the same. https://learn.microsoft.com/entra/identity/managed-identities-azure-resources
 */
function endpointOf({ environment }: Surroundings): Endpoint {
  const [url, header, arc] = ['IDENTITY_ENDPOINT', 'IDENTITY_HEADER', 'IMDS_ENDPOINT'].map(environment)
  if (url !== undefined && header !== undefined) {
    const headers = { 'x-identity-header': reveal(header) }
    return { url: addressIn(url, 'IDENTITY_ENDPOINT'), version: '2019-08-01', headers, challenges: false }
  }
  const headers = { metadata: 'true' }
  if (url !== undefined && arc !== undefined)
    return { url: addressIn(url, 'IDENTITY_ENDPOINT'), version: '2020-06-01', headers, challenges: true }
  return {
    url: new URL('http://169.254.169.254/metadata/identity/oauth2/token'),
    version: '2018-02-01',
    headers,
    challenges: false,
  }
}

/** Only a key file is read: whoever answers must not make us send them something else. */
async function proofIn({ headers }: TokenAnswer): Promise<Readonly<Record<string, string>>> {
  const path = /^Basic realm="?([^"]+)"?$/i.exec(headers.get('www-authenticate') ?? '')?.[1]
  if (path === undefined || extname(path) !== '.key') throw noSignIn('Azure Arc names no key file to prove who asks.')
  try {
    return { authorization: `Basic ${(await readFile(path, 'utf8')).slice(0, 4096)}` }
  } catch (error) {
    throw noSignIn(
      `the key file of Azure Arc cannot be read (${reasonOf(error)}). Let whoever runs roster be in the group himds.`,
    )
  }
}

function read({ status, text }: TokenAnswer, now: Date): Issued {
  const body = jsonIn(text)
  const fields = isRecord(body) ? body : {}
  const token = fields['access_token']
  if (status === 200 && typeof token === 'string') return { token: new Secret(token), goodForMs: goodFor(fields, now) }
  const told = fields['error_description'] ?? fields['message'] ?? fields['error']
  throw signInFault(typeof told === 'string' ? told : `the machine answers ${status}`, '', status)
}

/** `expires_on`: seconds since 1970, or a date. */
function goodFor(fields: Readonly<Record<string, unknown>>, now: Date): number {
  const until = String(fields['expires_on'])
  const moment = /^\d+$/.test(until) ? Number(until) * 1000 : Date.parse(until)
  return Number.isNaN(moment) ? Number(fields['expires_in'] ?? 0) * 1000 : moment - now.getTime()
}
