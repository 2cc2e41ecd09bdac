import type { ForgeAccount } from '../../model/forge.ts'
import { type Forge, ForgeFault } from '../forge.ts'
import type { Connection } from './connection.ts'
import { accountOf } from './translate.ts'
import type { WireAccount } from './wire.ts'

/** Who we are. */
export type Me = () => Promise<ForgeAccount>

const workflowLogin = 'github-actions[bot]'

/** What a forge knows of people. `login`: who we are where the token cannot say so. */
export function peopleOf(connection: Connection, login?: string): Pick<Forge, 'me' | 'membersOf' | 'mayWrite'> {
  return {
    me: once(() => whoWeAre(connection, login)),
    membersOf: (team) => members(connection, team),
    mayWrite: (who) => mayWrite(connection, who),
  }
}

/** What failed is asked again. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined
  return () => {
    asked ??= ask().catch((cause: unknown) => {
      asked = undefined
      throw cause
    })
    return asked
  }
}

/** The token of a workflow or an app is nobody's, and may not ask who it is. */
async function whoWeAre(connection: Connection, login: string = workflowLogin): Promise<ForgeAccount> {
  try {
    return accountOf((await connection.ask('ask who the token is of', 'GET /user')) as WireAccount)
  } catch (fault) {
    if (fault instanceof ForgeFault && fault.status === 403) return accountOf({ login })
    throw fault
  }
}

async function members(connection: Connection, team: string): Promise<ReadonlySet<string> | undefined> {
  const [org = '', slug = ''] = team.replace(/^@/, '').split('/')
  try {
    const found = await connection.list(`read who is in ${team}`, 'GET /orgs/{org}/teams/{team_slug}/members', {
      org,
      team_slug: slug,
    })
    return new Set((found as readonly WireAccount[]).map((account) => accountOf(account).login))
  } catch (fault) {
    if (fault instanceof ForgeFault && (fault.status === 404 || fault.status === 403)) return undefined
    throw fault
  }
}

async function mayWrite(connection: Connection, login: string): Promise<boolean> {
  const route = 'GET /repos/{owner}/{repo}/collaborators/{username}/permission'
  try {
    const { permission } = (await connection.ask(`ask what ${login} may do`, route, { username: login })) as {
      readonly permission: string
    }
    return permission === 'admin' || permission === 'write'
  } catch (fault) {
    if (fault instanceof ForgeFault && fault.status === 404) return false
    throw fault
  }
}
