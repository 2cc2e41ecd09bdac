import { ForgeFault } from '../../forge/forge.ts'
import { GitFailed, remotes } from '../../git/git.ts'
import { UsageError } from '../../model/fault.ts'
import { exit, exitOf } from '../../model/exit-code.ts'
import { count } from '../../report/count.ts'
import type { DriftOptions } from '../commands/drift.ts'
import { commitTree } from '../commit-tree.ts'
import { openForge } from '../loop/repository.ts'
import { progressOf } from '../progress.ts'
import { openRun } from '../run.ts'
import type { Session } from '../session.ts'
import { findRoot } from '../workspace.ts'
import { baseNamed, remote } from './branch.ts'
import type { Choice } from './choices.ts'
import type { Look } from './look.ts'
import { requestFor, type Desk, type Requested } from './request.ts'
import { exitOfUnlookable, isUnlookable, unlookableText, withLook, type Unlookable } from './tenants.ts'

/** `roster drift --pr`: a request for each tenant in which something drifted. Reads directories; writes branches of the remote alone. */
export async function driftRequests(session: Session, options: DriftOptions): Promise<number> {
  const root = findRoot(session.folder)
  const repository = { root, env: session.environment.forGit }
  const base = await baseOf(repository, options.base)
  const forge = await openForge(session, root, options)
  const progress = await progressOf(session)
  try {
    const { base: _, ...asked } = options
    const { run } = await openRun(session, asked, progress.tell)
    const tree = await commitTree(repository, base.tip)
    const there = (tree.list('tenants') ?? []).filter(({ kind }) => kind === 'folder').map(({ name }) => name)
    const told: (Requested | Unlookable)[] = []
    for (const tenant of there.filter((id) => run.tenants?.includes(id) ?? true))
      told.push(await withLook(run, tenant, (look) => requested(look, { forge, repository, base }), tree))
    progress.end()
    return tell(session, told)
  } finally {
    progress.end()
  }
}

/** Trouble with the forge or with git is one tenant's; the others go on. */
async function requested(look: Look, desk: Desk): Promise<Requested> {
  try {
    return await requestFor(look, desk)
  } catch (error) {
    if (!(error instanceof ForgeFault || error instanceof GitFailed)) throw error
    return { tenant: look.tenant, status: 'failed', why: error.message }
  }
}

async function baseOf(repository: Desk['repository'], named: string | undefined): Promise<Desk['base']> {
  // Outside of git there is none either.
  if (!(await remotes(repository).catch((): string[] => [])).includes(remote))
    throw new UsageError(
      `There is no remote ${remote} here, and requests are made there: git remote add ${remote} <address>`,
    )
  return baseNamed(repository, named)
}

function tell({ output, ink }: Session, told: readonly (Requested | Unlookable)[]): number {
  const exitCode = exitOf(told.map(exitCodeOf))
  output.result({
    document: () => ({ formatVersion: '1.0', kind: 'driftRequests', exitCode, tenants: told.map(documentOf) }),
    text: () =>
      told
        .map((each) =>
          isUnlookable(each)
            ? unlookableText(each, { ink })
            : `${ink.strong(each.tenant)}${ink.plain(`: ${inWords(each)}`)}\n`,
        )
        .join(''),
  })
  return exitCode
}

function exitCodeOf(found: Requested | Unlookable): number {
  if (isUnlookable(found)) return exitOfUnlookable(found)
  switch (found.status) {
    case 'quiet':
    case 'closed':
      return exit.done
    case 'held':
      return exit.stale
    case 'failed':
      return exit.unexpected
    case 'opened':
    case 'refreshed':
    case 'unchanged':
      return exit.changes
  }
}

function inWords(found: Requested): string {
  switch (found.status) {
    case 'quiet':
      return 'nothing drifted.'
    case 'closed':
      return `nothing drifts any more; request #${found.number} is closed.`
    case 'held':
    case 'failed':
      return found.why
    case 'opened':
    case 'refreshed':
    case 'unchanged':
      return `${count(found.choices.length, 'thing')} drifted (${waysIn(found.choices)}); request #${found.number} is ${found.status}.`
  }
}

function waysIn(choices: readonly Choice[]): string {
  const number = (way: Choice['way']): number => choices.filter((choice) => choice.way === way).length
  return `${number('accept')} to accept, ${number('revert')} to revert, ${number('leave')} to leave`
}

function documentOf(found: Requested | Unlookable): object {
  if (!('choices' in found)) return found
  const { choices, files, ...rest } = found
  return {
    ...rest,
    items: choices.map(({ item, way, until, cannot }) => ({
      address: item.address,
      summary: item.operation.summary,
      way,
      ...(way === 'leave' ? { until } : {}),
      ...(cannot === undefined ? {} : { cannot }),
    })),
    files: files.map(({ path }) => path),
  }
}
