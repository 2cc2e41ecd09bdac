import { readFileSync } from 'node:fs'
import type { Forge } from '../../forge/forge.ts'
import type { PullRequest } from '../../model/forge.ts'
import { exit } from '../../model/exit-code.ts'
import { UsageError } from '../../model/fault.ts'
import type { Plan } from '../../model/plan.ts'
import { joined } from '../../reconciler/shards.ts'
import { failedComment, pendingComment } from '../../report/comment/without-plan.ts'
import { postPlan, printPlan } from '../loop/plan-comment.ts'
import { numberOf, openForge } from '../loop/repository.ts'
import { linked, runLink } from '../loop/run-link.ts'
import { replaceSticky, standing } from '../loop/sticky.ts'
import { readPlan } from '../saved-plan.ts'
import type { Session } from '../session.ts'
import { findRoot } from '../workspace.ts'

export interface CommentOptions {
  /** Files of one plan; several where its tenants were planned apart. */
  readonly plan?: readonly string[]
  readonly failed?: string
  readonly pending?: boolean
  readonly pull?: string
  readonly head?: string
  readonly repository?: string
  readonly record?: boolean
  /** `always`, `changes` or `costRises`. */
  readonly when?: string
  readonly check: boolean
  readonly print?: boolean
}

/** `roster comment`: puts a plan on its pull request, in one comment that is kept up to date. Writes to the forge, and with --record beside the ledger. */
export async function comment(session: Session, options: CommentOptions): Promise<number> {
  const root = findRoot(session.folder)
  onlyOne(options)
  checkHead(options)
  if (options.print === true) return print(session, root, options)
  const forge = await openForge(session, root, options)
  const pull = await forge.pull(numberOf('--pull', options.pull ?? ''))
  const head = options.head ?? pull.head.commit
  if (head !== pull.head.commit) {
    session.output.note(
      `#${pull.number} has moved on to ${pull.head.commit.slice(0, 12)}: what was made for ${head.slice(0, 12)} is not posted.\n`,
    )
    return exit.done
  }
  if (options.plan !== undefined) return postPlan(session, { root, forge, pull, options, plan: planIn(options.plan) })
  await withoutPlan(session, { forge, pull, options })
  return exit.done
}

interface Posting {
  readonly forge: Forge
  readonly pull: PullRequest
  readonly options: CommentOptions
}

/** There is no plan, or not yet: that is said, and never that nothing would change. */
async function withoutPlan(session: Session, { forge, pull, options }: Posting): Promise<void> {
  const { number } = pull
  const head = pull.head.commit
  if (options.failed === undefined) {
    const before = await standing(forge, number)
    // It is no older than what it strikes out, and gives way to any plan.
    const observedAt = before?.observedAt ?? '1970-01-01T00:00:00.000Z'
    await replaceSticky(forge, number, { body: pendingComment(before?.text, head), head, observedAt })
    return session.output.say(`#${number}: a plan is being made.\n`)
  }
  const link = runLink(session)
  const { body } = failedComment(textOf(options.failed), { head, ...linked(session) })
  await replaceSticky(forge, number, { body, head, observedAt: new Date().toISOString() })
  const check = { name: 'roster', commit: head, conclusion: 'failure', title: 'Plan failed', summary: body } as const
  if (options.check) await forge.check({ ...check, annotations: [], ...(link === undefined ? {} : { url: link }) })
  session.output.say(`#${number}: plan failed.\n`)
}

function print(session: Session, root: string, options: CommentOptions): number {
  if (options.plan !== undefined) return printPlan(session, root, planIn(options.plan), options.head)
  const head = options.head ?? ''
  const body =
    options.failed === undefined
      ? pendingComment(undefined, head)
      : failedComment(textOf(options.failed), { head }).body
  session.output.result({ document: () => ({ formatVersion: '1.0', kind: 'comment', body }), text: () => body })
  return exit.done
}

function planIn(files: readonly string[]): Plan {
  return joined(files.map(readPlan))
}

function onlyOne({ plan, failed, pending, pull, print: printed }: CommentOptions): void {
  const said = [plan, failed, pending].filter((one) => one !== undefined)
  if (said.length !== 1)
    throw new UsageError('What is to be said? Give one of --plan <file>, --failed <file> and --pending.')
  if (pull === undefined && printed !== true)
    throw new UsageError('On which pull request? Give --pull <number>; or --print to only look at the comment.')
}

/** What is kept counts for one head: by the time it is kept, another may be there. */
function checkHead({ head, record, print: printed }: CommentOptions): void {
  if (head !== undefined && !/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(head))
    throw new UsageError(`--head ${head} is not the whole id of a commit. git rev-parse <branch> prints it.`)
  if (record === true && head === undefined && printed !== true)
    throw new UsageError('Which head was the plan made for? Give --head <commit> with --record.')
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError(`${file} could not be read: ${code ?? String(error)}. Name a file with --failed.`)
  }
}
