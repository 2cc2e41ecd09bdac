import { fileURLToPath } from 'node:url'

/** A file of the repository, by its path from the root. */
export function repository(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url))
}

/** The command line of roster as it was built. */
export const roster: readonly string[] = [process.execPath, repository('bin/roster.js')]
