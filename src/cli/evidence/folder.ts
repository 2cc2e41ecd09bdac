import { lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { manifestName, type PackFile } from '../../evidence/manifest.ts'
import type { PackFolder } from '../../evidence/verify.ts'
import { UsageError } from '../../model/fault.ts'

/** Refuses a folder with anything in it: two packs in one prove nothing. */
export function checkEmpty(folder: string): void {
  const entries = namesIn(folder)
  if (entries === undefined || entries.length === 0) return
  const what = entries.includes(manifestName) ? 'has a pack in it already' : 'is not empty'
  throw new UsageError(`${folder} ${what}. Name another folder with --out, or remove this one.`)
}

/** Writes the files of a pack, the manifest last: a pack that was cut off has none. */
export function writePack(folder: string, files: readonly Pick<PackFile, 'name' | 'text'>[]): void {
  for (const { name, text } of files) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text, { flag: 'wx' })
  }
}

/** Everything in a folder, by its path there. Links are not followed. */
export function readFolder(folder: string): PackFolder {
  const files = new Map<string, Buffer | undefined>()
  const walk = (below: string): void => {
    for (const name of (namesIn(join(folder, below)) ?? []).toSorted()) {
      const path = below === '' ? name : `${below}/${name}`
      const found = lstatSync(join(folder, path))
      if (found.isDirectory()) walk(path)
      else files.set(path, found.isFile() ? readFileSync(join(folder, path)) : undefined)
    }
  }
  if (namesIn(folder) === undefined) throw new UsageError(`There is no folder ${folder}. Name the folder of a pack.`)
  walk('')
  return files
}

function namesIn(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    if (code === 'ENOTDIR') throw new UsageError(`${folder} is a file. Name a folder.`)
    throw error
  }
}
