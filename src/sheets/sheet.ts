import { readCsv } from './csv.ts'
import { Unreadable } from './problem.ts'
import type { Sheet } from './table.ts'
import { tableOf } from './table.ts'
import { readXlsx } from './xlsx.ts'
import { largest } from './zip.ts'

/**
 * Reads a CSV file or the first visible sheet of an XLSX workbook. Texts come as they are, numbers as the digits that were
 * typed or shown (`0045123`), dates as `2026-12-01`, formulas as their stored results. All problems come at once.
 */
export function readSheet(bytes: Uint8Array, name: string): Sheet {
  try {
    return tableOf(reader(bytes, name)(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)))
  } catch (trouble) {
    if (!(trouble instanceof Unreadable)) throw trouble
    return { headers: [], headerRow: 0, rows: [], problems: [trouble.problem], unread: [] }
  }
}

/** Told by the first bytes; a name says what people think it is. */
function reader(bytes: Uint8Array, name: string): typeof readCsv {
  if (bytes.length > largest) throw new Unreadable('This file is larger than 50 MB.', 'Split it into several files.')
  if (startsWith(bytes, [0x50, 0x4b])) return readXlsx
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) {
    const message = 'This is a workbook of the old form .xls, or one with a password.'
    throw new Unreadable(message, 'Save it as .xlsx, without a password.')
  }
  if (!/\.(?:xls[xmb]?|ods|numbers)$/i.test(name)) return readCsv
  throw new Unreadable('This is not a workbook, whatever its name says.', 'Save it again as .xlsx or as .csv.')
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte)
}
