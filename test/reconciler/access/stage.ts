import type { AccessGroupChange, Plan } from '../../../src/model/plan.ts'
import type { Bench } from '../bench.ts'
import { person, tenantOf } from '../bench.ts'

/** What a tenant with funds on a product is made of; what is not said is as usual. */
export interface Funds {
  readonly users?: Readonly<Record<string, object>>
  readonly entities?: Readonly<Record<string, object>>
  readonly accessGroups?: Readonly<Record<string, object>>
  readonly roles?: Readonly<Record<string, object>>
  readonly tests?: Readonly<Record<string, object>>
  readonly templates?: Readonly<Record<string, object>>
  readonly departments?: Readonly<Record<string, object>>
  readonly policies?: object
  readonly acknowledgements?: object
  readonly tenant?: object
  /** Of the subscription. */
  readonly contract?: object
  readonly directory?: object
}

export const throughGroups = {
  delivery: 'groups',
  groups: { directory: 'hq', names: { 'customer-admin': 'atlas-admins', default: 'atlas-{accessGroup}-{role}' } },
}
export const byHand = { delivery: 'manual' }

/** A tenant `acme` with a contract `funds`; access reaches it through groups of its directory unless said otherwise. */
export function declare(bench: Bench, funds: Funds): void {
  const contract = { platform: 'atlas', ...(funds.contract ?? throughGroups) }
  bench.tenant('acme', {
    tenant: tenantOf(funds.directory ?? {}, { subscriptions: { funds: contract }, ...funds.tenant }),
    users: { ...administrators, ...funds.users },
    ...(funds.templates === undefined ? {} : { templates: funds.templates }),
    ...(funds.departments === undefined ? {} : { departments: funds.departments }),
    ...(funds.policies === undefined ? {} : { policies: funds.policies }),
    acknowledgements: { ...leave, ...funds.acknowledgements },
  })
  const files = { roles: funds.roles, tests: funds.tests, entities: funds.entities ?? usualEntities }
  for (const [kind, spec] of Object.entries(files)) bench.write(`tenants/acme/${kind}.yaml`, spec)
  bench.write('tenants/acme/access-groups.yaml', funds.accessGroups ?? usualGroups)
}

/** Two administrators, so that nothing is said of their number. */
export const administrators = Object.fromEntries(
  ['root-one', 'root-two'].map((id) => [
    id,
    somebody(id, {
      platforms: { funds: { role: 'customer-admin', reason: 'runs it' } },
      dailyAccount: 'exempt',
    }),
  ]),
)

/** The first apply gives administrators what they administer. */
const leave = {
  'first-day': {
    gate: 'privilegedGain',
    max: 2,
    reason: 'they run it',
    approver: 'leads',
    expires: '2026-12-02T00:00:00Z',
  },
}

export const usualEntities = {
  'fund-1': { platform: 'atlas', name: 'Fund One', kind: 'fund', tags: ['fund', 'apac'] },
  'fund-2': { platform: 'atlas', name: 'Fund Two', kind: 'fund', tags: ['fund'] },
  'fund-3': { platform: 'atlas', name: 'Fund Three', kind: 'fund', tags: ['other'] },
}

export const usualGroups = {
  funds: { platform: 'atlas', select: { tags: ['fund'], match: 'any' } },
}

/** Somebody who has this on the product. */
export function on(id: string, access: object, more: object = {}): object {
  return somebody(id, { platforms: { funds: access }, ...more })
}

/** Somebody with all that the product asks of an account. */
export function somebody(id: string, more: object = {}): object {
  return person(id, { name: { first: id, last: 'Person' }, ...more })
}

/** n people who view what the access group `funds` has. */
export function viewers(n: number): Record<string, object> {
  const people = Array.from({ length: n }, (_, index) => `v${String(index + 1).padStart(3, '0')}`)
  return Object.fromEntries(people.map((id) => [id, on(id, { role: 'view-only', accessGroup: 'funds' })]))
}

/** Where everybody stands before: some people who view, a department, a template, a role without anything critical. */
export function ordinaryFunds(many: number) {
  return {
    users: {
      ...viewers(many),
      eva: on('eva', { role: 'clerk', accessGroup: 'funds', reason: 'books' }, { department: 'desk' }),
      tom: somebody('tom', { template: 'analyst' }),
    },
    departments: { desk: { name: 'Desk' } },
    templates: { analyst: { platforms: { funds: { role: 'view-only', accessGroup: 'funds' } } } },
    roles: { clerk: { platform: 'atlas', name: 'Clerk', permissions: { 'data/entities': 'view' } } },
    accessGroups: { ...usualGroups, secret: { platform: 'atlas', select: { names: ['fund-3'] }, privileged: true } },
    entities: {
      ...usualEntities,
      crown: { platform: 'atlas', name: 'Crown', kind: 'fund', tags: ['x'], privileged: true },
    },
  } satisfies Funds
}

/** Changes in short: `- 40 tag entities.yaml:1 fund-1`. */
export function inShort(groups: readonly AccessGroupChange[]): readonly string[] {
  return groups.map(({ change, users, cause, source, entities, privileged }) => {
    const file = source.file.split('/').at(-1)
    const where = entities === 'everywhere' ? 'everywhere' : entities.join('+')
    return `${change === 'gained' ? '+' : '-'} ${users.length} ${cause} ${file} ${where}${privileged ? ' !' : ''}`
  })
}

/** Everything a plan finds of one sort. */
export function found(made: Plan, slug: string): Plan['findings'] {
  return made.findings.filter((each) => each.slug === slug)
}
