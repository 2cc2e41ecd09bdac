import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createFile, errorCode, makeFolder, replaceFile } from './durable.ts'
import type { Holder, LeaseBook } from './lease.ts'

/**
 * Leases as files named by their number, in one folder. The highest number is never removed, so it always says who holds:
 * whoever creates a number below it, or writes such a one anew, has lost and sees it.
 */
export function fileLeases(folder: string): LeaseBook {
  return {
    trustMs: 0,
    async latest() {
      return read(folder, await highest(folder))
    },
    async claim(holder) {
      await makeFolder(folder)
      const path = join(folder, String(holder.fence))
      if (!(await createFile(path, text(holder)))) return false
      if ((await highest(folder)) !== holder.fence) {
        await rm(path, { force: true })
        return false
      }
      await forgetBelow(folder, holder.fence)
      return true
    },
    async rewrite(holder) {
      if ((await highest(folder)) !== holder.fence) return false
      await replaceFile(join(folder, String(holder.fence)), text(holder))
      return (await highest(folder)) === holder.fence
    },
  }
}

async function numbers(folder: string): Promise<number[]> {
  try {
    return (await readdir(folder)).filter((name) => /^[1-9][0-9]*$/.test(name)).map(Number)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}

async function highest(folder: string): Promise<number> {
  return Math.max(0, ...(await numbers(folder)))
}

async function forgetBelow(folder: string, fence: number): Promise<void> {
  for (const number of await numbers(folder))
    if (number < fence) await rm(join(folder, String(number)), { force: true })
}

async function read(folder: string, number: number): Promise<Holder | undefined> {
  if (number === 0) return undefined
  try {
    return JSON.parse(await readFile(join(folder, String(number)), 'utf8')) as Holder
  } catch (error) {
    // Removed since it was listed: only a number that was not the highest is, so there is a newer one to read.
    if (errorCode(error) === 'ENOENT') return read(folder, await highest(folder))
    throw new Error(`the lock ${join(folder, String(number))} cannot be read: remove it when no roster is running`, {
      cause: error,
    })
  }
}

function text(holder: Holder): string {
  return `${JSON.stringify(holder)}\n`
}
