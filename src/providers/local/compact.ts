import { open, rename } from 'node:fs/promises'

import { syncFolderOf } from './appender.ts'
import { fromSystem } from './faults.ts'
import type { Log } from './log.ts'
import type { ObjectRecord } from './records.ts'

/** Does it pay to write the file anew? When more than half of it is history. A file that tells faults is left as it is. */
export function pays(log: Log): boolean {
  return log.header.faults === undefined && log.lines > 2 * log.tree.size + 100
}

/** Writes the file anew: an object a line, sorted; the old file stands until the new one is whole and on the disk. */
export async function compact(log: Log): Promise<void> {
  const records = [...log.tree.all()].toSorted(inOrder)
  const header = { ...log.header, lines: records.length }
  const lines = [header, ...records.map((record) => settled(record, log))].map((line) => `${JSON.stringify(line)}\n`)
  const fresh = `${log.file}.new`
  try {
    const handle = await open(fresh, 'w', 0o600)
    await handle.writeFile(lines.join(''))
    await handle.sync()
    await handle.close()
    await rename(fresh, log.file)
    await syncFolderOf(log.file)
  } catch (error) {
    throw fromSystem(log.file, error)
  }
}

function settled(record: ObjectRecord, log: Log): ObjectRecord {
  const references = log.tree.references(record)
  return record.kind === 'group'
    ? { ...record, references, members: log.tree.members(record.id).toSorted() }
    : { ...record, references }
}

function inOrder(a: ObjectRecord, b: ObjectRecord): number {
  return compare(a.kind, b.kind) || compare(a.container, b.container) || compare(nameOf(a), nameOf(b))
}

function nameOf(record: ObjectRecord): string {
  if (record.kind === 'organizationalUnit') return record.id
  return record.kind === 'user' ? record.username : record.name
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
