import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Writes a file of the workspace. */
export function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

/** Puts one text in the place of another, where it stands first. */
export function edit(folder: string, path: string, before: string, after: string): void {
  const text = readFileSync(join(folder, path), 'utf8')
  if (!text.includes(before)) throw new Error(`${path} does not hold ${JSON.stringify(before)}`)
  write(folder, path, text.replace(before, after))
}

/** Adds to the end of a file. */
export function append(folder: string, path: string, text: string): void {
  write(folder, path, readFileSync(join(folder, path), 'utf8') + text)
}
