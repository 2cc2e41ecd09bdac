import { createHash } from 'node:crypto'
import type { Group } from '@microsoft/microsoft-graph-types'
import type { Row } from './row.ts'

/** The name of a policy, and of the group and the location that are made with it. */
export function policyName(tenant: string, id: string): string {
  return `${namesBegin}${tenant} ${id}`
}

/** How the names of all policies of roster's begin. */
export const namesBegin = 'roster: '

/** How the mail nicknames of groups begin that roster makes for its policies. */
export const policyGroupsBegin = 'roster-ca-'

/** The name that the group of a policy keeps for good: its mail nickname, and its uniqueName. */
export function policyGroupName(policy: string): string {
  return `${policyGroupsBegin}${createHash('sha256').update(policy).digest('hex').slice(0, 24)}`
}

/** Why nobody declares this group; undefined: it belongs to no policy. */
export function policyGroupWhy({ mailNickname, displayName }: Row<Group>): string | undefined {
  if (!isPolicyGroup(mailNickname)) return undefined
  return `it holds the people under the Conditional Access policy ${String(displayName)}, which roster keeps`
}

/** Whether a mail nickname is that of a group that roster made for a policy. */
export function isPolicyGroup(nickname: unknown): boolean {
  return typeof nickname === 'string' && nickname.toLowerCase().startsWith(policyGroupsBegin)
}
