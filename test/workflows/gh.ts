import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** What gh is asked for: open a pull request from the branch that is checked out; numbers of a list; the newest run. */
const [command, ...words] = process.argv.slice(2)
const {
  GITHUB_API_URL: api = '',
  GITHUB_REPOSITORY: repository = '',
  GH_TOKEN: token = '',
  HEAD: head,
  HEAD_BRANCH: branch,
} = process.env

async function ask(method: string, path: string, body?: object): Promise<unknown> {
  const text = body === undefined ? {} : { body: JSON.stringify(body) }
  const headers = { authorization: `token ${token}`, 'content-type': 'application/json' }
  const answer = await fetch(`${api}/${path}`, { method, headers, ...text })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

interface Listed {
  readonly number: number
  readonly head: { readonly sha: string; readonly ref: string }
}

interface Run {
  readonly id: number
  readonly name: string
  readonly head_branch: string
  readonly head_repository: { readonly full_name: string }
}

/** The id of the newest run that a query lists, of those that the workflow means. */
function newestRun(query: URLSearchParams): number | undefined {
  const listed = JSON.parse(readFileSync(process.env['RUNS'] ?? '', 'utf8')) as readonly Run[]
  const asked = ['head_sha', 'event', 'status'] as const
  const found = listed.filter((run) =>
    asked.every((key) => (run as unknown as Record<string, string>)[key] === query.get(key)),
  )
  const ours = found.filter(({ head_repository }) => head_repository.full_name === repository)
  return ours.findLast((run) => run.name === process.env['PLANS'] && run.head_branch === branch)?.id
}

const ofPulls = '.[] | select(.head.sha == env.HEAD and .head.ref == env.HEAD_BRANCH) | .number'
const ofRuns =
  '[.workflow_runs[] | select(.name == env.PLANS and .head_repository.full_name == env.GITHUB_REPOSITORY and .head_branch == env.HEAD_BRANCH) | .id] | max // empty'

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { encoding: 'utf8' }).trim()
}

if (command === 'pr' && words.join(' ') === 'create --fill') {
  const pull = { title: git('log', '-1', '--format=%s'), head: git('branch', '--show-current'), base: 'main' }
  console.log((await ask('POST', `repos/${repository}/pulls`, pull)) !== undefined)
} else if (command === 'api' && words[2] === '--jq' && words[3] === ofPulls) {
  const pulls = (await ask('GET', words[1] ?? '')) as readonly Listed[]
  for (const pull of pulls) if (pull.head.sha === head && pull.head.ref === branch) console.log(pull.number)
} else if (command === 'api' && words[1] === '--jq' && words[2] === ofRuns) {
  const address = new URL(words[0] ?? '', 'http://forge.example')
  if (address.pathname !== `/repos/${repository}/actions/runs`) throw new Error(`no runs at ${address.pathname}`)
  console.log(newestRun(address.searchParams) ?? '')
} else {
  throw new Error(`this gh does not know: ${[command, ...words].join(' ')}`)
}
