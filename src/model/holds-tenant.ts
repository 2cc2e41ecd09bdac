import type { Finding } from './plan.ts'

/** Whether a finding holds the whole tenant: a gate, or something about the tenant or a directory of it. What blocks one object holds that one. */
export function holdsTenant({ result, gate, scope }: Finding): boolean {
  return result === 'block' && (gate !== undefined || scope.split('/').length <= 2)
}
