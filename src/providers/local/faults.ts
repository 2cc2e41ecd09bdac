import { DirectoryFault } from '../../model/fault.ts'

/** The file says something that the local directory never writes. */
export function unreadableLine(file: string, line: number, why: string): DirectoryFault {
  return new DirectoryFault(
    'protocol',
    `${file}:${line}: ${why}. Mend the line, or put the file back from a copy; nothing is read until then.`,
  )
}

/** The file is shorter than its own first line says. */
export function cutShort(file: string, expected: number, found: number): DirectoryFault {
  return new DirectoryFault(
    'incomplete',
    `${file}: the first line promises ${expected} lines and ${found} are there. The file was cut; put it back from a copy.`,
  )
}

/** A listing broke off before its end. */
export function brokenOff(file: string, kind: string, page: number): DirectoryFault {
  return new DirectoryFault(
    'incomplete',
    `${file}: the listing of kind ${kind} broke off at page ${page}. Nothing is concluded from a listing without its end; run again.`,
  )
}

/** The directory asks for patience. */
export function throttled(file: string, retryAfterMs: number): DirectoryFault {
  return new DirectoryFault('throttled', `${file}: too many calls; try again in ${retryAfterMs} ms.`, { retryAfterMs })
}

/** Another process writes this file. */
export function heldBy(file: string, pid: string): DirectoryFault {
  return new DirectoryFault(
    'refused',
    `${file} is being written by process ${pid}. Wait until it has ended; if no such process runs, remove ${file}.lock.`,
  )
}

/** The settings name a file outside the workspace. */
export function outsideWorkspace(file: string): DirectoryFault {
  return new DirectoryFault(
    'refused',
    `file: ${file} lies outside the workspace. Write a path below the folder of roster.yaml.`,
  )
}

/** The operating system refused: told apart by its code. */
export function fromSystem(file: string, error: unknown): DirectoryFault {
  if (error instanceof DirectoryFault) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new DirectoryFault('permission', `${file}: ${code}. Give the account that runs roster the right to it.`, {
      cause: error,
    })
  }
  if (code === 'ELOOP') {
    return new DirectoryFault('refused', `${file} is a symbolic link. Name the file itself.`, { cause: error })
  }
  return new DirectoryFault(
    'unreachable',
    `${file}: ${code}. See that the disk is there and has room, then run again.`,
    {
      cause: error,
    },
  )
}
