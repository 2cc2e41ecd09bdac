import type { DesiredLicence, DesiredMember } from '../../model/desired.ts'
import type { TenantInput } from './input.ts'
import type { Draft } from './people.ts'

interface Opened extends DesiredLicence {
  readonly holders: Map<string, DesiredMember>
  readonly resting: Map<string, DesiredMember>
  readonly takenOut: Set<string>
}

/** Who is to have which licence: what people list, and what their template gives. */
export function compileLicences(
  { tenant }: TenantInput,
  drafts: ReadonlyMap<string, Draft>,
): ReadonlyMap<string, DesiredLicence> {
  const licences = new Map<string, Opened>()
  for (const [id, { directory, sku, disabledPlans }] of Object.entries(tenant.spec.licences ?? {})) {
    const source = { file: tenant.file, line: tenant.line, via: [`licences.${id}`] }
    licences.set(id, {
      id,
      directory,
      sku,
      source,
      ...(disabledPlans === undefined ? {} : { disabledPlans: disabledPlans.toSorted() }),
      holders: new Map(),
      resting: new Map(),
      takenOut: new Set(),
    })
  }
  if (licences.size > 0) for (const draft of drafts.values()) give(licences, draft)
  return licences
}

function give(licences: ReadonlyMap<string, Opened>, { person, spec, template, templateId }: Draft): void {
  const { id, source, state, stateReason } = person
  const own = spec.licences ?? []
  // An empty list says no to whatever a template gives.
  const refused = spec.licences?.length === 0 ? [...licences.keys()] : (spec.without?.licences ?? [])
  for (const licence of refused) licences.get(licence)?.takenOut.add(id)
  const place = (licence: string, wish: DesiredMember): void => {
    const found = licences.get(licence)
    if (found === undefined || !person.directories.includes(found.directory)) return
    if (state === 'active') found.holders.set(id, wish)
    else if (state === 'suspended' || stateReason === 'notStarted') found.resting.set(id, wish)
  }
  for (const licence of own) place(licence, { route: 'own', source, onCreate: false })
  const out = new Set([...own, ...refused])
  for (const licence of template?.licences ?? []) {
    if (out.has(licence)) continue
    const via = [`template:${templateId ?? ''}`]
    place(licence, { route: 'template', source: { ...source, via }, onCreate: template?.applies !== 'continuous' })
  }
}
