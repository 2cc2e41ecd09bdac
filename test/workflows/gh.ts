import { execFileSync } from 'node:child_process'

/** The two things that gh is asked for: open a pull request from the branch that is checked out; numbers of a list. */
const [command, ...words] = process.argv.slice(2)
const { GITHUB_API_URL: api = '', GITHUB_REPOSITORY: repository = '', GH_TOKEN: token = '', HEAD: head } = process.env

async function ask(method: string, path: string, body?: object): Promise<unknown> {
  const text = body === undefined ? {} : { body: JSON.stringify(body) }
  const headers = { authorization: `token ${token}`, 'content-type': 'application/json' }
  const answer = await fetch(`${api}/${path}`, { method, headers, ...text })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

interface Listed {
  readonly number: number
  readonly head: { readonly sha: string }
}

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { encoding: 'utf8' }).trim()
}

if (command === 'pr' && words.join(' ') === 'create --fill') {
  const pull = { title: git('log', '-1', '--format=%s'), head: git('branch', '--show-current'), base: 'main' }
  console.log((await ask('POST', `repos/${repository}/pulls`, pull)) !== undefined)
} else if (command === 'api' && words[2] === '--jq' && words[3] === '.[] | select(.head.sha == env.HEAD) | .number') {
  const pulls = (await ask('GET', words[1] ?? '')) as readonly Listed[]
  for (const pull of pulls) if (pull.head.sha === head) console.log(pull.number)
} else {
  throw new Error(`this gh does not know: ${[command, ...words].join(' ')}`)
}
