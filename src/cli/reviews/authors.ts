import { run, type ObjectId, type Repository } from '../../git/git.ts'
import { UsageError } from '../../model/fault.ts'

/** The commit that a line of a file comes from, and the address that its author gave. */
export interface LineAuthor {
  readonly commit: ObjectId
  readonly email: string
}

/**
 * Who wrote each line of a file in a commit: line, from 1 -> author. Neither a list of commits to pass over nor a map of names, which
 * anybody could put into the repository, has a say. Throws UsageError where a part of the history is missing.
 */
export async function authorsIn(
  repository: Repository,
  commit: ObjectId,
  path: string,
): Promise<ReadonlyMap<number, LineAuthor>> {
  const args = ['blame', '--porcelain', '--ignore-revs-file=', commit, '--', path]
  const settings = [{ key: 'blame.ignoreRevsFile', value: '' }]
  const text = (await run(repository, { args, settings })).toString('utf8')
  const commits = new Map<number, ObjectId>()
  for (const line of text.split('\n')) {
    const found = /^([0-9a-f]{40}|[0-9a-f]{64}) \d+ (\d+)/.exec(line)
    if (found?.[1] !== undefined) commits.set(Number(found[2]), found[1])
  }
  const emails = await emailsOf(repository, [...new Set(commits.values())])
  return new Map([...commits].map(([line, id]) => [line, { commit: id, email: emails.get(id) ?? '' }]))
}

/** A clone without its history would take the oldest commit it has for the author of everything. */
export async function refuseShallow(repository: Repository): Promise<void> {
  const answer = await run(repository, { args: ['rev-parse', '--is-shallow-repository'] })
  if (answer.toString('utf8').trim() === 'false') return
  throw new UsageError(
    'This clone has only a part of the history, so nobody can tell who wrote what. Fetch all of it: git fetch --unshallow (in a workflow: fetch-depth: 0).',
  )
}

/** As the commit has it: `%ae` is not looked up in a .mailmap. */
async function emailsOf(repository: Repository, commits: readonly ObjectId[]): Promise<ReadonlyMap<ObjectId, string>> {
  if (commits.length === 0) return new Map()
  const args = ['log', '--no-walk', '--format=%H %ae', '--end-of-options', ...commits]
  const lines = (await run(repository, { args })).toString('utf8').split('\n')
  return new Map(
    lines.flatMap((line) => (line === '' ? [] : [[line.split(' ')[0] ?? '', line.slice(line.indexOf(' ') + 1)]])),
  )
}
