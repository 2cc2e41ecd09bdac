import { readFile, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { headText, parseHead } from './chain.ts'
import { errorCode, makeFolder, replaceFile } from './durable.ts'
import type { Head } from './ledger.ts'

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
