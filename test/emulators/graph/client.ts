import type { Method } from './call.ts'
import type { Application, GraphEmulator } from './emulator.ts'

/** What came back, its body read. */
export interface Told {
  readonly status: number
  readonly headers: Headers
  /** Whatever JSON was given: tests know what they asked for. */
  readonly body: Readonly<Record<string, unknown>>
}

/** Asks below `/v1.0`, or at a whole link. */
export type Ask = (method: Method, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Told>

/** Signs an application in by its secret, and asks with its token and plain `fetch`: no client whose habits hide the service's. */
export async function signedIn(graph: GraphEmulator, application: Application = graph.writer): Promise<Ask> {
  const token = await tokenOf(graph, application)
  return async (method, path, body, headers = {}) => {
    const url = path.startsWith('https:') ? path : `https://graph.microsoft.com/v1.0${path}`
    const sent = {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }
    return told(await graph.fetch(url, sent))
  }
}

async function told(response: Response): Promise<Told> {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
  const body: unknown = isJson ? JSON.parse(text) : { text }
  return { status: response.status, headers: response.headers, body: body as Told['body'] }
}

/** The form that gets an application a token. */
export function grantOf({ clientId, secret = '' }: Application): Record<string, string> {
  const scope = 'https://graph.microsoft.com/.default'
  return { client_id: clientId, client_secret: secret, grant_type: 'client_credentials', scope }
}

/** Asks the sign-in service. */
export async function askToken(
  graph: GraphEmulator,
  form: Record<string, string>,
  tenant = graph.state.tenantId,
): Promise<Told> {
  const url = `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`
  return told(await graph.fetch(url, { method: 'POST', body: new URLSearchParams(form) }))
}

async function tokenOf(graph: GraphEmulator, application: Application): Promise<string> {
  const { body } = await askToken(graph, grantOf(application))
  if (typeof body['access_token'] === 'string') return body['access_token']
  throw new Error(`no token: ${JSON.stringify(body)}`)
}

/** A listing to its end. */
export async function everything(
  ask: Ask,
  path: string,
  headers: Record<string, string> = {},
): Promise<readonly Entry[]> {
  const found: Entry[] = []
  for (let next: string | undefined = path; next !== undefined;) {
    const { status, body }: Told = await ask('GET', next, undefined, headers)
    if (status !== 200) throw new Error(`${next}: ${status} ${JSON.stringify(body)}`)
    found.push(...(body['value'] as readonly Entry[]))
    next = body['@odata.nextLink'] as string | undefined
  }
  return found
}

export type Entry = Readonly<Record<string, unknown>>

/** The error of a refusal: its code and its message. */
export function errorOf({ body }: Told): { readonly code: string; readonly message: string } {
  return body['error'] as { readonly code: string; readonly message: string }
}

/** A person as clients send one. */
export function person(name: string, more: Entry = {}): Entry {
  return {
    accountEnabled: true,
    displayName: name,
    mailNickname: name.replaceAll(/[^a-z]/gi, ''),
    userPrincipalName: `${name}@northwind.example`,
    passwordProfile: { password: 'Correct horse 1', forceChangePasswordNextSignIn: true },
    ...more,
  }
}

/** A security group as clients send one. */
export function group(name: string, more: Entry = {}): Entry {
  return {
    displayName: name,
    mailEnabled: false,
    mailNickname: name.replaceAll(/[^a-z0-9]/gi, ''),
    securityEnabled: true,
    ...more,
  }
}

/** Where an object lies, as references are written. */
export function link(id: unknown): string {
  return `https://graph.microsoft.com/v1.0/directoryObjects/${String(id)}`
}
