import type { DirectoryTrouble } from '../../model/fault.ts'
import type { FaultClass } from '../../model/outcome.ts'

/** What an error of Graph or of signing in says, in plain words. */
export interface Meaning {
  /** What it says of the directory as a whole. */
  readonly kind: DirectoryTrouble
  /** What it says of one write; `conflict`: something is no longer as it was planned. */
  readonly write: FaultClass | 'conflict'
  readonly what: string
  readonly next: string
}

/** A code, what it means, and what to do; a word after a slash is told from the message. Several codes stand side by side. */
export type Row = readonly [codes: string, kind: DirectoryTrouble, write: Meaning['write'], what: string, next: string]

const replan = 'Plan again.'
const later = 'Run again later.'
const consent =
  '`roster doctor` compares the permissions that were consented to with those that are needed; let an administrator consent to what is missing.'
const ask = 'Look the request id up with Microsoft, or run again later.'
const bug = 'Please report it with the request id: roster should not have asked so.'
const own = 'Change it where it comes from.'

/** Errors of Graph: https://learn.microsoft.com/graph/errors and .../graph/resolve-auth-errors */
export const graphRows: readonly Row[] = [
  ['Authorization_RequestDenied', 'permission', 'forbidden', 'the application has no right to do that', consent],
  [
    'accessDenied, Forbidden, UnauthorizedAccessException, 403',
    'permission',
    'forbidden',
    'the application has no right to do that',
    consent,
  ],
  ['Authentication_MSGraphPermissionMissing', 'permission', 'forbidden', 'a permission was not consented to', consent],
  [
    'Authentication_RequestFromUnsupportedUserRole',
    'permission',
    'forbidden',
    'the role of this identity does not reach that far',
    'Give the application the permission itself, not a role.',
  ],
  [
    'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
    'permission',
    'forbidden',
    'the tenant has no licence of Entra ID P1 or P2, which this needs',
    'Take it out of what is declared, or license the tenant.',
  ],
  [
    'AccessDenied/securityDefaults, BadRequest/securityDefaults',
    'refused',
    'forbidden',
    'the tenant has security defaults switched on, beside which there is no Conditional Access',
    'Switch security defaults off, once policies stand ready.',
  ],
  [
    'Authorization_IdentityNotFound',
    'credentials',
    'forbidden',
    'the application has no service principal in this tenant',
    'Let an administrator of this tenant consent to the application.',
  ],
  [
    'InvalidAuthenticationToken, Authentication_ExpiredToken, Authentication_Unauthorized, Authentication_MissingOrMalformed, 401',
    'credentials',
    'forbidden',
    'Graph does not take the token',
    'Check that tenantId and cloud are those of the application, and the clock of this machine.',
  ],
  [
    'Request_ResourceNotFound, ResourceNotFound, itemNotFound, 404',
    'incomplete',
    'conflict',
    'it is not there, or not yet visible',
    'Look whether it was deleted; if it was just made, wait some minutes, and plan again.',
  ],
  [
    'Request_BadRequest/exists, Request_MultipleObjectsWithSameKeyValue, ObjectConflict, 409',
    'refused',
    'conflict',
    'another object has this value already, be it in the recycle bin',
    'Let one of the two have another value, or adopt the one that is there, and plan again.',
  ],
  ['Request_BadRequest/references', 'refused', 'conflict', 'it is there already', replan],
  [
    'Request_BadRequest/upstream',
    'refused',
    'forbidden',
    'it comes here from another directory by synchronisation',
    own,
  ],
  [
    'Request_BadRequest/password',
    'refused',
    'invalid',
    'the password breaks the tenant’s rules',
    'Look at the tenant’s banned passwords and at its rules for length.',
  ],
  [
    'Request_BadRequest/domain',
    'refused',
    'invalid',
    'the domain of the sign-in name is not verified in this tenant',
    'Verify the domain in the tenant, or declare another upn or users.domain.',
  ],
  [
    'Request_BadRequest/usageLocation',
    'refused',
    'invalid',
    'without a usage location nobody is given a licence',
    'Declare address.country of the person.',
  ],
  [
    'Request_BadRequest/noLicences, CountViolation',
    'refused',
    'invalid',
    'no unit of this licence is free',
    'Buy more, or take it from somebody.',
  ],
  [
    'DependencyViolation, MutuallyExclusiveViolation, ProhibitedInUsageLocationViolation',
    'refused',
    'invalid',
    'the services of this licence do not go with what the person has, or where they are',
    'Change which services are switched off.',
  ],
  [
    'BadRequest/invited',
    'refused',
    'conflict',
    'somebody with this address is in the tenant already',
    'Adopt that account, and plan again.',
  ],
  [
    'BadRequest/guestsOff',
    'refused',
    'forbidden',
    'the tenant lets nobody with this address be invited',
    'Look at the tenant’s settings for external collaboration.',
  ],
  [
    'Request_BadRequest, BadRequest, invalidRequest, 400',
    'refused',
    'invalid',
    'Graph does not take a value',
    'Change the value that the message names.',
  ],
  ['Request_UnsupportedQuery, UnsupportedQueryOption', 'protocol', 'invalid', 'Graph does not answer this query', bug],
  ['405, MethodNotAllowed, notSupported, 501', 'protocol', 'invalid', 'Graph does not do that', bug],
  ['Request_EntityTooLarge, 413', 'protocol', 'invalid', 'the request is too large', bug],
  ['412, PreconditionFailed', 'refused', 'conflict', 'it is no longer as it was planned', replan],
  ['423, Locked', 'refused', 'retryable', 'somebody else is changing it', later],
  [
    'Directory_QuotaExceeded, quotaLimitReached, 507',
    'refused',
    'forbidden',
    'the tenant holds as many objects as it may, or the application has made as many as it may',
    'Empty the recycle bin, or let Microsoft raise the quota.',
  ],
  ['Directory_ResultSizeLimitExceeded', 'incomplete', 'invalid', 'there is more than Graph gives in one answer', bug],
  [
    'Directory_ExpiredPageToken',
    'incomplete',
    'retryable',
    'the listing took too long, and Graph has forgotten where it was',
    later,
  ],
  ['Directory_ConcurrencyViolation', 'throttled', 'retryable', 'somebody else changed it at the same moment', replan],
  [
    'Directory_ReplicaUnavailable, Directory_BindingRedirection, Directory_BindingRedirectionInternalServerError',
    'unreachable',
    'retryable',
    'a part of the directory is not to be reached',
    later,
  ],
  [
    'TooManyRequests, Request_ThrottledTemporarily, activityLimitReached, 429',
    'throttled',
    'retryable',
    'Graph asks for patience',
    later,
  ],
  ['Request_ThrottledPermanently', 'throttled', 'retryable', 'Graph lets this application wait for long', later],
  [
    'syncStateNotFound, syncStateInvalid, resyncRequired, 410',
    'incomplete',
    'retryable',
    'Graph no longer knows what had changed since',
    'Run again: everything is read anew.',
  ],
  ['ServiceUnavailable, serviceNotAvailable, 503', 'unreachable', 'retryable', 'Graph is not ready', later],
  [
    'Service_InternalServerError, InternalServerError, UnknownError, generalException, 500, 502',
    'unreachable',
    'retryable',
    'Graph failed',
    ask,
  ],
  [
    'GatewayTimeout, Timeout, RequestTimeout, noAnswer, 504, 408',
    'unreachable',
    'retryable',
    'Graph did not answer in time',
    later,
  ],
]

const federation =
  'Let a federated credential of the application name exactly this issuer, subject and audience; docs/providers/entra.md shows both forms of the subject.'
const clock = 'Check the clock of this machine, and that the token is not an old one.'
const settings = 'Correct tenantId or clientId.'

/** Errors of signing in: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
export const signInRows: readonly Row[] = [
  [
    'AADSTS700213, AADSTS70021',
    'credentials',
    'forbidden',
    'no federated credential of the application matches who vouches for it',
    federation,
  ],
  [
    'AADSTS700211',
    'credentials',
    'forbidden',
    'no federated credential of the application names this issuer',
    federation,
  ],
  [
    'AADSTS700212',
    'credentials',
    'forbidden',
    'no federated credential of the application names this audience',
    federation,
  ],
  ['AADSTS700024', 'credentials', 'forbidden', 'what vouches for the application is not valid at this moment', clock],
  [
    'AADSTS7000215',
    'credentials',
    'forbidden',
    'the client secret is wrong',
    'Put the value of the secret into the variable, not its id.',
  ],
  [
    'AADSTS7000222',
    'credentials',
    'forbidden',
    'the client secret ran out',
    'Make a new one; better, let a federation or a managed identity vouch for the application.',
  ],
  [
    'AADSTS700027, AADSTS700030',
    'credentials',
    'forbidden',
    'the certificate is not one of the application’s, or ran out',
    'Upload this certificate to the application.',
  ],
  [
    'AADSTS7000218',
    'credentials',
    'forbidden',
    'nothing vouches for the application',
    'Name a secret, a certificate or a federation in credentials.',
  ],
  [
    'AADSTS7000112',
    'credentials',
    'forbidden',
    'the application is switched off',
    'Switch its service principal on in the tenant.',
  ],
  ['AADSTS700016', 'credentials', 'forbidden', 'the tenant knows no such application', settings],
  [
    'AADSTS90002, AADSTS900023, AADSTS900021',
    'credentials',
    'forbidden',
    'there is no such tenant in this cloud',
    'Correct tenantId or cloud.',
  ],
  ['AADSTS500011', 'credentials', 'forbidden', 'the tenant has no Microsoft Graph of this cloud', 'Correct cloud.'],
  [
    'AADSTS53003',
    'credentials',
    'forbidden',
    'a Conditional Access policy for workload identities keeps it out',
    'Let that policy leave the application out, or run from a place that it allows.',
  ],
  [
    'AADSTS90033, AADSTS90055, temporarily_unavailable',
    'unreachable',
    'retryable',
    'signing in is not to be had at the moment',
    later,
  ],
  ['AADSTS50196, AADSTS90056', 'throttled', 'retryable', 'signing in was asked for too often', later],
]

/** What a message says besides its code, as the word after the slash. */
export const inWords: readonly (readonly [RegExp, string])[] = [
  [/object references already exist/i, 'references'],
  [/invited user already exists/i, 'invited'],
  [/guest invitations? (is|are )?not allowed|invitations? (is|are) not allowed/i, 'guestsOff'],
  [/security defaults/i, 'securityDefaults'],
  [/another object with the same value|conflicting object|already exists/i, 'exists'],
  [/on-premises mastered|directory sync(ed)? objects?/i, 'upstream'],
  [/password (does not comply|complexity|.*banned)/i, 'password'],
  [/domain portion of the userPrincipalName|verified domain/i, 'domain'],
  [/usage location/i, 'usageLocation'],
  [/does not have any available licenses/i, 'noLicences'],
]

const unknown: Meaning = { kind: 'protocol', write: 'invalid', what: 'the answer is not a known one', next: bug }

const failed: Meaning = { kind: 'unreachable', write: 'retryable', what: 'Graph failed', next: later }

const meanings: ReadonlyMap<string, Meaning> = new Map(
  [...graphRows, ...signInRows].flatMap(([codes, kind, write, what, next]) =>
    codes.split(', ').map((code): [string, Meaning] => [code.toLowerCase(), { kind, write, what, next }]),
  ),
)

/** What a code means by itself; undefined where it is not a known one. */
export function knownMeaning(code: string): Meaning | undefined {
  return meanings.get(code.toLowerCase())
}

/** What a code with its message and its status means: the most telling of the three that is known. */
export function meaningOf(code: string, message: string, status: number): Meaning {
  const word = inWords.find(([pattern]) => pattern.test(message))?.[1]
  const keys = [...(word === undefined ? [] : [`${code}/${word}`]), code, String(status)]
  const known = keys.map(knownMeaning).find((meaning) => meaning !== undefined)
  return known ?? (status >= 500 ? failed : unknown)
}
