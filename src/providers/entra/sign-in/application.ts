import type { Configuration, INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node'
import { reveal, Secret } from '../../../model/secret.ts'
import { DirectoryFault } from '../../../model/fault.ts'
import { signInFault } from '../faults.ts'
import { isRecord, jsonIn } from '../graph/answer.ts'
import { sentBy } from './claims.ts'
import type { Certificate } from './certificate.ts'
import type { Surroundings } from './sign-in.ts'
import { steadily } from './steadily.ts'

/** A token, and how long it is good for. */
export interface Issued {
  readonly token: Secret
  readonly goodForMs: number
}

/** How an application proves who it is. */
export type Proof =
  | { readonly by: 'federation'; readonly voucher: () => Promise<Secret> }
  | { readonly by: 'certificate'; readonly certificate: () => Promise<Certificate> }
  | { readonly by: 'secret'; readonly secret: Secret }

/** Asks Entra ID for a token of this application (OAuth 2.0 client credentials, RFC 6749 section 4.4). Throws DirectoryFault. */
export async function issuedTo(clientId: string, proof: Proof, surroundings: Surroundings): Promise<Issued> {
  const { cloud } = surroundings
  const { auth, about } = await proven(proof)
  const told: Told = {}
  const { ConfidentialClientApplication } = await import('@azure/msal-node')
  const application = new ConfidentialClientApplication({
    auth: { ...authority(surroundings), clientId, ...auth },
    system: { networkClient: network(surroundings, told) },
  })
  try {
    const result = await application.acquireTokenByClientCredential({
      scopes: [`${cloud.graph}/.default`],
      skipCache: true,
    })
    // Whatever the library makes of it: what came with a refusal, or is nothing, is no token.
    if (told.refusal !== undefined || !result?.accessToken) throw new Error('the answer holds no token')
    // The library counts with the clock of this machine; what it comes to is how long the token is good.
    const goodForMs = (result.expiresOn?.getTime() ?? Date.now()) - Date.now()
    return { token: new Secret(result.accessToken), goodForMs }
  } catch (error) {
    throw told.fault ?? faultOf(error, told, about)
  }
}

/** What happened on the way, which the library tells only in words of its own. */
interface Told {
  fault?: unknown
  refusal?: { readonly status: number; readonly text: string }
}

function faultOf(error: unknown, { refusal }: Told, about: string): DirectoryFault {
  if (refusal !== undefined) return signInFault(refusal.text, about, refusal.status)
  return signInFault(error instanceof Error ? error.message : String(error), about, 400)
}

/** What is put into the request; where a token vouches for us, what it says is told when it is refused. */
async function proven(
  proof: Proof,
): Promise<{ readonly auth: Partial<Configuration['auth']>; readonly about: string }> {
  switch (proof.by) {
    case 'federation': {
      const assertion = await proof.voucher()
      return { auth: { clientAssertion: reveal(assertion) }, about: sentBy(reveal(assertion)) }
    }
    case 'certificate': {
      const certificate = await proof.certificate()
      return {
        auth: { clientCertificate: certificate },
        about: `Sent was the certificate ${certificate.thumbprintSha256}.`,
      }
    }
    case 'secret':
      return { auth: { clientSecret: reveal(proof.secret) }, about: '' }
  }
}

/** Everything that the library would otherwise ask the network for: nobody but the known host is asked who may be trusted. */
function authority({ cloud, tenantId }: Surroundings): Omit<Configuration['auth'], 'clientId'> {
  const { host } = new URL(cloud.login)
  const tenant = `${cloud.login}/${tenantId}`
  return {
    authority: tenant,
    knownAuthorities: [host],
    cloudDiscoveryMetadata: JSON.stringify({
      tenant_discovery_endpoint: `${tenant}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    }),
    authorityMetadata: JSON.stringify({
      authorization_endpoint: `${tenant}/oauth2/v2.0/authorize`,
      token_endpoint: `${tenant}/oauth2/v2.0/token`,
      end_session_endpoint: `${tenant}/oauth2/v2.0/logout`,
      issuer: `${tenant}/v2.0`,
      jwks_uri: `${tenant}/discovery/v2.0/keys`,
    }),
  }
}

/** The library's requests, sent as all others are. */
function network(surroundings: Surroundings, told: Told): INetworkModule {
  const send = async <T>(
    method: string,
    url: string,
    options: NetworkRequestOptions = {},
  ): Promise<NetworkResponse<T>> => {
    try {
      const { status, headers, text } = await steadily(surroundings, url, {
        method,
        headers: { ...options.headers },
        ...(options.body === undefined ? {} : { body: options.body }),
      })
      const body = jsonIn(text)
      if (status >= 300) told.refusal = { status, text: descriptionIn(body) ?? `HTTP ${status}` }
      // The library checks what it is given; what it asks for is its own to say.
      return { status, headers: Object.fromEntries(headers), body: (isRecord(body) ? body : {}) as T }
    } catch (error) {
      told.fault = error
      throw error
    }
  }
  return {
    sendGetRequestAsync: (url, options) => send('GET', url, options),
    sendPostRequestAsync: (url, options) => send('POST', url, options),
  }
}

function descriptionIn(body: unknown): string | undefined {
  const text = isRecord(body) ? (body['error_description'] ?? body['error']) : undefined
  return typeof text === 'string' ? text : undefined
}
