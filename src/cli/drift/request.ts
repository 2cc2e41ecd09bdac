import type { Forge } from '../../forge/forge.ts'
import type { Repository } from '../../git/git.ts'
import type { PullRequest } from '../../model/forge.ts'
import type { FileChange } from '../../adoption/result.ts'
import { boxesIn, type Boxes } from './boxes.ts'
import { driftBody, driftTitle, mostShown, type DriftStory } from './body.ts'
import { type Base, driftBranch, propose } from './branch.ts'
import { choose, type Choice } from './choices.ts'
import { itemsOf } from './items.ts'
import type { Look } from './look.ts'

/** Where requests are made. */
export interface Desk {
  readonly forge: Forge
  readonly repository: Repository
  readonly base: Base
}

/** What became of a tenant's drift. */
export type Requested =
  | { readonly tenant: string; readonly status: 'quiet' }
  | { readonly tenant: string; readonly status: 'closed'; readonly number: number }
  | { readonly tenant: string; readonly status: 'held' | 'failed'; readonly why: string }
  | {
      readonly tenant: string
      readonly status: 'opened' | 'refreshed' | 'unchanged'
      readonly number: number
      readonly choices: readonly Choice[]
      readonly files: readonly FileChange[]
    }

/** One request for what drifted in a tenant: opened, brought up to date in place, or closed when nothing is left. */
export async function requestFor(look: Look, desk: Desk): Promise<Requested> {
  const { forge } = desk
  const { tenant } = look
  const open = await forge.openFrom(driftBranch(tenant))
  const stranger = open === undefined ? undefined : await strangerOf(forge, open)
  if (stranger !== undefined) return { tenant, status: 'held', why: stranger }
  if (itemsOf(look).length === 0) return closed(look, forge, open)
  const before = open === undefined ? '' : await forge.bodyOf(open.number)
  const { story, body, files } = await told(look, boxesIn(before, tenant))
  const proposed = await propose(desk.repository, {
    branch: driftBranch(tenant),
    base: desk.base,
    files,
    message: driftTitle(story),
  })
  if (typeof proposed === 'object') return { tenant, status: 'held', why: proposed.held }
  const made = { tenant, choices: story.choices, files }
  const title = driftTitle(story)
  if (open === undefined) {
    const { number } = await forge.openPull({ title, body, head: driftBranch(tenant), base: desk.base.name })
    return { ...made, status: 'opened', number }
  }
  const isSame = sameText(body, before)
  if (!isSame) await forge.editPull(open.number, { title, body })
  return { ...made, status: isSame && proposed === 'same' ? 'unchanged' : 'refreshed', number: open.number }
}

/** What is not shown is not edited: where less fits than was thought, it is decided again. */
async function told(
  look: Look,
  boxes: Boxes,
): Promise<{ readonly story: DriftStory; readonly body: string; readonly files: readonly FileChange[] }> {
  let most = mostShown
  for (;;) {
    const { choices, files } = await choose(look, boxes, most)
    const { tenant, seen, desired } = look
    const story = { tenant, zone: desired.timezone, seen, choices, files: files.map(({ path }) => path) }
    const { body, shown } = driftBody(story)
    if (shown >= Math.min(most, choices.length)) return { story, body, files }
    most = shown
  }
}

/** Whose request it is, where it is not ours: nothing of it is touched, and no box of it counts. */
async function strangerOf(forge: Forge, open: PullRequest): Promise<string | undefined> {
  const me = await forge.me()
  if (open.author.login === me.login) return undefined
  return `request #${open.number} from ${open.head.ref} was opened by ${open.author.login}: merge or close it, and the next run opens one`
}

async function closed({ tenant }: Look, forge: Forge, open: PullRequest | undefined): Promise<Requested> {
  if (open === undefined) return { tenant, status: 'quiet' }
  await forge.comment(open.number, 'Nothing drifts any more: everything is as roster left it. Closed.')
  await forge.editPull(open.number, { state: 'closed' })
  return { tenant, status: 'closed', number: open.number }
}

/** Forges change the ends of lines. */
function sameText(a: string, b: string): boolean {
  const tidy = (text: string): string => text.replaceAll('\r\n', '\n').trimEnd()
  return tidy(a) === tidy(b)
}
