import { createHash } from 'node:crypto'
import { join } from 'node:path'

/** The folder for what is read of the directories of one workspace: outside the repository, and apart from all other workspaces. */
export function cacheFolder(cacheHome: string, root: string): string {
  return join(cacheHome, 'roster', createHash('sha256').update(root).digest('hex'))
}
