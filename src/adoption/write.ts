import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { UsageError } from '../model/fault.ts'
import type { FileChange } from './result.ts'

/** Writes all files or none: first beside their places, then, when all are safe on the disk, into them at once. */
export function writeAll(root: string, changes: readonly FileChange[]): void {
  const drafts: { readonly path: string; readonly draft: string; readonly change: FileChange }[] = []
  const done: { readonly path: string; readonly change: FileChange }[] = []
  try {
    for (const change of changes) {
      const path = join(root, change.path)
      const draft = join(dirname(path), `.${randomBytes(6).toString('hex')}.draft`)
      drafts.push({ path, draft, change })
      writeDurably(draft, change.text, modeOf(path))
    }
    for (const { path, change } of drafts) refuseIfMoved(path, change)
    for (const { path, draft, change } of drafts) {
      renameSync(draft, path)
      done.push({ path, change })
    }
  } catch (error) {
    for (const { path, change } of done) takeBack(path, change)
    throw error
  } finally {
    for (const { draft } of drafts) rmSync(draft, { force: true })
  }
  for (const folder of new Set(drafts.map(({ path }) => dirname(path)))) syncFolder(folder)
}

function modeOf(path: string): number {
  return (statSync(path, { throwIfNoEntry: false })?.mode ?? 0o644) & 0o777
}

function writeDurably(path: string, text: string, mode: number): void {
  const file = openSync(path, 'wx', mode)
  try {
    writeFileSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Somebody's own edit between the reading and the writing is not written over. */
function refuseIfMoved(path: string, { path: shown, before }: FileChange): void {
  const now = textAt(path)
  if (now === before) return
  throw new UsageError(`Nothing was written: ${shown} was changed by somebody else meanwhile. Run the command again.`)
}

function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    // A folder in its place has no text; that it cannot be replaced is told by the attempt.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR'))
      return undefined
    throw error
  }
}

function takeBack(path: string, { before }: FileChange): void {
  if (before === undefined) rmSync(path, { force: true })
  else {
    const draft = join(dirname(path), `.${randomBytes(6).toString('hex')}.draft`)
    writeDurably(draft, before, modeOf(path))
    renameSync(draft, path)
  }
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
