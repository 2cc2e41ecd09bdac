import type { User } from '../../generated/users.ts'
import type { PersonSecurity, SecurityLayer } from '../../model/policy.ts'
import { settledSecurity } from '../../model/policy.ts'
import type { Written } from '../load/source.ts'
import { ownLayer, tenantLayers } from '../validate/security-rules.ts'
import type { TenantInput } from './input.ts'

/** What is asked of how a person signs in; undefined: nothing. People of one department share one value. */
export type SecurityOf = (id: string, user: Written<User>, department: string | undefined) => PersonSecurity | undefined

/** The layers that hold for people of a tenant: workspace, parent, tenant, then department, then their own. */
export function securityOfPeople({ policies, departments }: TenantInput): SecurityOf {
  const above = tenantLayers(policies)
  const known = new Map<string, { readonly layers: readonly SecurityLayer[]; readonly shared?: PersonSecurity }>()
  const ofDepartment = (department: string): { layers: readonly SecurityLayer[]; shared?: PersonSecurity } => {
    const layers = [...above, ...ownLayer('department', department, departments.get(department))]
    const made = layers.length === 0 ? { layers } : { layers, shared: settledSecurity(layers).settled }
    known.set(department, made)
    return made
  }
  return (id, user, department = '') => {
    const { layers, shared } = known.get(department) ?? ofDepartment(department)
    const own = ownLayer('user', id, user)
    return own.length === 0 ? shared : settledSecurity([...layers, ...own]).settled
  }
}
