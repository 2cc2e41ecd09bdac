import { randomBytes } from 'node:crypto'
import { link, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Makes a folder and those above it, so that they are still there after a power cut. */
export async function makeFolder(path: string, mode = 0o777): Promise<void> {
  const outermost = await mkdir(path, { recursive: true, mode })
  if (outermost === undefined) return
  for (let made = path; made.length >= outermost.length; made = dirname(made)) await syncFolder(dirname(made))
}

/** Makes the names in a folder durable (fsync of a file does not). */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Replaces a file whole: whoever reads it sees the old or the new text, also after a power cut. */
export async function replaceFile(path: string, content: string | Uint8Array, mode = 0o666): Promise<void> {
  await throughDraft(path, content, mode, async (draft) => {
    await rename(draft, path)
  })
  await syncFolder(dirname(path))
}

/** Creates a file whole; false where one of that name is there already. */
export async function createFile(path: string, content: string): Promise<boolean> {
  return throughDraft(path, content, 0o666, async (draft) => {
    try {
      await link(draft, path)
      return true
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return false
      throw error
    }
  })
}

/** The code of a failed system call (`ENOENT`); undefined for other errors. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

async function throughDraft<T>(
  path: string,
  content: string | Uint8Array,
  mode: number,
  publish: (draft: string) => Promise<T>,
): Promise<T> {
  const draft = join(dirname(path), `.draft-${randomBytes(8).toString('hex')}`)
  try {
    const file = await open(draft, 'wx', mode)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    return await publish(draft)
  } finally {
    await rm(draft, { force: true })
  }
}
