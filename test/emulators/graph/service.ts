import type { Caller, GraphCall, GraphReply, Method } from './call.ts'
import { batch } from './batch.ts'
import type { LoggedRequest } from './emulator.ts'
import type { ContractJudge, JudgedRequest } from './judge.ts'
import { GraphRefusal, badRequest, forbidden, refusalReply } from './refusal.ts'
import type { Match, Router } from './router.ts'
import { SignInRefusal, signInReply } from './sign-in/refusal.ts'
import { callerOf } from './sign-in/token.ts'
import type { Tenant } from './tenant.ts'
import { unitsOf } from './throttle.ts'
import type { Throttle } from './throttle.ts'

/** A request as it came over the wire, its body read. */
export interface Arrived {
  readonly method: string
  readonly host: string
  /** Path and query. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

/** What the service is made of. */
export interface Parts {
  readonly tenant: Tenant
  readonly graph: Router
  readonly signIn: Router
  readonly throttle: Throttle
  readonly log: LoggedRequest[]
  readonly breaches: string[]
  readonly judge: ContractJudge | undefined
}

/** Nobody: sign-in asks without a token. */
const nobody: Caller = { clientId: '', roles: [] }

/** Answers a request, and those within it one by one. */
export function answer(parts: Parts, arrived: Arrived, outer?: GraphCall): GraphReply {
  const { version, url } = split(arrived.url)
  const [path = '', query = ''] = splitOnce(url, '?')
  const found = (version === '' ? parts.signIn : parts.graph).match(arrived.method as Method, path)
  const matched = typeof found === 'string' ? undefined : found
  const call: GraphCall = {
    method: arrived.method as Method,
    host: arrived.host,
    version,
    url,
    params: matched?.params ?? {},
    query: optionsOf(query),
    headers: arrived.headers,
    body: arrived.body,
    caller: nobody,
    inBatch: outer !== undefined,
  }
  const requestId = parts.tenant.newId()
  const reply = judged(parts, call, matched, () => outcome(parts, call, found, path, requestId, outer?.caller))
  const cost = unitsOf(call, matched?.route.pattern)
  noted(parts, call, reply)
  return {
    ...reply,
    headers: { 'request-id': requestId, 'x-ms-resource-unit': String(cost), ...headersOf(reply), ...reply.headers },
  }
}

/** Faults first, then rights, then the matter itself; and an answer that is lost on its way. */
function outcome(
  parts: Parts,
  call: GraphCall,
  found: Match | 'path' | 'method',
  path: string,
  requestId: string,
  known: Caller | undefined,
): GraphReply {
  const { tenant } = parts
  try {
    refuseAsTold(tenant, call)
    const reply = served(parts, call, found, path, known)
    return isLost(tenant, call) ? lostReply(requestId, tenant.now()) : reply
  } catch (thrown) {
    if (thrown instanceof SignInRefusal) return signInReply(thrown, requestId, tenant.now())
    if (thrown instanceof GraphRefusal) return refusalReply(thrown, requestId, tenant.now())
    parts.breaches.push(`${call.method} ${call.url}: the emulator broke: ${String((thrown as Error).stack ?? thrown)}`)
    const broken = new GraphRefusal(500, 'Service_InternalServerError', `the emulator broke: ${String(thrown)}`)
    return refusalReply(broken, requestId, tenant.now())
  }
}

function served(
  parts: Parts,
  call: GraphCall,
  found: Match | 'path' | 'method',
  path: string,
  known: Caller | undefined,
): GraphReply {
  const { tenant } = parts
  if (call.version === '') {
    if (typeof found === 'string') throw new GraphRefusal(404, 'NotFound', `nothing is served at ${path}`)
    return found.route.handler(call, tenant)
  }
  const caller = known ?? callerOf(call.headers['authorization'], tenant.key, tenant.now())
  const asked = { ...call, caller }
  if (/^\/\$batch$/i.test(path)) return batched(parts, asked)
  if (found === 'path') throw badRequest(`Resource not found for the segment '${path.split('/')[1] ?? ''}'.`)
  if (found === 'method')
    throw new GraphRefusal(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.')
  parts.throttle.take(asked, unitsOf(asked, found.route.pattern))
  const { permissions, handler } = found.route
  if (permissions.length > 0 && !permissions.some((each) => caller.roles.includes(each))) throw forbidden()
  return handler(asked, tenant)
}

function batched(parts: Parts, call: GraphCall): GraphReply {
  if (call.method !== 'POST') throw new GraphRefusal(405, 'BadRequest', 'Only POST is allowed for $batch.')
  if (call.inBatch) throw badRequest('A batch within a batch is not supported.')
  return batch(call, (item) => answer(parts, { ...item, host: call.host, url: `/${call.version}${item.url}` }, call))
}

/** Holds both sides against the contract; what breaks it is answered 500, so that nobody overlooks it. */
function judged(parts: Parts, call: GraphCall, match: Match | undefined, answered: () => GraphReply): GraphReply {
  const { judge, breaches } = parts
  if (judge === undefined) return answered()
  const asked: JudgedRequest = { ...call, route: match?.route.pattern }
  const found = new Set(judge.request(asked))
  const reply = answered()
  const { status, headers: responseHeaders = {}, body: responseBody } = reply
  for (const each of judge.response({ ...asked, status, responseHeaders, responseBody })) found.add(each)
  if (found.size === 0) return reply
  breaches.push(...found)
  return { status: 500, body: { error: { code: 'ContractBreach', message: [...found].join('\n') } } }
}

function refuseAsTold({ faults }: Tenant, call: GraphCall): void {
  const told = faults.refuse
  if (told === undefined || told.times <= 0 || !told.path.test(call.url)) return
  if (told.method !== undefined && told.method !== call.method) return
  if (told.inBatch === true && !call.inBatch) return
  told.times--
  const headers = told.retryAfter === undefined ? {} : { 'retry-after': told.retryAfter }
  if (call.version === '' && told.status !== 429)
    throw new SignInRefusal(
      told.status,
      told.code ?? 'temporarily_unavailable',
      90033,
      'A transient error has occurred.',
    )
  throw new GraphRefusal(
    told.status,
    told.code ?? codes[told.status] ?? 'UnknownError',
    'The service was told to refuse this.',
    {
      headers,
    },
  )
}

const codes: Readonly<Record<number, string>> = {
  401: 'InvalidAuthenticationToken',
  403: 'Authorization_RequestDenied',
  404: 'Request_ResourceNotFound',
  429: 'TooManyRequests',
  500: 'Service_InternalServerError',
  503: 'ServiceUnavailable',
}

function isLost({ faults: { lostAfter } }: Tenant, call: GraphCall): boolean {
  if (lostAfter === undefined || lostAfter.times <= 0) return false
  if (lostAfter.method !== call.method || !lostAfter.path.test(call.url)) return false
  lostAfter.times--
  return true
}

/** The gateway gave up waiting; what lies behind it did not. */
function lostReply(requestId: string, now: Date): GraphReply {
  return refusalReply(new GraphRefusal(504, 'UnknownError', 'Gateway timeout'), requestId, now)
}

function noted({ log }: Parts, call: GraphCall, { status }: GraphReply): void {
  const { method, host, headers, body, inBatch, version, url } = call
  const full = version === '' ? url : `/${version}${url}`
  log.push({ method, host, url: full, status, inBatch, authorization: headers['authorization'], body })
}

function headersOf({ body }: GraphReply): Readonly<Record<string, string>> {
  if (body === undefined) return {}
  return {
    'content-type':
      'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
    'odata-version': '4.0',
  }
}

/** The version of Graph and what comes after it; no version: not Graph. */
function split(url: string): { readonly version: string; readonly url: string } {
  const [, version, rest] = /^\/(v1\.0|beta)(\/.*|\?.*)?$/is.exec(url) ?? []
  return version === undefined ? { version: '', url } : { version: version.toLowerCase(), url: rest ?? '/' }
}

/** OData options by name, without the dollar that may be left out. */
function optionsOf(query: string): ReadonlyMap<string, string> {
  const options = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(query)) {
    options.set(name.toLowerCase().replace(/^\$/, ''), value)
  }
  return options
}

function splitOnce(text: string, at: string): readonly string[] {
  const index = text.indexOf(at)
  return index === -1 ? [text] : [text.slice(0, index), text.slice(index + 1)]
}
