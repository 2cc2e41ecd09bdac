import { commonNetworks } from '../../model/network.ts'
import type { Attributes } from '../../model/value.ts'
import { valuesOf } from '../../model/value.ts'
import type { HeldPolicy } from '../provider.ts'
import { administratorRoles } from './policy-administrators.ts'
import { said, secondsOf, states } from './policy-attributes.ts'

/** Strengths that Microsoft has made: each asks for a second factor, the last for one that nobody can be talked out of. */
export const strengths = {
  multifactor: '00000000-0000-0000-0000-000000000002',
  passwordless: '00000000-0000-0000-0000-000000000003',
  phishingResistant: '00000000-0000-0000-0000-000000000004',
} as const

/** What policies come to for whoever they reach. */
export interface Demands {
  readonly mfa?: 'admins' | 'all'
  readonly strengths: readonly string[]
  /** Seconds after which somebody signs in again. */
  readonly frequency?: number
  /** The only networks they come in from. */
  readonly ranges?: readonly string[]
}

/** Conditions that narrow nothing: whom it is for is read apart. */
const plain: ReadonlySet<string> = new Set([
  ...Object.values(said),
  'users.includeUsers',
  'users.excludeGroups',
  'grantControls.operator',
])

/** Whether a policy stops anybody, and everywhere: one for some places, devices or risks holds no rule. */
export function isGeneral(attributes: Attributes): boolean {
  const clients = valuesOf(attributes[said.clients])
  return (
    attributes[said.state] === states.enforced &&
    valuesOf(attributes[said.applications]).join() === 'All' &&
    (clients.length === 0 || clients.includes('all')) &&
    Object.keys(attributes).every((name) => plain.has(name) || /^(grantControls|sessionControls)\./.test(name))
  )
}

/** What one policy demands of whoever it reaches. */
function demandsOf(attributes: Attributes): Demands {
  const nothing: Demands = { strengths: [] }
  if (!isGeneral(attributes)) return nothing
  const blocks = valuesOf(attributes[said.controls]).join() === 'block'
  const ranges = valuesOf(attributes[said.ranges])
  if (blocks) return isElsewhere(attributes) && ranges.length > 0 ? { strengths: [], ranges } : nothing
  if (attributes[said.from] !== undefined || attributes[said.butFrom] !== undefined) return nothing
  const frequency = secondsOf(attributes[said.frequency])
  return { ...secondFactorOf(attributes), ...(frequency === undefined ? {} : { frequency }) }
}

function isElsewhere(attributes: Attributes): boolean {
  return valuesOf(attributes[said.from]).join() === 'All' && attributes[said.butFrom] !== undefined
}

/** Of several controls with OR, any one will do: then none of them is demanded. */
function secondFactorOf(attributes: Attributes): Demands {
  if (attributes['grantControls.operator'] === 'OR') return { strengths: [] }
  const strength = valuesOf(attributes[said.strength]).filter((id) => Object.values<string>(strengths).includes(id))
  if (strength.length === 0 && !valuesOf(attributes[said.controls]).includes('mfa')) return { strengths: [] }
  return { strengths: strength, mfa: isByRole(attributes) ? 'admins' : 'all' }
}

/** Whether it finds its people by their roles, all that matter among them, and by nothing else. */
export function isByRole(attributes: Attributes): boolean {
  const roles = valuesOf(attributes[said.roles])
  const names = valuesOf(attributes['users.includeUsers']).length + valuesOf(attributes[said.groups]).length
  return names === 0 && administratorRoles.every((role) => roles.includes(role))
}

/** Several policies as one, under which somebody has to do what each of them demands. */
export function together(policies: readonly HeldPolicy[]): HeldPolicy | undefined {
  const [first] = policies
  if (first === undefined) return undefined
  const demands = policies.map(({ attributes }) => demandsOf(attributes))
  const mfa = demands.some((each) => each.mfa === 'all') ? 'all' : demands.find((each) => each.mfa !== undefined)?.mfa
  const frequencies = demands.flatMap(({ frequency }) => frequency ?? [])
  const networks = demands.flatMap(({ ranges }) => (ranges === undefined ? [] : [ranges]))
  const [widest, ...others] = networks
  return {
    ...first,
    attributes: {
      strengths: demands.flatMap((each) => each.strengths),
      ...(mfa === undefined ? {} : { mfa }),
      ...(frequencies.length === 0 ? {} : { frequency: String(Math.min(...frequencies)) }),
      ...(widest === undefined ? {} : { ranges: others.reduce(commonNetworks, widest) }),
    },
  }
}

/** What `together` wrote down, read again; of nothing, nothing. */
export function demandsIn(under: Attributes): Demands {
  const [mfa] = valuesOf(under['mfa'])
  const [frequency] = valuesOf(under['frequency'])
  return {
    strengths: valuesOf(under['strengths']),
    ...(mfa === 'all' || mfa === 'admins' ? { mfa } : {}),
    ...(frequency === undefined ? {} : { frequency: Number(frequency) }),
    ...(under['ranges'] === undefined ? {} : { ranges: valuesOf(under['ranges']) }),
  }
}
