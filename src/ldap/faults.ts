import { DirectoryFault } from '../model/fault.ts'
import type { DirectoryTrouble } from '../model/fault.ts'
import type { FaultClass, Outcome } from '../model/outcome.ts'
import { DnSyntaxError } from './dn.ts'
import type { Result } from './wire/answer.ts'
import { ConnectionLost, StartTlsRefused } from './wire/connection.ts'

/** Result codes of RFC 4511 (appendix A) that roster acts on. */
export const code = {
  success: 0,
  sizeLimitExceeded: 4,
  compareFalse: 5,
  compareTrue: 6,
  referral: 10,
  adminLimitExceeded: 11,
  noSuchAttribute: 16,
  inappropriateMatching: 18,
  constraintViolation: 19,
  valueExists: 20,
  noSuchObject: 32,
  invalidDnSyntax: 34,
  insufficientAccess: 50,
  unwillingToPerform: 53,
  objectClassViolation: 65,
  alreadyExists: 68,
} as const

interface Meaning {
  readonly name: string
  /** What it says of the directory as a whole. */
  readonly kind: DirectoryTrouble
  /** What it says of one write; `conflict`: something is no longer as it was planned. */
  readonly write: FaultClass | 'conflict'
  readonly next: string
}

const meaning = (name: string, kind: DirectoryTrouble, write: Meaning['write'], next: string): Meaning => ({
  name,
  kind,
  write,
  next,
})

const limits =
  'Raise the limits of the account roster reads with (OpenLDAP: `limits dn.exact="..." size=unlimited size.prtotal=unlimited time=unlimited`).'
const rights = 'Give the account of this directory’s credentials the right to it.'
const encrypt = 'Set startTls: true or use an ldaps:// address.'
const replan = 'Plan again.'

const meanings: ReadonlyMap<number, Meaning> = new Map([
  [1, meaning('operationsError', 'refused', 'retryable', 'Look into the server’s log.')],
  [
    2,
    meaning('protocolError', 'protocol', 'invalid', 'The server does not understand the request; look into its log.'),
  ],
  [3, meaning('timeLimitExceeded', 'incomplete', 'retryable', limits)],
  [4, meaning('sizeLimitExceeded', 'incomplete', 'invalid', limits)],
  [7, meaning('authMethodNotSupported', 'credentials', 'forbidden', 'Let the server accept simple binds over TLS.')],
  [8, meaning('strongerAuthRequired', 'credentials', 'forbidden', encrypt)],
  [10, meaning('referral', 'incomplete', 'invalid', 'Another server holds this part; let url name that one.')],
  [11, meaning('adminLimitExceeded', 'incomplete', 'retryable', limits)],
  [
    12,
    meaning(
      'unavailableCriticalExtension',
      'refused',
      'invalid',
      'The server cannot page (RFC 2696); enable the paged results control.',
    ),
  ],
  [13, meaning('confidentialityRequired', 'refused', 'forbidden', encrypt)],
  [16, meaning('noSuchAttribute', 'refused', 'conflict', replan)],
  [
    17,
    meaning(
      'undefinedAttributeType',
      'refused',
      'invalid',
      'The server does not know the attribute; change mapping or its schema.',
    ),
  ],
  [
    18,
    meaning('inappropriateMatching', 'refused', 'invalid', 'The attribute cannot be compared; take it out of mapping.'),
  ],
  [19, meaning('constraintViolation', 'refused', 'invalid', 'Change the value so that the server’s rules allow it.')],
  [20, meaning('attributeOrValueExists', 'refused', 'conflict', replan)],
  [
    21,
    meaning('invalidAttributeSyntax', 'refused', 'invalid', 'Change the value to what the attribute’s syntax allows.'),
  ],
  [
    32,
    meaning('noSuchObject', 'incomplete', 'conflict', 'Look whether it was renamed, moved or deleted, and plan again.'),
  ],
  [34, meaning('invalidDNSyntax', 'refused', 'invalid', 'Change the name to one the server takes.')],
  [48, meaning('inappropriateAuthentication', 'credentials', 'forbidden', 'Use an account that has a password.')],
  [
    49,
    meaning('invalidCredentials', 'credentials', 'forbidden', 'Check bindDn and the variable its password comes from.'),
  ],
  [50, meaning('insufficientAccessRights', 'permission', 'forbidden', rights)],
  [51, meaning('busy', 'throttled', 'retryable', 'Run again later.')],
  [52, meaning('unavailable', 'unreachable', 'retryable', 'Run again when the server is up.')],
  [
    53,
    meaning('unwillingToPerform', 'refused', 'invalid', 'Look into the server’s log; a read-only replica says so too.'),
  ],
  [64, meaning('namingViolation', 'refused', 'invalid', 'Let the name be one of the entry’s own attributes.')],
  [
    65,
    meaning(
      'objectClassViolation',
      'refused',
      'invalid',
      'Add the object class to users.objectClasses and to the entry, or take the attribute out of mapping.',
    ),
  ],
  [
    66,
    meaning('notAllowedOnNonLeaf', 'refused', 'invalid', 'Something lies below the entry; move or delete that first.'),
  ],
  [67, meaning('notAllowedOnRDN', 'refused', 'invalid', 'The value is part of the entry’s name; rename it instead.')],
  [68, meaning('entryAlreadyExists', 'refused', 'conflict', 'Another entry has this name; rename one of the two.')],
  [
    69,
    meaning(
      'objectClassModsProhibited',
      'refused',
      'invalid',
      'Delete the entry and let roster create it anew, or leave its classes as they are.',
    ),
  ],
  [
    71,
    meaning(
      'affectsMultipleDSAs',
      'refused',
      'invalid',
      'The two places lie on different servers; choose one on the same.',
    ),
  ],
  [80, meaning('other', 'refused', 'retryable', 'Look into the server’s log.')],
])

function meaningOf(result: Result): Meaning {
  return meanings.get(result.code) ?? meaning('unknown', 'protocol', 'invalid', 'Look into the server’s log.')
}

/** The server said no. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly result: Result
  readonly doing: string
  /** `doing` names the act and its object: `reading ou=people,dc=example`. */
  constructor(result: Result, doing: string) {
    const { name, next } = meaningOf(result)
    const text = result.text === '' ? '' : `, "${result.text}"`
    super(`${doing}: the server answered ${name} (${result.code})${text}. ${next}`)
    this.result = result
    this.doing = doing
  }
}

/** Throws a Refusal unless it went well. */
export function expectSuccess(result: Result, doing: string): void {
  if (result.code !== code.success) throw new Refusal(result, doing)
}

/** Trouble with the directory as a whole, as the contract words it. A bug stays what it is. */
export function directoryFault(error: unknown, doing: string): unknown {
  if (error instanceof DirectoryFault) return error
  if (error instanceof Refusal) return new DirectoryFault(meaningOf(error.result).kind, error.message, { cause: error })
  if (error instanceof StartTlsRefused) {
    return new DirectoryFault(
      'refused',
      `${doing}: the server refuses StartTLS ("${error.message}"). Enable TLS on the server, or use an ldaps:// address.`,
    )
  }
  if (error instanceof ConnectionLost) return unreachable(doing, error.message)
  return isSystemError(error) ? connectFault(error, doing) : error
}

/** What a write that failed comes to. `unknown` where the answer was lost: it may have been done. */
export function failedWrite(error: unknown): Outcome {
  if (error instanceof ConnectionLost) {
    return {
      status: 'failed',
      class: 'unknown',
      detail: `${error.message} before the answer came; read again before anything else.`,
    }
  }
  if (error instanceof DnSyntaxError) return { status: 'failed', class: 'invalid', detail: `${error.message}.` }
  if (!(error instanceof Refusal)) throw error
  const { write } = meaningOf(error.result)
  if (write === 'conflict') return { status: 'conflict', detail: error.message }
  return { status: 'failed', class: write, detail: error.message }
}

export function incomplete(message: string): DirectoryFault {
  return new DirectoryFault('incomplete', message)
}

export function permission(message: string): DirectoryFault {
  return new DirectoryFault('permission', message)
}

/** What answers is not the directory that it should be. */
export function anotherDirectory(message: string): DirectoryFault {
  return new DirectoryFault('refused', message)
}

export function missingSecret(message: string): DirectoryFault {
  return new DirectoryFault('credentials', message)
}

export function unreachable(doing: string, why: string): DirectoryFault {
  return new DirectoryFault(
    'unreachable',
    `${doing}: ${why}. Check the address and that the server is up, and run again.`,
  )
}

interface SystemError extends Error {
  readonly code: string
}

function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
}

/** Certificates stay out of the message and of the cause: Node’s own errors carry whole ones. */
function connectFault(error: SystemError, doing: string): DirectoryFault {
  const trust = 'Name the file of the authority’s certificate in the variable of tls.ca, or renew the certificate.'
  if (error.code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return new DirectoryFault(
      'refused',
      `${doing}: the server’s certificate is for another host. Let url name the host the certificate is for.`,
    )
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/.test(error.code)) {
    return new DirectoryFault('refused', `${doing}: the server’s certificate is not trusted (${error.code}). ${trust}`)
  }
  if (/SSL|TLS|EPROTO/.test(error.code)) {
    return new DirectoryFault(
      'refused',
      `${doing}: TLS could not be set up (${error.code}). Check that this port speaks TLS.`,
    )
  }
  return unreachable(doing, error.code)
}
