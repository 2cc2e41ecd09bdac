import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { namesIn } from './heads.ts'
import type { Head } from './ledger.ts'
import { endOf, firstSeq, linesOf, type RunFile, runFileNames } from './run-files.ts'

/** Where the run files of one tenant stand. */
export interface Shelf {
  /** In the order of the chain. */
  names(): Promise<readonly string[]>
  read(names: readonly string[]): Promise<readonly RunFile[]>
}

/** The run files of a folder. */
export function shelfIn(folder: string): Shelf {
  return {
    names: async () => runFileNames(await namesIn(folder)),
    async read(names) {
      const files: RunFile[] = []
      for (const name of names) files.push({ name, text: await readFile(join(folder, name), 'utf8') })
      return files
    },
  }
}

/** Everything on a shelf. */
export async function allOf(shelf: Shelf): Promise<readonly RunFile[]> {
  return shelf.read(await shelf.names())
}

/** Where the chain ends, and its highest lease number. Looks at the last files only: a chain of years is not read for its end. */
export async function endOfShelf(
  tenant: string,
  shelf: Shelf,
): Promise<{ readonly head: Head; readonly fence: number }> {
  const last: RunFile[] = []
  for (const name of (await shelf.names()).toReversed()) {
    const rival = last[0] !== undefined && firstSeq(last[0].name) === firstSeq(name)
    if (linesOf(last).lines.length > 0 && !rival) break
    last.unshift(...(await shelf.read([name])))
  }
  return endOf(tenant, last)
}
