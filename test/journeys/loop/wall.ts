import type { Stage } from '../../forge/stage.ts'

interface Posted {
  readonly id: number
  readonly body: string
  readonly user: { readonly login: string }
}

interface OpenedIssue {
  readonly number: number
  readonly title: string
  readonly body: string
  readonly state: string
  readonly pull_request?: object
}

/** Every comment on a request, as somebody sees them. */
export async function commentsOf(stage: Stage, number: number): Promise<readonly Posted[]> {
  const { body } = await stage.as('ana').ask('GET', `/repos/${stage.repository}/issues/${number}/comments?per_page=100`)
  return body as readonly Posted[]
}

/** The comment of ours; one, or the test is wrong. */
export async function stickyOf(stage: Stage, number: number): Promise<Posted> {
  const ours = (await commentsOf(stage, number)).filter(({ user }) => user.login === 'github-actions[bot]')
  const [only, ...others] = ours
  if (only === undefined || others.length > 0) throw new Error(`${ours.length} comments of ours on #${number}`)
  return only
}

/** Issues that are no requests. */
export async function issuesOf(stage: Stage): Promise<readonly OpenedIssue[]> {
  const { body } = await stage.as('ana').ask('GET', `/repos/${stage.repository}/issues?state=all&per_page=100`)
  return (body as readonly OpenedIssue[]).filter((one) => one.pull_request === undefined)
}

interface OpenPull {
  readonly number: number
  readonly body: string
  readonly head: { readonly sha: string; readonly ref: string }
}

/** The open request of a branch. */
export async function openPullFrom(stage: Stage, branch: string): Promise<OpenPull> {
  const { body } = await stage.as('ana').ask('GET', `/repos/${stage.repository}/pulls?state=open&per_page=100`)
  const found = (body as readonly OpenPull[]).find(({ head }) => head.ref === branch)
  if (found === undefined) throw new Error(`no request of ${branch} is open`)
  return found
}

/** A text without what differs from run to run: digests, commits, moments, ids. */
export function shape(text: string): string {
  return text
    .replaceAll(/sha256(:|&#58;)[0-9a-f]{64}/g, 'sha256$1<digest>')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')
    .replaceAll(/\b\d+&#58;[0-9a-f]{64}\b/g, '<head>')
    .replaceAll(/\b[0-9a-f]{40}\b/g, '<commit>')
    .replaceAll(/\b(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{7,16}\b/g, '<commit>')
    .replaceAll(/<code>\d{12}<\/code>/g, '<code><commit></code>')
    .replaceAll(/\b20\d\d-\d\d-\d\d\b(?!T)/g, '<date>')
    .replaceAll(/(127&#46;0&#46;0&#46;1&#58;)\d+/g, '$1<port>')
    .replaceAll(/\d{4}-\d{2}-\d{2}T[\d:.]+Z?/g, '<moment>')
    .replaceAll(/\d{1,2} \w+ \d{4}(,? (?:at )?\d{1,2}:\d{2}(?::\d{2})?)?/g, '<day>')
    .replaceAll(/\b\d{1,2}(:|&#58;)\d{2}\b/g, '<time>')
    .replaceAll(/ou=stage\d+/g, 'ou=stage')
    .replaceAll(/actions\/runs\/\d+/g, 'actions/runs/<run>')
}
