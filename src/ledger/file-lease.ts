import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createFile, errorCode, makeFolder, replaceFile } from './durable.ts'
import type { Holder, LeaseBook } from './lease.ts'

/**
 * Leases as files named by their number, in one folder. The highest number is never removed, so it always says who holds:
 * whoever creates a number below it, or writes such a one anew, has lost and sees it.
 */
export function fileLeases(folder: string): LeaseBook {
  const seen: { changed: bigint; holder: Holder | undefined } = { changed: -1n, holder: undefined }
  return {
    trustMs: 0,
    async latest() {
      const changed = await lastChange(folder)
      if (changed !== undefined && changed === seen.changed) return seen.holder
      const holder = await read(folder, await highest(folder))
      seen.holder = holder
      seen.changed = changed !== undefined && isSettled(changed) ? changed : -1n
      return holder
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

/** When a name in the folder last came or went, in nanoseconds: a check that finds it unchanged needs to read nothing. */
async function lastChange(folder: string): Promise<bigint | undefined> {
  try {
    return (await stat(folder, { bigint: true })).mtimeNs
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** The clock of a file system ticks every few milliseconds: two changes within one tick look the same. */
function isSettled(changed: bigint): boolean {
  return BigInt(Date.now()) * 1_000_000n - changed > 100_000_000n
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
