import { createHash } from 'node:crypto'
import { inFileOrder } from '../model/diagnostic.ts'
import { UsageError } from '../model/fault.ts'
import { grouped } from '../model/grouped.ts'
import type { Finding, Plan, Shard } from '../model/plan.ts'
import { accessOf } from './assemble.ts'
import { rootDigest } from './digest.ts'

/** The tenants of one part: every n-th, so that neighbours of one customer do not all fall into one. */
export function tenantsOf({ index, of }: Shard, tenants: readonly string[]): readonly string[] {
  return tenants.toSorted().filter((_, at) => at % of === index - 1)
}

/** Puts the parts of a plan together that were made apart. Throws UsageError where one is missing, or where they are not parts of one. */
export function joined(parts: readonly Plan[]): Plan {
  const [first, ...others] = parts
  if (first === undefined) throw new UsageError('There is no plan. Name the files that roster plan --out wrote.')
  if (others.length === 0 && first.context.shard === undefined) return first
  checkParts(first, parts)
  const tenants = parts.flatMap((part) => part.tenants).toSorted((a, b) => (a.tenant < b.tenant ? -1 : 1))
  const inOrder = <T>(of: (part: Plan) => readonly T[], tenantOf: (one: T) => string): readonly T[] => {
    const byTenant = grouped(parts.flatMap(of), tenantOf)
    return [...byTenant.keys()].toSorted().flatMap((tenant) => byTenant.get(tenant) ?? [])
  }
  const { shard: _, ...context } = first.context
  return {
    ...first,
    status: {
      applyable: parts.some(({ status }) => status.applyable),
      complete: parts.every(({ status }) => status.complete),
      errored: parts.some(({ status }) => status.errored),
      blocked: parts.some(({ status }) => status.blocked),
    },
    context: {
      ...context,
      configDigest: digestOfAll(parts.map((part) => part.context.configDigest)),
      observedAt: earliest(parts.map((part) => part.context.observedAt)),
      asOf: earliest(parts.map((part) => part.context.asOf)),
    },
    tenants,
    operations: inOrder((part) => part.operations, ownTenant),
    access: accessOf(inOrder((part) => part.access.groups, ownTenant)),
    seats: inOrder((part) => part.seats, ownTenant),
    findings: once(inOrder((part) => part.findings, inScope)),
    unmanaged: inOrder((part) => part.unmanaged, tenantIn),
    notManageable: inOrder((part) => part.notManageable, ofTenant),
    calendar: inOrder((part) => part.calendar, ownTenant),
    diagnostics: once(inFileOrder(parts.flatMap((part) => part.diagnostics))),
    digest: rootDigest(tenants),
  }
}

/** A part that is not there is never a part without changes. */
function checkParts(first: Plan, parts: readonly Plan[]): void {
  const of = first.context.shard?.of ?? 1
  const found = parts.map(({ context }) => context.shard)
  const missing = Array.from({ length: of }, (_, at) => at + 1).filter(
    (index) => found.filter((shard) => shard?.index === index && shard.of === of).length !== 1,
  )
  if (missing.length > 0 || parts.length !== of)
    throw new UsageError(
      `These are not all parts of one plan: of ${of}, ${missing.length === 0 ? 'there are too many' : `part ${missing.join(', ')} is not there once`}. Plan again.`,
    )
  const one = sourceOf(first)
  if (parts.some((part) => sourceOf(part) !== one))
    throw new UsageError('These parts are of different commits, bases or versions of roster. Plan again.')
}

function sourceOf({ kind, tool, context }: Plan): string {
  return JSON.stringify([kind, tool.name, tool.version, context.commit, context.baseCommit, context.dirty])
}

/** What all tenants share is told in every part. */
function once<T>(all: readonly T[]): readonly T[] {
  const seen = new Set<string>()
  return all.filter((one) => {
    const text = JSON.stringify(one)
    if (seen.has(text)) return false
    seen.add(text)
    return true
  })
}

function ownTenant({ tenant }: { readonly tenant: string }): string {
  return tenant
}

function ofTenant({ address }: { readonly address: string }): string {
  return tenantIn(address)
}

function inScope({ scope }: Finding): string {
  return tenantIn(scope)
}

function tenantIn(address: string): string {
  return address.split('/', 1)[0] ?? ''
}

function earliest(moments: readonly string[]): string {
  return moments.reduce((first, next) => (Date.parse(next) < Date.parse(first) ? next : first))
}

function digestOfAll(digests: readonly string[]): string {
  const hash = createHash('sha256')
  for (const digest of digests) hash.update(digest).update('\n')
  return `sha256:${hash.digest('hex')}`
}
