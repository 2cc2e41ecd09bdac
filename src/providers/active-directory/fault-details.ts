import type { DirectoryTrouble } from '../../model/fault.ts'
import type { FaultClass } from '../../model/outcome.ts'

/**
 * What an answer of a domain controller says, in plain words. `{attribute}` and `{domain}` are filled in from its text; a part in
 * brackets falls away where it does not say.
 */
export interface Meaning {
  /** What it says of the directory as a whole. */
  readonly kind: DirectoryTrouble
  /** What it says of one write; `conflict`: something is no longer as it was planned. */
  readonly write: FaultClass | 'conflict'
  readonly what: string
  readonly next: string
}

export type Row = readonly [codes: string, kind: DirectoryTrouble, write: Meaning['write'], what: string, next: string]

const replan = 'Plan again.'
const reset = 'Set a new password for it, and put that in the variable its password comes from.'
const tls = 'Let url be ldaps://, or set startTls: true.'
const rid = 'Check the RID master (dcdiag /test:ridmanager).'
const nesting = 'Change the scope of one of the two groups.'
const unmap = 'Take it out of mapping.'

/** Why a bind failed: the `data` of result code 49, which is a Win32 error in hexadecimal (MS-ERREF 2.2). */
export const signIns: readonly (readonly [data: string, what: string, next: string])[] = [
  ['525', 'there is no such account', 'Correct bindDn.'],
  [
    '52e',
    'the password is wrong, or there is no such account',
    'Check bindDn and the variable its password comes from.',
  ],
  [
    '52f',
    'a restriction of the account keeps it from signing in',
    'Look at its policies: an empty password, or membership in Protected Users.',
  ],
  ['530', 'the account may not sign in at this hour', 'Widen its logon hours, or run at another time.'],
  [
    '531',
    'the account may not sign in from this machine',
    'Add the machine to its logon workstations (userWorkstations), or take the restriction away.',
  ],
  ['532', 'the password of the account has expired', reset],
  ['533', 'the account is disabled', 'Enable it.'],
  [
    '569',
    'the account is not granted this kind of logon',
    'Give it the right to access the domain controller from the network.',
  ],
  ['701', 'the account has expired', 'Set a later end for it (accountExpires).'],
  [
    '773',
    'the account must change its password first',
    `Take "User must change password at next logon" away. ${reset}`,
  ],
  [
    '775',
    'the account is locked out after too many wrong passwords',
    'Unlock it, or wait for the lockout to end, and check the variable its password comes from.',
  ],
]

/** Codes that say more than the result code: `<result code>/<Win32 error>`, or the Win32 error alone where the code adds nothing. */
export const extended: readonly Row[] = [
  ['1/000004dc', 'protocol', 'retryable', 'the connection is not signed in', 'Run again.'],
  ['00002010', 'refused', 'retryable', 'the domain controller has no numbers (RIDs) left for new accounts', rid],
  ['00002011', 'refused', 'invalid', 'the domain has no numbers (RIDs) left for new accounts', rid],
  [
    '00002028',
    'credentials',
    'forbidden',
    'the domain controller takes no password over a connection that is neither signed nor encrypted',
    tls,
  ],
  [
    '0000202b',
    'incomplete',
    'invalid',
    '{domain} holds this part',
    'Let url name a domain controller of that domain, or take the object out.',
  ],
  [
    '16/00000057',
    'refused',
    'invalid',
    'the domain does not know {attribute}',
    'Take it out of mapping, or extend the schema.',
  ],
  [
    '16/schema',
    'refused',
    'invalid',
    'the domain does not know {attribute}',
    'Take it out of mapping, or extend the schema.',
  ],
  [
    '0000052d',
    'refused',
    'invalid',
    'the password does not meet the password policy of the domain (length, complexity, history or minimum age)',
    'Look at the policy that holds for this account.',
  ],
  ['19/00002081', 'refused', 'conflict', '{attribute} holds one value only, and there is one already', replan],
  [
    '00002082',
    'refused',
    'invalid',
    'a value of {attribute} is too long, too short or out of range',
    'Shorten it to what the schema allows (rangeLower, rangeUpper).',
  ],
  [
    '000020b5',
    'refused',
    'conflict',
    '{attribute} names an object that is not there',
    'Look whether it was deleted, and plan again.',
  ],
  [
    '000021c7',
    'refused',
    'invalid',
    'another account of the forest has this servicePrincipalName',
    'Give one of the two another one.',
  ],
  [
    '000021c8',
    'refused',
    'conflict',
    'another account of the forest has this userPrincipalName',
    'Give one of the two another UPN, and plan again.',
  ],
  [
    '19/taken',
    'refused',
    'conflict',
    'another account of the domain has this userPrincipalName',
    'Give one of the two another UPN, and plan again.',
  ],
  [
    '50/00002105',
    'permission',
    'forbidden',
    'this account has no right to follow changes',
    'Give it Replicating Directory Changes on the domain, or set incremental: false.',
  ],
  [
    '50/00002139',
    'permission',
    'forbidden',
    'only an administrator may change the members of an administrative group',
    'Leave this group to administrators: take it out of groups.yaml, or list it under protect.',
  ],
  [
    '53/0000001f',
    'refused',
    'forbidden',
    'a password is taken only over an encrypted connection, and in the form the domain wants',
    tls,
  ],
  [
    '53/0000052d',
    'refused',
    'invalid',
    'the account has no password that meets the policy of the domain, and cannot be enabled or keep the one it was given',
    'Set a password for it that meets the policy that holds for it.',
  ],
  [
    '53/0000054f',
    'refused',
    'retryable',
    'the domain controller could not change the account',
    'Look into its event log (Directory Service).',
  ],
  [
    '53/0000055e',
    'refused',
    'invalid',
    'it is the primary group of this account, which nobody can be taken out of',
    'Give the account another primary group first.',
  ],
  [
    '53/00002077',
    'refused',
    'invalid',
    'the domain controller does not let {attribute} be changed',
    'Take it out of mapping; passwords need an encrypted connection.',
  ],
  ['0000209a', 'refused', 'invalid', '{attribute} is kept by the domain itself and cannot be written', unmap],
  ['000020b1', 'refused', 'invalid', '{attribute} is written by the system alone', unmap],
  ['000020a6', 'refused', 'invalid', '{attribute} is written by the system alone', unmap],
  ['0000211b', 'refused', 'invalid', '{attribute} is worked out from others', unmap],
  [
    '000020ce',
    'refused',
    'invalid',
    'the domain does not let this object be deleted',
    'Leave it; list it under protect.',
  ],
  [
    '000020e7',
    'permission',
    'forbidden',
    'the change is not permitted for reasons of security',
    'Leave it to an administrator.',
  ],
  [
    '00002141',
    'refused',
    'invalid',
    'a group cannot change from this type to that one',
    'Only a universal group becomes global or domain local, and only one without members that the new scope forbids.',
  ],
  [
    '53/grouptype',
    'refused',
    'invalid',
    'a group cannot change from this type to that one',
    'Only a universal group becomes global or domain local.',
  ],
  ['00002144', 'refused', 'invalid', 'a global group cannot have a domain local group as a member', nesting],
  ['00002145', 'refused', 'invalid', 'a global group cannot have a universal group as a member', nesting],
  ['00002146', 'refused', 'invalid', 'a universal group cannot have a domain local group as a member', nesting],
  ['00002147', 'refused', 'invalid', 'a global group cannot have a member of another domain', nesting],
  [
    '00002148',
    'refused',
    'invalid',
    'a domain local group cannot have a domain local group of another domain as a member',
    nesting,
  ],
  [
    '00002149',
    'refused',
    'invalid',
    'a group that is the primary group of somebody stays a security group',
    'Give those accounts another primary group first.',
  ],
  [
    '68/00000524',
    'refused',
    'conflict',
    'another account of the domain has this sAMAccountName',
    'Give one of the two another username, and plan again.',
  ],
  [
    '68/00000526',
    'refused',
    'conflict',
    'another group of the domain has this sAMAccountName',
    'Rename one of the two, and plan again.',
  ],
  [
    '68/00000563',
    'refused',
    'conflict',
    'another group of the domain has this sAMAccountName',
    'Rename one of the two, and plan again.',
  ],
  ['68/00000562', 'refused', 'conflict', 'it is a member already', replan],
  [
    '68/sam',
    'refused',
    'conflict',
    'another account or group of the domain has this sAMAccountName',
    'Rename one of the two, and plan again.',
  ],
]
