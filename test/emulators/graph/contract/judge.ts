import { existsSync, readFileSync } from 'node:fs'
import type { JudgedRequest, JudgedResponse } from '../judge.ts'
import { checksOf } from './checks.ts'
import type { Check } from './checks.ts'
import { outside } from './outside.ts'
import { unknownOptions } from './query.ts'
import { spellingOf } from './spelling.ts'
import type { Operation, Subset } from './subset.ts'
import { routesOf } from './template.ts'

/** A judge that needs no more than this of what it is shown: it finds the operation by itself, not by the emulator's own routes. */
export interface SubsetJudge {
  /** What was asked: method, path, options, body. */
  request(asked: Pick<JudgedRequest, 'method' | 'url' | 'body'>): readonly string[]
  /** What was answered: status and body. Properties that were not selected may be missing: the contract requires none of an object. */
  response(answered: Pick<JudgedResponse, 'method' | 'url' | 'status' | 'responseBody'>): readonly string[]
}

/** Where the contract lies on machines that have it beside the repository. */
export const contractFile = new URL('../../../../../shared/contracts/msgraph-subset.json', import.meta.url)

let found: SubsetJudge | undefined

/** The judge by the contract beside the repository; undefined where there is none. Compiled once. */
export function theContract(): SubsetJudge | undefined {
  if (found === undefined && existsSync(contractFile))
    found = contractJudge(JSON.parse(readFileSync(contractFile, 'utf8')) as Subset)
  return found
}

/** Holds traffic against a description of Microsoft Graph, and against the named list of what lies outside it. */
export function contractJudge(subset: Subset, beside: readonly Operation[] = outside): SubsetJudge {
  const { schemas } = subset.components
  const route = routesOf([...insideOf(subset), ...beside])
  const spelled = spellingOf(schemas)
  const strict = checksOf(schemas, 'sent')
  const sent: Check = (name, schema, value) => strict(name, schema, spelled(schema, value))
  const given = checksOf(schemas, 'given')
  return {
    request: ({ method, url, body }) => {
      const operation = route(method, pathOf(url))
      if (operation === undefined) return [unknown(method, url)]
      const wrong = [...unknownOptions(operation, queryOf(url)), ...bodyFaults(sent, operation, body)]
      return wrong.map((what) => `${method} ${url}: the request ${what}`)
    },
    response: ({ method, url, status, responseBody }) => {
      const operation = route(method, pathOf(url))
      if (operation === undefined) return isUnknownPath(status) ? [] : [unknown(method, url)]
      return answerFaults(given, operation, status, responseBody).map((what) => `${method} ${url}: the answer ${what}`)
    },
  }
}

/** What nobody serves is told so: an honest answer to a question that the judge complains of already. */
function isUnknownPath(status: number): boolean {
  return status === 404 || status === 405 || status === 400
}

function unknown(method: string, url: string): string {
  return `${method} ${url}: neither in the contract nor in the list of what is outside it`
}

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? ''
}

function queryOf(url: string): string {
  return url.slice(pathOf(url).length + 1)
}

/** The operations of the contract, in the same form as those outside it. */
function insideOf(subset: Subset): readonly Operation[] {
  return Object.entries(subset.paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, { requestBody, responses }]) => ({
      method: method.toUpperCase(),
      template,
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
