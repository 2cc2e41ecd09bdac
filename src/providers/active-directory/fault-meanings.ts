import { extended, signIns } from './fault-details.ts'
import type { Meaning, Row } from './fault-details.ts'

const replan = 'Plan again.'
const unmap = 'Take it out of mapping.'
const tls = 'Let url be ldaps://, or set startTls: true.'
const log = 'Look into the event log of the domain controller (Directory Service).'
const limits = 'Raise the limits of the domain’s LDAP policy (ntdsutil), or let base be smaller.'
const rights =
  'Delegate the right to the account of this directory’s credentials; docs/providers/active-directory.md lists what roster needs. What is protected from accidental deletion can be neither moved nor deleted.'

/** Result codes of RFC 4511 by themselves. */
export const plain: readonly Row[] = [
  ['1', 'refused', 'retryable', 'the domain controller could not carry it out', log],
  ['2', 'protocol', 'invalid', 'the domain controller does not understand the request', log],
  ['3', 'incomplete', 'retryable', 'it took longer than the domain controller allows', limits],
  ['4', 'incomplete', 'invalid', 'there is more than the domain controller gives in one answer', limits],
  [
    '7',
    'credentials',
    'forbidden',
    'the domain controller takes no simple bind',
    'Let it accept simple binds over TLS.',
  ],
  ['8', 'credentials', 'forbidden', 'the domain controller wants an encrypted or signed connection', tls],
  [
    '10',
    'incomplete',
    'invalid',
    '{domain} holds this part',
    'Let url name a domain controller of that domain, or take the object out.',
  ],
  ['11', 'incomplete', 'retryable', 'it is more than the domain controller does in one request', limits],
  [
    '12',
    'refused',
    'invalid',
    'the domain controller does not know a control that is needed',
    'Let url name a domain controller of Active Directory.',
  ],
  ['13', 'refused', 'forbidden', 'the domain controller wants an encrypted connection', tls],
  ['16', 'refused', 'conflict', '{attribute} no longer holds the value it was planned from', replan],
  ['17', 'refused', 'invalid', 'the domain does not know {attribute}', 'Take it out of mapping, or extend the schema.'],
  ['18', 'refused', 'invalid', '{attribute} cannot be compared', unmap],
  ['19', 'refused', 'invalid', 'a value of {attribute} breaks a rule of the domain', 'Change the value.'],
  ['20', 'refused', 'conflict', '{attribute} holds a value already', replan],
  [
    '21',
    'refused',
    'invalid',
    'a value of {attribute} is not what its syntax or its length allows',
    'Change the value.',
  ],
  [
    '32',
    'incomplete',
    'conflict',
    'it is not there, or this account may not see it',
    'Look whether it was renamed, moved or deleted, and plan again.',
  ],
  ['34', 'refused', 'invalid', 'the domain does not take the name', 'Change the name.'],
  ['48', 'credentials', 'forbidden', 'the account cannot sign in with a password', 'Use an account that has one.'],
  ['49', 'credentials', 'forbidden', 'signing in failed', 'Check bindDn and the variable its password comes from.'],
  ['50', 'permission', 'forbidden', 'this account has no right to do that[: it may not write {attribute}]', rights],
  ['51', 'throttled', 'retryable', 'the domain controller is busy', 'Run again later.'],
  ['52', 'unreachable', 'retryable', 'the domain controller is not ready', 'Run again when it is up.'],
  ['53', 'refused', 'invalid', 'the domain controller does not do that', log],
  ['64', 'refused', 'invalid', 'nothing of this name or sort can lie there', 'Change the name or the container.'],
  ['65', 'refused', 'invalid', '{attribute} does not belong to an object of this class', unmap],
  [
    '66',
    'refused',
    'invalid',
    'something lies below it (a phone or a computer that was enrolled by it), and would be lost',
    'Move or delete what lies below, and run again.',
  ],
  ['67', 'refused', 'invalid', '{attribute} is part of the name', 'Rename the object instead.'],
  ['68', 'refused', 'conflict', 'an object of this name is there already', 'Rename one of the two, and plan again.'],
  ['69', 'refused', 'invalid', 'the class of an object cannot be changed', 'Leave it as it is.'],
  ['71', 'refused', 'invalid', 'the two places lie in different domains', 'Choose a place in the same domain.'],
  ['80', 'refused', 'retryable', 'the domain controller failed', log],
]

const meanings: ReadonlyMap<string, Meaning> = new Map(
  [
    ...signIns.map(([data, what, next]): Row => [`49/${data}`, 'credentials', 'forbidden', what, next]),
    ...extended,
    ...plain,
  ].map(([key, kind, write, what, next]) => [key, { kind, write, what, next }]),
)

/** What a result code with a detail (Win32 error, or what the text amounts to) means. */
export function meaningOf(code: number, details: readonly string[]): Meaning {
  const keys = [...details.map((detail) => `${code}/${detail}`), ...details, String(code)]
  const key = keys.find((candidate) => meanings.has(candidate))
  return (
    meanings.get(key ?? '') ?? { kind: 'protocol', write: 'invalid', what: 'the answer is not a known one', next: log }
  )
}
