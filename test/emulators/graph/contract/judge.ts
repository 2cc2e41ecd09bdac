import { existsSync, readFileSync } from 'node:fs'
import { checksOf } from './checks.ts'
import type { Check } from './checks.ts'
import { outside } from './outside.ts'
import { unknownOptions } from './query.ts'
import { spellingOf } from './spelling.ts'
import type { Operation, Subset } from './subset.ts'
import { routesOf } from './template.ts'

/** One request and its answer. `path` as it was sent, with the version (`/v1.0/users/...`); bodies parsed, undefined where there was none. */
export interface Exchange {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly requestBody: unknown
  readonly status: number
  readonly responseBody: unknown
}

/** What a contract that nobody here wrote has to say about an emulator's traffic; sentences, none where all is well. */
export interface ContractJudge {
  /** Both halves. */
  check(exchange: Exchange): readonly string[]
  /** What was asked: method, path, options, body. */
  request(exchange: Omit<Exchange, 'status' | 'responseBody'>): readonly string[]
  /** What was answered: status and body. Properties that were not selected may be missing: the contract requires none of an object. */
  response(exchange: Omit<Exchange, 'query' | 'requestBody'>): readonly string[]
}

/** Where the contract lies on machines that have it beside the repository. */
export const contractFile = new URL('../../../../../shared/contracts/msgraph-subset.json', import.meta.url)

let found: ContractJudge | undefined

/** The judge by the contract beside the repository; undefined where there is none. Compiled once. */
export function theContract(): ContractJudge | undefined {
  if (found === undefined && existsSync(contractFile))
    found = contractJudge(JSON.parse(readFileSync(contractFile, 'utf8')) as Subset)
  return found
}

/** Holds traffic against a description of Microsoft Graph, and against the named list of what lies outside it. */
export function contractJudge(subset: Subset, beside: readonly Operation[] = outside): ContractJudge {
  const route = routesOf([...insideOf(subset), ...beside])
  const spelled = spellingOf(subset.components.schemas)
  const strict = checksOf(subset.components.schemas, 'sent')
  const sent: Check = (name, schema, value) => strict(name, schema, spelled(schema, value))
  const given = checksOf(subset.components.schemas, 'given')

  const request: ContractJudge['request'] = ({ method, path, query, requestBody }) => {
    const operation = route(method, path)
    if (operation === undefined)
      return [`${method} ${path}: neither in the contract nor in the list of what is outside it`]
    const wrong = [...unknownOptions(operation, query), ...bodyFaults(sent, operation, requestBody)]
    return wrong.map((what) => `${method} ${path}: the request ${what}`)
  }

  const response: ContractJudge['response'] = ({ method, path, status, responseBody }) => {
    const operation = route(method, path)
    if (operation === undefined)
      return [`${method} ${path}: neither in the contract nor in the list of what is outside it`]
    return answerFaults(given, operation, status, responseBody).map((what) => `${method} ${path}: the answer ${what}`)
  }

  return { request, response, check: (exchange) => [...request(exchange), ...response(exchange)] }
}

/** The operations of the contract, in the same form as those outside it. */
function insideOf(subset: Subset): readonly Operation[] {
  return Object.entries(subset.paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, { requestBody, responses }]) => ({
      method: method.toUpperCase(),
      template: `/v1.0${template}`,
      sent: requestBody?.content['application/json'].schema,
      given: Object.fromEntries(
        Object.entries(responses).map(([status, { content }]) => [status, content?.['application/json'].schema]),
      ),
    })),
  )
}

function bodyFaults(check: Check, { method, template, sent }: Operation, body: unknown): readonly string[] {
  if (sent !== undefined) return check(`${method} ${template}`, sent, body)
  return isNothing(body) ? [] : ['has a body where none is described']
}

function answerFaults(check: Check, operation: Operation, status: number, body: unknown): readonly string[] {
  if (isOfTheGateway(status, body)) return []
  const key = status in operation.given ? String(status) : status >= 400 ? 'default' : undefined
  if (key === undefined || !(key in operation.given)) return [`has the status ${status}, which is not described`]
  const schema = operation.given[key]
  if (schema !== undefined) return check(`${operation.method} ${operation.template} ${key}`, schema, body)
  return isNothing(body) ? [] : ['has a body where none is described']
}

/** What stands before Graph gives up in words of its own. */
function isOfTheGateway(status: number, body: unknown): boolean {
  return status >= 502 && status <= 504 && (body === undefined || typeof body === 'string')
}

/** Clients send `{}` where nothing is to be said. */
function isNothing(body: unknown): boolean {
  return (
    body === undefined || body === '' || (typeof body === 'object' && body !== null && Object.keys(body).length === 0)
  )
}
