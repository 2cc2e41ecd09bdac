import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

import { fromSystem, heldBy } from './faults.ts'

/**
 * Takes the right to write a file; gives back how to let it go. A holder that no longer runs is passed over.
 * The reconciler's own lock comes before this one: it is what keeps two tools that know nothing of each other apart.
 */
export function hold(file: string): () => void {
  const lock = `${file}.lock`
  const own = `${lock}.${process.pid}`
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(own, String(process.pid))
    if (!links(own, lock)) {
      const holder = readHolder(lock)
      if (runs(holder)) throw heldBy(file, holder)
      // Moved away, never removed: of two that come at once only one finds it there.
      renameSync(lock, `${own}.gone`)
      rmSync(`${own}.gone`)
      if (!links(own, lock)) throw heldBy(file, readHolder(lock))
    }
  } catch (error) {
    throw fromSystem(file, error)
  } finally {
    rmSync(own, { force: true })
  }
  return () => rmSync(lock, { force: true })
}

function links(own: string, lock: string): boolean {
  try {
    linkSync(own, lock)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function readHolder(lock: string): string {
  return readFileSync(lock, 'utf8')
}

function runs(pid: string): boolean {
  try {
    process.kill(Number(pid), 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
