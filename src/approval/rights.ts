import type { ApprovalRule } from '../model/judgement.ts'
import type { People } from './terms.ts'

/** Why a login has no say under a rule, in words that follow it; undefined: it has. */
export function mayApprove(login: string, { approvers }: ApprovalRule, people: People): string | undefined {
  if (!people.mayWrite(login)) return 'may not write to the repository'
  if (approvers.length === 0 || approvers.some((written) => isAmong(login, written, people))) return undefined
  const unread = approvers.filter(
    (written) => teamIn(written) !== undefined && membersOf(written, people) === undefined,
  )
  return unread.length === 0
    ? `is none of ${approvers.join(', ')}`
    : `is none of ${approvers.join(', ')}; who is in ${unread.join(', ')} could not be read`
}

function isAmong(login: string, written: string, people: People): boolean {
  return `@${login}` === written.toLowerCase() || membersOf(written, people)?.has(login) === true
}

function membersOf(written: string, people: People): ReadonlySet<string> | undefined {
  const team = teamIn(written)
  return team === undefined ? undefined : people.members(team)
}

/** `owner/slug` of a team as it is written, `@Owner/slug`; undefined: it is no team. */
export function teamIn(written: string): string | undefined {
  return /^@[^@/\s]+\/[^@/\s]+$/.test(written) ? written.slice(1).toLowerCase() : undefined
}
