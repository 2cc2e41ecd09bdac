import type { Operation } from '../model/operation.ts'
import type { TenantPlan } from '../model/plan.ts'
import type { Reader } from '../providers/provider.ts'

/** What carrying a plan out asks of the directories that count requests, as far as it asks anything of them. */
export function effortOf(
  readers: ReadonlyMap<string, Reader>,
  planned: readonly Operation[],
): Pick<TenantPlan, 'effort'> {
  const effort = [...readers].flatMap(([directory, reader]) => {
    const own = planned.filter((operation) => operation.directory === directory)
    const asked = own.length === 0 ? undefined : reader.effort?.(own)
    return asked === undefined ? [] : [{ directory, requests: asked.requests, seconds: asked.seconds }]
  })
  return effort.length === 0 ? {} : { effort }
}
