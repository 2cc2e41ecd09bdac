import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { stringify } from 'yaml'
import { openFileLedger } from '../../src/ledger/file-store.ts'
import type { Ledger } from '../../src/ledger/ledger.ts'
import type { Entry } from '../../src/model/entry.ts'
import type { Operation } from '../../src/model/operation.ts'
import type { Finding, Plan } from '../../src/model/plan.ts'
import { localProvider } from '../../src/providers/local/provider.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { apply, drift, plan } from '../../src/reconciler/reconcile.ts'
import type { ApplyReport, Consent, Run } from '../../src/reconciler/run.ts'
import { Live } from './live.ts'

/** What a tenant of the bench is made of; each becomes the file of its name. */
export interface TenantFiles {
  readonly tenant?: object
  readonly users?: object
  readonly groups?: object
  readonly templates?: object
  readonly departments?: object
  readonly policies?: object
  readonly acknowledgements?: object
  readonly leave?: object
}

/** A workspace in a folder of its own, its clock, and the runs on it. */
export class Bench {
  readonly root = mkdtempSync(join(tmpdir(), 'roster-bench-'))
  readonly ledger: Ledger
  /** The moment of the next run; tests move it. */
  now = new Date('2026-12-01T09:00:00Z')
  providers: ReadonlyMap<string, Provider> = new Map([['local', localProvider]])
  signal: AbortSignal = new AbortController().signal

  constructor() {
    this.ledger = openFileLedger({ root: this.root, now: () => this.now })
    this.write('roster.yaml', {
      version: 1,
      timezone: 'Europe/Berlin',
      approvers: { leads: { forge: ['@msp/leads'] } },
    })
  }

  at(moment: string): this {
    this.now = new Date(moment)
    return this
  }

  /** Writes a file of the workspace; undefined takes it away. */
  write(path: string, spec: object | undefined): void {
    const file = join(this.root, path)
    if (spec === undefined) return rmSync(file, { recursive: true, force: true })
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, stringify(spec, { aliasDuplicateObjects: false }))
  }

  tenant(id: string, files: TenantFiles): void {
    for (const [kind, spec] of Object.entries(files)) this.write(`tenants/${id}/${kind}.yaml`, spec as object)
  }

  live(tenant = 'acme', directory = 'hq'): Live {
    return new Live(join(this.root, '.roster/local', tenant, `${directory}.json`))
  }

  run(more: Partial<Run> = {}): Run {
    return {
      root: this.root,
      commit: null,
      tool: { name: 'roster', version: '0.0.0-test' },
      asOf: this.now,
      providers: this.providers,
      ledger: this.ledger,
      environment: () => undefined,
      now: () => this.now,
      signal: this.signal,
      progress: () => undefined,
      ...more,
    }
  }

  plan(more: Partial<Run> = {}): Promise<Plan> {
    return plan(this.run(more))
  }

  drift(more: Partial<Run> = {}): Promise<Plan> {
    return drift(this.run(more))
  }

  apply(consent: Consent = { how: 'autoApprove' }, more: Partial<Run> = {}): Promise<ApplyReport> {
    return apply(this.run(more), consent)
  }

  async entries(tenant = 'acme'): Promise<readonly Entry[]> {
    return (await this.ledger.read(tenant)).map(({ entry }) => entry)
  }

  close(): void {
    rmSync(this.root, { recursive: true, force: true })
  }
}

/** One directory, authoritative unless said otherwise, and what there is in it. */
export function tenantOf(directory: object = {}, more: object = {}): object {
  return { name: 'Acme', directories: { hq: { provider: 'local', mode: 'authoritative', ...directory } }, ...more }
}

/** A person with a name, a mail address and whatever else is given. */
export function person(id: string, more: object = {}): object {
  const [first = id, last = ''] = id.split('-')
  return {
    name: { first: capital(first), ...(last === '' ? {} : { last: capital(last) }) },
    email: `${id}@acme.example`,
    ...more,
  }
}

/** n people called p001, p002, ... */
export function crowd(n: number, more: (id: string, index: number) => object = () => ({})): Record<string, object> {
  const people: Record<string, object> = {}
  for (let index = 1; index <= n; index += 1) {
    const id = `p${String(index).padStart(3, '0')}`
    people[id] = person(id, more(id, index))
  }
  return people
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}

/** Operations as `verb kind id`, with status where it is not planned; sorted. */
export function told(operations: readonly Operation[]): readonly string[] {
  return operations
    .map(({ verb, kind, address, status }) => {
      const id = address.split('/').slice(3).join('/')
      return `${verb} ${kind} ${id}${status === 'planned' ? '' : ` (${status})`}`
    })
    .toSorted()
}

export function finding(made: Plan, slug: string): Finding | undefined {
  return made.findings.find((each) => each.slug === slug)
}

/** Statuses and exit code of a tenant in one line. */
export function standing(made: Plan, tenant = 'acme'): string {
  const found = made.tenants.find((each) => each.tenant === tenant)
  return `${found?.status} ${found?.exitCode}`
}

/** Everything a clean end promises: nothing left to plan, no drift, a chain that holds. */
export async function restOf(bench: Bench): Promise<object> {
  const again = await bench.plan()
  const drifted = await bench.drift()
  const tenants = await bench.ledger.tenants()
  const faults = await Promise.all(tenants.map(async (tenant) => (await bench.ledger.verify(tenant)).faults))
  return { planned: told(again.operations), drifted: told(drifted.operations), faults: faults.flat() }
}

export const atRest = { planned: [], drifted: [], faults: [] }
