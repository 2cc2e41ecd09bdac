import { DirectoryFault } from '../model/fault.ts'
import { canonicalDn, DnSyntaxError, isWithin } from './dn.ts'
import { parsePattern } from './protect.ts'
import type { Pattern } from './protect.ts'

/** Containers are written relative to the base; a whole DN below the base is taken as well. */
export function containerOf(written: string | undefined, base: string, what: string): string {
  if (written === undefined || written.trim() === '') return base
  const dn = dnOf(written, what)
  return isWithin(dn, base) ? dn : `${dn},${base}`
}

/** A DN of the settings, canonical; `what` names the property. Throws DirectoryFault. */
export function dnOf(written: string, what: string): string {
  if (/\p{Cc}/u.test(written))
    throw refused(`${what}: ${JSON.stringify(written)} holds a control character. Take it out.`)
  try {
    return canonicalDn(written)
  } catch (error) {
    if (error instanceof DnSyntaxError)
      throw refused(`${what}: ${error.message}. Write it as in "ou=people,dc=example,dc=org".`)
    throw error
  }
}

/** A `protect` pattern of the settings. Throws DirectoryFault. */
export function patternOf(written: string): Pattern {
  try {
    return parsePattern(written)
  } catch (error) {
    if (error instanceof DnSyntaxError) throw refused(`protect: ${error.message}. Write it as in "CN=svc-*,**".`)
    throw error
  }
}

/** Settings that cannot be followed. */
export function refused(message: string): DirectoryFault {
  return new DirectoryFault('refused', message)
}
