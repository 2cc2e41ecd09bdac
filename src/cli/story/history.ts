import { GitFailed, run as git } from '../../git/git.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Makes the folder a git repository; false where git is not installed, and the story goes on without it. */
export async function beginHistory(folder: string, env: Environment): Promise<boolean> {
  try {
    await git({ root: folder, env }, { args: ['init', '--quiet', '--initial-branch=main'] })
    return true
  } catch (error) {
    if (error instanceof GitFailed) return false
    throw error
  }
}

/** Commits everything that roster.yaml's .gitignore lets through. */
export async function commit(folder: string, env: Environment, message: string): Promise<void> {
  await git({ root: folder, env }, { args: ['add', '--all'] })
  await git({ root: folder, env }, { args: ['commit', '--quiet', '--allow-empty', '--message', message] })
}

/** The uncommitted change, as git shows it. */
export async function diff(folder: string, env: Environment, colour: boolean): Promise<string> {
  const args = ['diff', '--no-ext-diff', '--unified=1', colour ? '--color=always' : '--color=never']
  return (await git({ root: folder, env }, { args })).toString('utf8')
}
