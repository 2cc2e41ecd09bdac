import type { Template } from '../../generated/templates.ts'
import type { User } from '../../generated/users.ts'
import type { DesiredState, Naming, Person } from '../../model/desired.ts'
import type { Value } from '../../model/value.ts'
import type { Written } from '../load/source.ts'
import { aboutTheAccount } from '../validate/person-paths.ts'
import { adoptedIds } from './adopt.ts'
import type { GivenApplication } from './applications.ts'
import { applicationsOf } from './applications.ts'
import type { Assigned, Contracts, TemplateGiven } from './assignments.ts'
import { assignmentsOf } from './assignments.ts'
import type { TenantInput } from './input.ts'
import type { Layer, Settled } from './layers.ts'
import { lapse } from './calendar.ts'
import { flattened, flattenInto, settle } from './layers.ts'
import { fillUpn, fillUsername } from './naming.ts'
import type { SecurityOf } from './security.ts'
import { securityOfPeople } from './security.ts'
import { templatesOfPeople } from './templates.ts'

/** A person before their username is settled, and the templates' groups that come with them. */
export interface Draft {
  readonly person: Person
  readonly spec: User
  readonly templateId: string | undefined
  readonly template: Template | undefined
  /** What they have on platforms, all that gives it taken together. */
  readonly assignments: readonly Assigned[]
  readonly applications: readonly GivenApplication[]
}

/** What is the same for all people of a tenant, worked out once. */
export interface Workshop extends Contracts {
  readonly input: TenantInput
  /** The calendar day in the tenant's zone. */
  readonly today: string
  readonly directories: readonly string[]
  readonly tenantLayer: Layer
  readonly departmentLayers: ReadonlyMap<string, Layer>
  readonly personaLayers: ReadonlyMap<string, Layer>
  readonly templateLayers: ReadonlyMap<string, Layer>
  readonly templateOf: (spec: User) => TemplateGiven | undefined
  readonly departmentPaths: ReadonlyMap<string, readonly string[]>
  readonly securityOf: SecurityOf
}

/** When it is, and the contracts with platforms; without them people have nothing there. */
interface Opening extends Partial<Contracts> {
  readonly zone: string
  readonly today: string
  readonly moment?: string
}

export function openWorkshop(
  input: TenantInput,
  { zone, today, moment = '', subscriptions = new Map() }: Opening,
): Workshop {
  const { defaults, directories } = input.tenant.spec
  const lasting = (attributes: object | undefined): Layer => ({ values: flattened(attributes), onCreate: false })
  return {
    input,
    subscriptions,
    today,
    zone,
    directories: Object.keys(directories ?? {}),
    tenantLayer: lasting(defaults?.attributes),
    departmentLayers: new Map([...input.departments].map(([id, { spec }]) => [id, lasting(spec.attributes)])),
    personaLayers: new Map(
      Object.entries(defaults?.personas ?? {}).map(([id, { attributes }]) => [id, lasting(attributes)]),
    ),
    templateLayers: new Map(
      [...input.templates].map(([id, { spec }]) => [
        id,
        { values: flattened(spec.attributes), onCreate: spec.applies !== 'continuous' },
      ]),
    ),
    templateOf: templatesOfPeople(input),
    departmentPaths: departmentPaths(input),
    securityOf: securityOfPeople(input, { zone, moment }),
  }
}

/** One declared person with every default filled in: user, then template, persona, department, tenant. */
export function draftPerson(shop: Workshop, id: string, written: Written<User>): Draft {
  const { spec } = written
  const template = shop.templateOf(spec)
  const near = [
    ownLayer(spec),
    template === undefined ? undefined : shop.templateLayers.get(template.id),
    persona(shop, spec),
  ]
  const layers = near.filter((layer): layer is Layer => layer !== undefined)
  const department = firstStated(layers, shop.tenantLayer, 'department')
  const departmentLayer = typeof department === 'string' ? shop.departmentLayers.get(department) : undefined
  if (departmentLayer !== undefined) layers.push(departmentLayer)
  layers.push(shop.tenantLayer)
  const applications = applicationsOf(shop.input, written, template)
  const assignments = assignmentsOf(shop, { written, template, applications })
  return {
    person: assembled(shop, id, written, { settled: settle(layers), department, template, assignments }),
    spec,
    templateId: template?.id,
    template: template?.written.spec,
    assignments,
    applications,
  }
}

interface Settlement {
  readonly settled: Settled
  readonly department: Value | null | undefined
  readonly template: TemplateGiven | undefined
  readonly assignments: readonly Assigned[]
}

function assembled(shop: Workshop, id: string, written: Written<User>, settlement: Settlement): Person {
  const { spec, file, line } = written
  const first = spec.name?.first ?? ''
  const last = spec.name?.last ?? ''
  const displayName = spec.displayName ?? (`${first} ${last}`.trim() || id)
  const pattern = shop.input.tenant.spec.naming
  const base =
    spec.username ??
    (fillUsername(pattern?.username ?? '{id}', { id, first, last, employeeId: spec.employeeId ?? '' }) || id)
  const upn = spec.upn ?? (pattern?.upn === undefined ? undefined : fillUpn(pattern.upn, base))
  const { settled, department, template, assignments } = settlement
  const { values, initial, manager } = settled
  const path = typeof department === 'string' ? (shop.departmentPaths.get(department) ?? []) : []
  if (department !== undefined) values['department.name'] = path.at(-1) ?? null
  values['displayName'] = displayName
  // One object for each of a hundred thousand people: filled in step by step, which is measurably cheaper than spreading.
  const person: { -readonly [property in keyof Person]: Person[property] } = {
    id,
    source: { file, line, via: [] },
    ...stateOf(spec, shop.today),
    urgent: spec.urgent ?? false,
    ...(spec.guest === true ? { guest: true as const } : {}),
    directories: spec.directories ?? shop.directories,
    username: base,
    values,
    initial,
    departmentPath: path,
  }
  if (spec.movedFrom !== undefined) person.previousId = spec.movedFrom
  if (spec.starts !== undefined) person.starts = spec.starts
  if (spec.ends !== undefined && spec.ends !== null) person.ends = spec.ends
  if (spec.ends !== undefined) person.expiresAt = spec.ends === null ? null : lapse(spec.ends, shop.zone)
  if (spec.adopt !== undefined) person.adopt = adoptedIds(spec.adopt)
  const security = shop.securityOf(id, written, typeof department === 'string' ? department : '', assignments)
  if (security !== undefined) person.security = security
  if (template !== undefined) person.template = template.id
  if (template?.written.spec.onboarding !== undefined) person.onboarding = template.written.spec.onboarding
  tellMore(person, spec, shop.zone)
  if (upn !== undefined) person.upn = upn
  if (spec.username === undefined) person.naming = namingOf(shop, spec, base)
  if (manager !== undefined) person.manager = manager === null ? null : String(manager)
  return person
}

/** What is said of a person besides the values of their account. */
function tellMore(
  person: { -readonly [property in keyof Person]: Person[property] },
  { persona, dailyAccount, certifications, leaving, platforms }: User,
  zone: string,
): void {
  const reclaims = Object.entries(platforms ?? {}).flatMap(([id, { reclaimEmail }]) =>
    reclaimEmail === undefined ? [] : [[id, reclaimEmail] as const],
  )
  if (reclaims.length > 0) person.reclaims = Object.fromEntries(reclaims)
  if (typeof persona === 'string') person.persona = persona
  if (dailyAccount !== undefined) person.dailyAccount = dailyAccount
  if (leaving !== undefined) person.leaving = leaving
  if (certifications !== undefined)
    person.certifications = Object.fromEntries(
      certifications.map(({ name, expires }) => [name, expires === undefined ? null : lapse(expires, zone)]),
    )
}

function namingOf({ input }: Workshop, { upn }: User, base: string): Naming {
  const pattern = input.tenant.spec.naming
  const onCollision = pattern?.onCollision ?? 'number'
  return upn === undefined && pattern?.upn !== undefined
    ? { base, onCollision, upn: pattern.upn }
    : { base, onCollision }
}

/** The state on the day: `starts` and `ends` are whole days in the tenant's zone, the last one included. */
function stateOf(
  spec: User,
  today: string,
): { readonly state: DesiredState; readonly stateReason: Person['stateReason'] } {
  const written = spec.state ?? 'active'
  const ended = typeof spec.ends === 'string' && today > spec.ends
  if (written === 'suspended' && ended) return { state: 'disabled', stateReason: 'expired' }
  if (written !== 'active') return { state: written, stateReason: 'declared' }
  if (spec.starts !== undefined && today < spec.starts) return { state: 'absent', stateReason: 'notStarted' }
  if (ended) return { state: 'disabled', stateReason: 'expired' }
  return { state: 'active', stateReason: 'declared' }
}

/** Properties of a user that are no attributes of the account: they say how to make it, or who belongs where. */
const notAttributes: ReadonlySet<string> = new Set([...aboutTheAccount, 'displayName', 'username', 'upn', 'persona'])

function ownLayer(spec: User): Layer {
  const values: Record<string, Value | null> = {}
  for (const [name, value] of Object.entries(spec)) if (!notAttributes.has(name)) flattenInto(values, name, value)
  return { values, onCreate: false }
}

function persona(shop: Workshop, spec: User): Layer | undefined {
  return typeof spec.persona === 'string' ? shop.personaLayers.get(spec.persona) : undefined
}

function firstStated(layers: readonly Layer[], last: Layer, path: string): Value | null | undefined {
  return (layers.find((layer) => path in layer.values) ?? last).values[path]
}

function departmentPaths(input: TenantInput): ReadonlyMap<string, readonly string[]> {
  const paths = new Map<string, readonly string[]>()
  const pathOf = (id: string, seen: ReadonlySet<string>): readonly string[] => {
    const known = paths.get(id)
    if (known !== undefined) return known
    const department = input.departments.get(id)?.spec
    if (department === undefined || seen.has(id)) return []
    const above = department.parent === undefined ? [] : pathOf(department.parent, new Set([...seen, id]))
    const path = [...above, department.name]
    paths.set(id, path)
    return path
  }
  for (const id of input.departments.keys()) pathOf(id, new Set())
  return paths
}
