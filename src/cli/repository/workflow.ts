import { yamlPackage } from '../../language/load/yaml-package.ts'

/** A workflow as far as its safety goes. */
export interface Workflow {
  /** Path in the repository. */
  readonly path: string
  /** What begins it, sorted. */
  readonly events: readonly string[]
  readonly jobs: readonly Job[]
}

/** A job of it. */
export interface Job {
  readonly id: string
  /** Name of its environment. */
  readonly environment: string | undefined
  /** What its token may write, sorted; `default`: nobody says, the repository's setting decides. */
  readonly writes: readonly string[] | 'default'
  /** It may ask for a token that clouds trust. */
  readonly oidc: boolean
  /** A run of it is cancelled when a newer one comes. */
  readonly cancelled: boolean
  /** The secrets it hands on to the workflow it calls are all there are. */
  readonly inherits: boolean
  /** The workflow it calls. */
  readonly calls: string | undefined
  readonly steps: readonly Step[]
}

/** A step of a job. */
export interface Step {
  /** The action it runs. */
  readonly uses: string | undefined
  /** Its script. */
  readonly run: string | undefined
  /** What a checkout checks out. */
  readonly ref: string | undefined
}

type Mapping = Readonly<Record<string, unknown>>

/** Reads a workflow; undefined where the text is none. */
export function readWorkflow(path: string, text: string): Workflow | undefined {
  const document = parsed(text)
  const jobs = document === undefined ? undefined : mapping(document['jobs'])
  if (document === undefined || jobs === undefined) return undefined
  const read = Object.entries(jobs).map(([id, job]) => jobOf(id, mapping(job) ?? {}, document))
  return { path, events: eventsOf(document['on']), jobs: read }
}

function parsed(text: string): Mapping | undefined {
  try {
    return mapping(yamlPackage().parse(text))
  } catch {
    // Not YAML: no workflow, and the caller says so.
    return undefined
  }
}

function eventsOf(on: unknown): readonly string[] {
  if (typeof on === 'string') return [on]
  return (Array.isArray(on) ? on.map(String) : Object.keys(mapping(on) ?? {})).toSorted()
}

function jobOf(id: string, job: Mapping, workflow: Mapping): Job {
  const permissions = job['permissions'] ?? workflow['permissions']
  const steps = Array.isArray(job['steps']) ? job['steps'] : []
  const environment = mapping(job['environment'])?.['name'] ?? job['environment']
  return {
    id,
    environment: text(environment),
    writes: writesOf(permissions),
    oidc: permissions === 'write-all' || mapping(permissions)?.['id-token'] === 'write',
    cancelled: [job, workflow].some(cancels),
    inherits: job['secrets'] === 'inherit',
    calls: text(job['uses']),
    steps: steps.map(stepOf),
  }
}

function writesOf(permissions: unknown): Job['writes'] {
  if (permissions === undefined || permissions === null) return 'default'
  if (permissions === 'write-all') return ['everything']
  const named = Object.entries(mapping(permissions) ?? {})
  return named.flatMap(([scope, right]) => (right === 'write' && scope !== 'id-token' ? [scope] : [])).toSorted()
}

function cancels(around: Mapping): boolean {
  const cancel = mapping(around['concurrency'])?.['cancel-in-progress'] ?? false
  return cancel !== false
}

function stepOf(step: unknown): Step {
  const { uses, run, with: given } = mapping(step) ?? {}
  return { uses: text(uses), run: text(run), ref: text(mapping(given)?.['ref']) }
}

function mapping(value: unknown): Mapping | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Mapping) : undefined
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
