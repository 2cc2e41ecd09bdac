import { readFileSync } from 'node:fs'
import { allowedSigners } from '../evidence/allowed-signers.ts'
import { isEnvelope, opened, planType } from '../evidence/dsse.ts'
import { UsageError } from '../model/fault.ts'
import type { Plan } from '../model/plan.ts'

/** Reads a plan that `plan --out` wrote. Its digest is not believed here: whoever uses it computes it anew. */
export function readPlan(file: string): Plan {
  const value = readJson(file)
  if (isEnvelope(value))
    throw new UsageError(`${file} is a signed plan. Say whose signatures count: --signer <file of allowed signers>.`)
  return planIn(file, value)
}

/** Whose signatures under a plan count. */
export interface PlanSigners {
  /** A file of allowed signers, as ssh-keygen(1) reads it. */
  readonly signer: string
  /** The one of them who has to have signed. */
  readonly identity?: string | undefined
}

/** Reads a plan that `sign` wrote. Throws UsageError unless somebody signed it who may. */
export function readSignedPlan(file: string, { signer, identity }: PlanSigners): Plan {
  const value = readJson(file)
  if (!isEnvelope(value))
    throw new UsageError(`${file} is not signed. Sign it: roster sign ${file} --key <file> --out <file>`)
  const signers = allowedSigners(signer, readText(signer, 'a file of allowed signers'))
  const plan = opened(value, planType, { signers, identity, now: new Date() })
  if ('fault' in plan) throw new UsageError(`${file} proves nothing: ${plan.fault}. Have the plan signed again.`)
  return planIn(file, plan.document)
}

/** A text file that the command line names. */
export function readText(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError(`${file} could not be read (${code ?? 'unknown'}). Name ${what}.`)
  }
}

function planIn(file: string, value: unknown): Plan {
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
