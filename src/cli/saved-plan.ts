import { readFileSync } from 'node:fs'
import { UsageError } from '../model/fault.ts'
import type { Plan } from '../model/plan.ts'

/** Reads a plan that `plan --out` wrote. Its digest is not believed here: whoever uses it computes it anew. */
export function readPlan(file: string): Plan {
  const value = readJson(file)
  const written = typeof value === 'object' && value !== null ? (value as Partial<Plan>) : {}
  if (written.formatVersion !== '1.0') {
    throw new UsageError(
      `${file} is not a plan of a version that this roster reads. Make it again: roster plan --out ${file}`,
    )
  }
  const lists = [written.tenants, written.operations, written.findings, written.unmanaged, written.calendar]
  const whole = lists.every(Array.isArray) && Array.isArray(written.diagnostics) && Array.isArray(written.notManageable)
  if (!whole || typeof written.digest !== 'string' || typeof written.context !== 'object') {
    throw new UsageError(`${file} is not a whole plan. Make it again: roster plan --out ${file}`)
  }
  return written as Plan
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const again = `Name a file that roster plan --out <file> wrote.`
    if (error instanceof SyntaxError) throw new UsageError(`${file} is not a saved plan: it is not JSON. ${again}`)
    const { code } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : String(code)
    throw new UsageError(`${file} could not be read: ${why}. ${again}`)
  }
}
