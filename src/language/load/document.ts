import { isAscii, isUtf8 } from 'node:buffer'
import type { Diagnostic } from '../../model/diagnostic.ts'
import { idMistake } from './ids.ts'
import { diagnostic, fileDiagnostic } from './mistakes.ts'
import type { Parsed } from './parse.ts'
import { largestFile, parse, tooLarge } from './parse.ts'
import { Lines } from './place.ts'
import type { Tree } from './tree.ts'

/** A file as it was read: its text, for `locate`, and what it says. */
export interface Document extends Parsed {
  /** '' where the file could not be read as text. */
  readonly text: string
}

/** Which file to read. In the form `map` the keys at its top are ids, and are checked as such. */
export interface DocumentFile {
  readonly path: string
  readonly form: 'map' | 'one' | 'whole'
}

/** Reads and parses one file of a workspace. Every trouble with it is a diagnostic. */
export function readDocument(tree: Tree, file: DocumentFile): Document {
  const text = readText(tree, file.path)
  if (typeof text !== 'string') return { text: '', value: undefined, lines: new Map(), diagnostics: [text] }
  const parsed = parse(file.path, text)
  if (file.form !== 'map') return { text, ...parsed }
  const bad = badIds(file.path, text, parsed)
  if (bad.length === 0) return { text, ...parsed }
  return { text, value: undefined, lines: parsed.lines, diagnostics: [...parsed.diagnostics, ...bad] }
}

function badIds(file: string, text: string, parsed: Parsed): Diagnostic[] {
  const bad: Diagnostic[] = []
  let lines: Lines | undefined
  for (const [id, line] of parsed.lines) {
    const mistake = idMistake(id)
    if (mistake === undefined) continue
    lines ??= new Lines(text)
    bad.push(diagnostic(file, lines.atLine(line), mistake))
  }
  return bad
}

/** The text of a file, or why it has none. */
function readText(tree: Tree, path: string): string | Diagnostic {
  let bytes: Uint8Array
  try {
    bytes = tree.read(path, largestFile)
  } catch (cause) {
    return fileDiagnostic(path, unreadable(cause))
  }
  return bytes.length > largestFile ? tooLarge(path) : decode(path, bytes)
}

function unreadable(cause: unknown) {
  const code = (cause as NodeJS.ErrnoException).code
  if (code === undefined) throw cause
  if (code === 'ELOOP' || code === 'EMLINK') {
    return {
      slug: 'file-link',
      message: 'This is a symbolic link; links are not followed.',
      fix: 'Put a copy of the file in its place.',
    } as const
  }
  return {
    slug: 'file-unreadable',
    message: `This file cannot be read (${code}).`,
    fix: 'Look at its owner and its permissions.',
  } as const
}

/** The text that bytes of UTF-8 hold, or the diagnostic that they do not. */
export function decode(file: string, bytes: Uint8Array): string | Diagnostic {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (isAscii(buffer)) return buffer.toString('latin1')
  if (isUtf8(buffer)) return buffer.toString('utf8')
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(buffer)
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  return diagnostic(file, new Lines(text).at(Math.max(text.indexOf('\ufffd'), 0)), {
    slug: 'file-not-utf8',
    message: utf16 ? 'This file is UTF-16, not UTF-8.' : 'The bytes here are not UTF-8.',
    fix: 'Save the file as UTF-8 in your editor.',
  })
}
