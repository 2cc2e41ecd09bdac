import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makeFolder, syncFolder } from './durable.ts'

/** The only hand on one growing file. */
export interface Appender {
  /** Durable when it resolves. Texts keep the order of the calls; calls in flight together share one sync. */
  append(text: string): Promise<void>
  /** Bytes that are durable. */
  size(): number
  /** Waits for what is in flight. Throws what broke the file, if something did. */
  close(): Promise<void>
}

interface Waiting {
  readonly text: string
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/**
 * Opens a new file at its first text. `mayWrite` is asked before and after each sync, and throws where the file is no
 * longer ours. After any failure nothing is taken any more: what the disk holds is then not what the caller thinks.
 */
export function appender(path: string, mayWrite: () => Promise<void>, wrap: (error: unknown) => unknown): Appender {
  let waiting: Waiting[] = []
  let busy = false
  let idle = Promise.resolve()
  let file: FileHandle | undefined
  let durable = 0
  let broken: { readonly error: unknown } | undefined

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      const refused = await attempt(mayWrite)
      // Taken only now: those who called while we asked share this sync.
      const group = waiting
      waiting = []
      broken ??= refused ?? (await attempt(() => write(group.map((one) => one.text).join(''))))
      broken ??= await attempt(mayWrite)
      for (const one of group) {
        if (broken === undefined) one.resolve()
        else one.reject(broken.error)
      }
      if (broken !== undefined) await shut()
    }
    busy = false
  }

  async function write(text: string): Promise<void> {
    try {
      file ??= await create(path)
      await file.appendFile(text)
      await file.datasync()
      durable += Buffer.byteLength(text)
    } catch (error) {
      // What was not promised is taken back where the disk still lets us; a half line left behind does no harm.
      await file?.truncate(durable).catch(() => undefined)
      throw wrap(error)
    }
  }

  async function shut(): Promise<void> {
    const open = file
    file = undefined
    await open?.close()
  }

  return {
    append(text) {
      const promise = new Promise<void>((resolve, reject) => waiting.push({ text, resolve, reject }))
      if (!busy) {
        busy = true
        idle = flush()
      }
      return promise
    },
    size: () => durable,
    async close() {
      await idle
      await shut()
      if (broken !== undefined) throw broken.error
      broken = { error: new Error(`${path} is closed`) }
    },
  }
}

async function attempt(work: () => Promise<void>): Promise<{ readonly error: unknown } | undefined> {
  try {
    await work()
  } catch (error) {
    return { error }
  }
}

async function create(path: string): Promise<FileHandle> {
  await makeFolder(dirname(path))
  const file = await open(path, 'ax')
  await syncFolder(dirname(path))
  return file
}
