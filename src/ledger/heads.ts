import { readFile, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseHead } from './chain.ts'
import { errorCode, makeFolder, replaceFile } from './durable.ts'
import type { ChainedEntry } from '../model/entry.ts'
import type { Head } from './ledger.ts'
import { headText, LedgerBroken } from './ledger.ts'

/** Keeps where a tenant's chain stood at the end of the last run on this machine. */
export async function keepHead(root: string, tenant: string, head: Head): Promise<void> {
  const path = headFile(root, tenant)
  await makeFolder(dirname(path))
  await replaceFile(path, `${headText(head)}\n`)
}

/** The kept head; the text that stands there instead where it is not one; undefined where none was kept. */
export async function keptHead(root: string, tenant: string): Promise<Head | string | undefined> {
  try {
    const text = await readFile(headFile(root, tenant), 'utf8')
    return parseHead(text) ?? text
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Refuses a chain that does not hold the head of the last run on this machine: its tail was cut, or it is another chain.
 * `isOlder` is asked for a head from before the first of the entries.
 */
export async function holdingHead(
  root: string,
  tenant: string,
  entries: readonly ChainedEntry[],
  isOlder: (head: Head) => Promise<boolean> = () => Promise.resolve(false),
): Promise<readonly ChainedEntry[]> {
  const kept = await keptHead(root, tenant)
  if (kept === undefined) return entries
  const first = entries[0]?.seq ?? 1
  if (typeof kept !== 'string') {
    if (entries[kept.seq - first]?.hash === kept.hash) return entries
    if (kept.seq < first && (await isOlder(kept))) return entries
  }
  throw new LedgerBroken(
    `the ledger of ${tenant} does not hold the head that the last run on this machine left in .roster/heads/${tenant}: entries were cut off or replaced. ` +
      `Bring the ledger back (roster ledger verify --tenant ${tenant} says what is missing); nothing is planned without it.`,
  )
}

/** Names in a folder; none where the folder is not there. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}

/** Tenants with a kept head: a chain that was removed whole is missed by them. */
export function tenantsWithHead(root: string): Promise<string[]> {
  return namesIn(join(root, '.roster', 'heads'))
}

function headFile(root: string, tenant: string): string {
  return join(root, '.roster', 'heads', tenant)
}
