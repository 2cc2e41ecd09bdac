import type { Operation } from '../model/operation.ts'
import type { AccessPlace } from '../model/plan.ts'
import type { TimelineCause } from './timeline-row.ts'

/** Why an operation was asked for, in the words of a timeline. */
export function causeOf({ reason, urgent, source }: Operation): TimelineCause {
  switch (reason) {
    case 'declared':
      return viaCause(source.via)
    case 'undeclared':
      return urgent ? 'leaver' : 'undeclared'
    case 'expired':
      return 'expiry'
    case 'started':
      return 'start'
    case 'template':
    case 'drift':
    case 'access':
    case 'seat':
    case 'reverted':
      return reason
  }
}

/** Where it was asked for. */
export function placeOf({ source: { file, line, via } }: Operation): AccessPlace {
  return via.length === 0 ? { file, line } : { file, line, via }
}

const routes = ['template', 'department', 'application', 'persona', 'select'] as const

/** What a line came through, where it is not the subject's own. */
function viaCause(via: readonly string[]): TimelineCause {
  const found = routes.find((route) => via.some((one) => one === route || one.startsWith(`${route}:`)))
  return found ?? 'own'
}
