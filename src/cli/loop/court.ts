import { teamIn } from '../../approval/rights.ts'
import type { People, Terms } from '../../approval/terms.ts'
import type { Forge } from '../../forge/forge.ts'
import type { RequestFacts } from '../../model/forge.ts'

/** Asks the forge about everybody whose word may count: who approved something, and the teams that the terms name. */
export async function peopleOf(
  forge: Pick<Forge, 'mayWrite' | 'membersOf'>,
  requests: readonly RequestFacts[],
  terms: readonly Terms[],
): Promise<People> {
  const logins = new Set(
    requests.flatMap(({ reviews }) => reviews.filter(({ state }) => state === 'approved').map(({ by }) => by.login)),
  )
  const teams = new Set(terms.flatMap(teamsIn))
  const [writers, members] = await Promise.all([
    Promise.all([...logins].map(async (login) => [login, await forge.mayWrite(login)] as const)),
    Promise.all([...teams].map(async (team) => [team, await forge.membersOf(team)] as const)),
  ])
  const [mayWrite, inTeam] = [new Map(writers), new Map(members)]
  return { mayWrite: (login) => mayWrite.get(login) ?? false, members: (team) => inTeam.get(team) }
}

/** What is written like a team and cannot be one (`@org/..`) is asked about nowhere: nobody is in it. */
function teamsIn({ approvers = {}, codeowners = '' }: Terms): readonly string[] {
  const written = [...Object.values(approvers).flatMap(({ forge }) => forge), ...codeowners.split(/\s+/)]
  return written.flatMap((one) => teamIn(one) ?? []).filter((team) => /^[\w-]+\/[\w.-]*[\w-][\w.-]*$/.test(team))
}
