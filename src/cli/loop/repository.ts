import { run } from '../../git/git.ts'
import type { Forge } from '../../forge/forge.ts'
import { UsageError } from '../../model/fault.ts'
import type { Session } from '../session.ts'

/** What every command that talks to the forge takes. */
export interface ForgeOptions {
  readonly repository?: string
}

/** Opens the repository on the forge. Throws UsageError where nobody says which one, or with which token. */
export async function openForge(session: Session, root: string, { repository }: ForgeOptions): Promise<Forge> {
  const { api, token, login } = session.environment.forge
  const named = repository ?? session.environment.forge.repository ?? (await originOf(session, root))
  if (named === undefined)
    throw new UsageError('Which repository on the forge? Give --repository <owner/name>, or set GITHUB_REPOSITORY.')
  if (!/^[\w.-]+\/[\w.-]+$/.test(named))
    throw new UsageError(
      `${named} is not the name of a repository. Write owner/name, with --repository or GITHUB_REPOSITORY.`,
    )
  if (!/^https?:\/\/[^\s/]/.test(api) || !URL.canParse(api))
    throw new UsageError(`GITHUB_API_URL is ${api}, which is no address. Write it as https://api.github.com.`)
  if (token === undefined)
    throw new UsageError(`There is no token for ${named}. Set GITHUB_TOKEN (or GH_TOKEN) to one that may do this.`)
  const { openGithub } = await import('../../forge/github.ts')
  return openGithub({ api, token, repository: named, ...(login === undefined ? {} : { login }) })
}

/** `owner/name` out of the address of the remote. */
export async function originOf({ environment }: Session, root: string): Promise<string | undefined> {
  const call = { args: ['config', '--get', 'remote.origin.url'] }
  const address = await run({ root, env: environment.forGit }, call).catch(() => undefined)
  return /[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?\s*$/.exec(address?.toString('utf8') ?? '')?.[1]
}

/** A number that names a request or an issue. Throws UsageError. */
export function numberOf(option: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new UsageError(`${option} ${text} is not the number of a pull request. Write it without #.`)
}
