import type { Value } from '../model/value.ts'
import type { ExpressedUser } from '../providers/provider.ts'
import { foldText } from './fold.ts'
import { firstValue } from './rules.ts'

/** What an account may be known by besides its login. */
export interface Known {
  readonly employeeId: Value | null | undefined
  readonly mail: Value | null | undefined
}

/** The keys an account is adopted by, folded: the name it signs in with, employee number, and primary mail. */
export function keysOf(login: string, known: Known): ExpressedUser['keys'] {
  const keys: { employeeId?: string; upn: string; mail?: string } = { upn: foldText(login) }
  const employeeId = firstValue(known.employeeId)
  if (employeeId !== undefined) keys.employeeId = foldText(employeeId)
  const mail = firstValue(known.mail)
  if (mail !== undefined) keys.mail = foldText(mail)
  return keys
}
