import type { Forge, Issue } from '../forge.ts'
import type { Connection } from './connection.ts'
import type { Me } from './people.ts'
import { accountOf, issueOf } from './translate.ts'
import type { WireIssue } from './wire.ts'

const here = '/repos/{owner}/{repo}'

/** What a forge does with issues. */
export function issuesOf(connection: Connection, me: Me): Pick<Forge, 'issues' | 'openIssue' | 'editIssue'> {
  const { ask, list, make } = connection
  const withLabel = async (label: string | undefined): Promise<readonly WireIssue[]> => {
    const asked = { state: 'all', ...(label === undefined ? {} : { labels: label }) }
    const found = (await list('read the issues', `GET ${here}/issues`, asked)) as readonly WireIssue[]
    return found.filter((issue) => issue.pull_request === undefined)
  }
  return {
    issues: async (label) => (await withLabel(label)).map(issueOf),
    openIssue: async ({ title, body, labels }): Promise<Issue> => {
      const sent = { title, body, labels }
      const made = await make('open an issue', `POST ${here}/issues`, sent, async () => {
        const { login } = await me()
        const ours = (issue: WireIssue): boolean => accountOf(issue.user).login === login && issue.state === 'open'
        return (await withLabel(labels[0])).find((issue) => ours(issue) && issue.title === title && issue.body === body)
      })
      return issueOf(made as WireIssue)
    },
    editIssue: async (number, change) => {
      await ask(`change issue #${number}`, `PATCH ${here}/issues/{issue_number}`, { issue_number: number, ...change })
    },
  }
}
