import type { Group } from '../../generated/groups.ts'
import type { Policies } from '../../generated/policies.ts'
import type { Workspace } from '../../generated/roster.ts'
import type { Directory, Tenant } from '../../generated/tenant.ts'
import type { Written } from '../../language/load/source.ts'
import type { TenantDocuments } from '../../language/validate/documents.ts'
import type { BaseDocuments } from './base.ts'
import { type Difference, difference, differences } from './difference.ts'
import { nameOf } from './marks.ts'

/** Documents with one part as the base branch has it, and what the request says otherwise. */
export interface Overlaid {
  readonly documents: TenantDocuments
  readonly differences: readonly Difference[]
}

/** Lays one thing that the base branch decides over the documents of a request. Pure. */
export type Part = (documents: TenantDocuments, base: BaseDocuments) => Overlaid

/** Everything that the base branch decides, by name, in the order in which it is laid over. */
export const parts = {
  roster,
  directories,
  initialPasswords: (documents, base) => ofTenant(documents, base, 'initialPasswords'),
  production: (documents, base) => ofTenant(documents, base, 'production'),
  autoPurchase,
  gates: (documents, base) => ofPolicies(documents, base, 'gates'),
  separationOfDuties: (documents, base) => ofPolicies(documents, base, 'separationOfDuties'),
  acknowledgements,
  waivers,
  privileged,
} as const satisfies Readonly<Record<string, Part>>

/** Approvers, sinks, ledger, and all else of roster.yaml. Where the base has none, nobody approves and nobody is told. */
function roster(documents: TenantDocuments, base: BaseDocuments): Overlaid {
  const asked = documents.roster
  const { version, timezone, currency } = asked.spec
  const least: Workspace = {
    version,
    ...(timezone === undefined ? {} : { timezone }),
    ...(currency === undefined ? {} : { currency }),
  }
  const decided = base.roster ?? { ...asked, spec: least }
  return {
    documents: { ...documents, roster: decided },
    differences: differences(asked.file, [], [asked.spec, decided.spec]),
  }
}

/**
 * Where credentials go, what is read, what is protected, and the mode: a directory is as the base branch has it, wholly.
 * One that is new is left out, and nothing is sent anywhere; one that goes away stays away, as its removal is shown.
 */
function directories(documents: TenantDocuments, base: BaseDocuments): Overlaid {
  const { file, spec } = documents.tenant
  const there = base.tenant?.spec.directories ?? {}
  const asked = Object.entries(spec.directories ?? {})
  const kept = asked.flatMap(([id]): readonly (readonly [string, Directory])[] => {
    const settings = there[id]
    return settings === undefined ? [] : [[id, settings]]
  })
  const ids = new Set(kept.map(([id]) => id))
  const decided = kept.map(([id, settings]) => [id, waitingFor(settings, ids)] as const)
  return {
    documents: withTenant(documents, 'directories', Object.fromEntries(decided)),
    differences: asked.flatMap(([id, settings]) => {
      const path = ['directories', id]
      if (ids.has(id)) return differences(file, path, [settings, there[id]])
      return [{ file, path, said: `${path.join('.')} is new: it is not read, and nothing is planned in it` }]
    }),
  }
}

function waitingFor(settings: Directory, ids: ReadonlySet<string>): Directory {
  if (settings.dependsOn === undefined) return settings
  return { ...settings, dependsOn: settings.dependsOn.filter((id) => ids.has(id)) }
}

/** To whom first passwords are sealed; and whether the strict rules for real organisations hold. A new tenant keeps the strict side. */
function ofTenant(
  documents: TenantDocuments,
  { tenant }: BaseDocuments,
  name: 'initialPasswords' | 'production',
): Overlaid {
  const { file, spec } = documents.tenant
  const decided = tenant === undefined && name === 'production' ? spec.production : tenant?.spec[name]
  const found = difference(file, [name], [spec[name], decided])
  return { documents: withTenant(documents, name, decided), differences: found === undefined ? [] : [found] }
}

/** How much may be bought without being asked. */
function autoPurchase(documents: TenantDocuments, base: BaseDocuments): Overlaid {
  const { file, spec } = documents.tenant
  const found: Difference[] = []
  const decided = Object.entries(spec.subscriptions ?? {}).map(([id, contract]) => {
    const limit = base.tenant?.spec.subscriptions?.[id]?.seats?.autoPurchase
    const { autoPurchase: asked, ...seats } = contract.seats ?? {}
    const other = difference(file, ['subscriptions', id, 'seats', 'autoPurchase'], [asked, limit])
    if (other === undefined) return [id, contract] as const
    found.push(other)
    return [id, { ...contract, seats: { ...seats, ...(limit === undefined ? {} : { autoPurchase: limit }) } }] as const
  })
  return { documents: withTenant(documents, 'subscriptions', Object.fromEntries(decided)), differences: found }
}

function withTenant<Name extends keyof Tenant>(
  documents: TenantDocuments,
  name: Name,
  value: Tenant[Name] | undefined,
): TenantDocuments {
  const { [name]: asked, ...others } = documents.tenant.spec
  if (asked === undefined && value === undefined) return documents
  const spec = (value === undefined ? others : { ...others, [name]: value }) as Tenant
  return { ...documents, tenant: { ...documents.tenant, spec } }
}

/** Rules of policies that hold a plan back: each file of the base counts, also one that the request takes away. */
function ofPolicies(documents: TenantDocuments, base: BaseDocuments, name: 'gates' | 'separationOfDuties'): Overlaid {
  const asked = new Map(documents.policies.map((written) => [written.file, written]))
  const there = new Map(base.policies.map((written) => [written.file, written]))
  const files = [...new Set([...asked.keys(), ...there.keys()])]
  const policies = files.map((file): Written<Policies> => {
    const { [name]: _, ...others } = asked.get(file)?.spec ?? {}
    const decided = there.get(file)?.spec[name]
    return { file, line: 1, spec: decided === undefined ? others : { ...others, [name]: decided } }
  })
  return {
    documents: { ...documents, policies },
    differences: files.flatMap((file) =>
      differences(file, [name], [asked.get(file)?.spec[name], there.get(file)?.spec[name]]),
    ),
  }
}

/** Leave is given by somebody whom the base branch knows. */
function acknowledgements(documents: TenantDocuments, base: BaseDocuments): Overlaid {
  const given = [...documents.acknowledgements]
  const idle = given.filter(([, { spec }]) => !isApprover(base, spec.approver))
  return {
    documents: {
      ...documents,
      acknowledgements: new Map(given.filter(([, { spec }]) => isApprover(base, spec.approver))),
    },
    differences: idle.map(([id, { file, spec }]) => ({
      file,
      path: [id],
      said: `the acknowledgement ${id} lifts nothing: its approver ${spec.approver} is none on the base branch`,
    })),
  }
}

function waivers(documents: TenantDocuments, base: BaseDocuments): Overlaid {
  const found: Difference[] = []
  const policies = documents.policies.map((written): Written<Policies> => {
    const { waivers: asked, ...others } = written.spec
    if (asked === undefined) return written
    const kept = asked.filter(({ approver, rule, user }, at) => {
      if (isApprover(base, approver)) return true
      const said = `the waiver of ${rule} for ${user} counts for nothing: its approver ${approver} is none on the base branch`
      found.push({ file: written.file, path: ['waivers', at], said })
      return false
    })
    return kept.length === asked.length ? written : { ...written, spec: { ...others, waivers: kept } }
  })
  return { documents: { ...documents, policies }, differences: found }
}

/** A group that the base marks as privileged is one until the merge, by whatever id or name the request calls it. */
function privileged(documents: TenantDocuments, { privileged: marks }: BaseDocuments): Overlaid {
  const names = new Set(marks.values())
  const isMarked = (id: string, { movedFrom, ...spec }: Group): boolean =>
    marks.has(id) || (movedFrom !== undefined && marks.has(movedFrom)) || names.has(nameOf(id, spec))
  const found: Difference[] = []
  const groups = [...documents.groups].map(([id, written]) => {
    if (written.spec.privileged === true || !isMarked(id, written.spec)) return [id, written] as const
    const said = `${id} is not marked as privileged here, and is on the base branch`
    found.push({ file: written.file, path: [id], said })
    return [id, { ...written, spec: { ...written.spec, privileged: true } }] as const
  })
  return { documents: { ...documents, groups: new Map(groups) }, differences: found }
}

function isApprover({ roster: known }: BaseDocuments, name: string): boolean {
  return Object.hasOwn(known?.spec.approvers ?? {}, name)
}
