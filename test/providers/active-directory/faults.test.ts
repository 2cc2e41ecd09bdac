import { describe, expect, test } from 'vitest'
import { DirectoryFault } from '../../../src/model/fault.ts'
import type { Outcome } from '../../../src/model/outcome.ts'
import { directoryFault, Refusal } from '../../../src/ldap/faults.ts'
import { ConnectionLost } from '../../../src/ldap/wire/connection.ts'
import { adFailedWrite, adFault, isRace } from '../../../src/providers/active-directory/faults.ts'

const refusal = (code: number, text: string, doing = 'changing CN=x'): Refusal =>
  new Refusal({ code, matched: '', text }, doing)

const faultOf = (error: unknown): DirectoryFault => {
  const fault = adFault(error, 'reading')
  if (fault instanceof DirectoryFault) return fault
  throw new Error('no fault')
}

const classOf = (outcome: Outcome): string => (outcome.status === 'failed' ? outcome.class : outcome.status)

const bind = (data: string): string =>
  `80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data ${data}, v2580\0`

describe('a failed bind says which of its reasons it is', () => {
  test.each([
    ['525', 'there is no such account', 'Correct bindDn.'],
    ['52e', 'the password is wrong', 'Check bindDn'],
    ['52f', 'a restriction of the account', 'Look at its policies'],
    ['530', 'at this hour', 'Widen its logon hours'],
    ['531', 'from this machine', 'userWorkstations'],
    ['532', 'has expired', 'Set a new password'],
    ['533', 'the account is disabled', 'Enable it.'],
    ['569', 'this kind of logon', 'from the network'],
    ['701', 'the account has expired', 'accountExpires'],
    ['773', 'must change its password first', 'Take "User must change password at next logon" away.'],
    ['775', 'locked out', 'Unlock it'],
  ])('data %s', (data, what, next) => {
    const fault = faultOf(refusal(49, bind(data), 'binding to dc1:636 as CN=roster'))
    expect(fault.kind).toBe('credentials')
    expect(fault.message).toMatch(/^binding to dc1:636 as CN=roster: /)
    expect(fault.message).toContain(what)
    expect(fault.message).toContain(next)
    expect(fault.message).not.toMatch(/\p{Cc}/u)
  })

  test('one that is not known is still one of credentials', () => {
    expect(faultOf(refusal(49, bind('999'))).kind).toBe('credentials')
  })
})

/** Texts as Microsoft’s server (first) and Samba (second) write them. */
const answers: readonly (readonly [number, string, string, string, string])[] = [
  [
    1,
    '000004DC: LdapErr: DSID-0C090A7D, comment: In order to perform this operation a successful bind must be completed on the connection., data 0, v3839',
    'protocol',
    'retryable',
    'not signed in',
  ],
  [
    8,
    '00002028: LdapErr: DSID-0C090202, comment: The server requires binds to turn on integrity checking if SSL\\TLS are not already active on the connection, data 0, v1db1',
    'credentials',
    'forbidden',
    'ldaps://',
  ],
  [8, 'BindSimple: Transport encryption required.', 'credentials', 'forbidden', 'ldaps://'],
  [
    10,
    "0000202B: RefErr: DSID-031007EF, data 0, 1 access points\n\tref 1: 'ourdomain.example'\n",
    'incomplete',
    'invalid',
    'the domain ourdomain.example holds this part',
  ],
  [
    11,
    '00002024: SvcErr: DSID-02050AE4, problem 5008 (ADMIN_LIMIT_EXCEEDED), data 0',
    'incomplete',
    'retryable',
    'more than the domain controller does in one request',
  ],
  [
    16,
    '00000057: LdapErr: DSID-0C090F2E, comment: Error in attribute conversion operation, data 0, v2580',
    'refused',
    'invalid',
    'does not know an attribute',
  ],
  [
    16,
    "acl_modify: attribute 'nonsense' on entry 'CN=a' was not found in the schema!",
    'refused',
    'invalid',
    'does not know nonsense',
  ],
  [
    16,
    '00002085: AtrErr: DSID-03151E77, #1:\n\t0: 00002085: DSID-03151E77, problem 1001 (NO_ATTRIBUTE_OR_VAL), data 0, Att c (title):len 6\n',
    'refused',
    'conflict',
    'title no longer holds',
  ],
  [
    16,
    "attribute 'title': no matching attribute value while deleting attribute on 'CN=a'",
    'refused',
    'conflict',
    'title no longer holds',
  ],
  [
    19,
    '0000052D: AtrErr: DSID-03190FD6, #1:\n\t0: 0000052D: DSID-03190FD6, problem 1005 (CONSTRAINT_ATT_TYPE), data 0, Att 9005a (unicodePwd)',
    'refused',
    'invalid',
    'password policy',
  ],
  [
    19,
    '0000052D: Constraint violation - check_password_restrictions: the password does not meet the complexity criteria!',
    'refused',
    'invalid',
    'password policy',
  ],
  [
    19,
    '00002081: AtrErr: DSID-03190FA0, #1:\n\t0: 00002081: DSID-03190FA0, problem 1005 (CONSTRAINT_ATT_TYPE), data 0, Att c (title)',
    'refused',
    'conflict',
    'title holds one value only',
  ],
  [
    19,
    '00002082: AtrErr: DSID-03151817, #1:\n\t0: 00002082: DSID-03151817, problem 1005 (CONSTRAINT_ATT_TYPE), data 0, Att 7 (l):len 600\n',
    'refused',
    'invalid',
    'a value of l is too long',
  ],
  [
    19,
    '000020B5: AtrErr: DSID-03152804, #1:\n\t0: 000020B5: DSID-03152804, problem 1005 (CONSTRAINT_ATT_TYPE), data 0, Att 15000a (manager)\n',
    'refused',
    'conflict',
    'manager names an object that is not there',
  ],
  [
    19,
    '000020B5: Referenced object not found at extended_dn_store.c:357',
    'refused',
    'conflict',
    'an attribute names an object',
  ],
  [
    19,
    '000021C8: AtrErr: DSID-03200BBA, #1:\n\t0: 000021C8: DSID-03200BBA, problem 1005 (CONSTRAINT_ATT_TYPE), data 0, Att 90290 (userPrincipalName)',
    'refused',
    'conflict',
    'has this userPrincipalName',
  ],
  [
    19,
    "0000202F: samldb: userPrincipalName 'a@lab.example' is already in use ",
    'refused',
    'conflict',
    'has this userPrincipalName',
  ],
  [19, "0000202F: samldb: sAMAccountName contains invalid '/' character\n", 'refused', 'invalid', 'breaks a rule'],
  [
    20,
    '00002083: AtrErr: DSID-03151D43, #1:\n\t0: 00002083: DSID-03151D43, problem 1006 (ATT_OR_VALUE_EXISTS), data 0, Att c (title)',
    'refused',
    'conflict',
    'title holds a value already',
  ],
  [
    21,
    "0000200B: objectclass_attrs: attribute 'l' on entry 'CN=a' contains at least one invalid value!",
    'refused',
    'invalid',
    'a value of l is not',
  ],
  [
    32,
    "0000208D: NameErr: DSID-03100241, problem 2001 (NO_OBJECT), data 0, best match of:\n\t'DC=lab,DC=example'\n",
    'incomplete',
    'conflict',
    'not there',
  ],
  [32, '00002030: No such Base DN: CN=nobody', 'incomplete', 'conflict', 'not there'],
  [
    34,
    '0000208F: NameErr: DSID-03100225, problem 2006 (BAD_NAME), data 8350, best match of:',
    'refused',
    'invalid',
    'Change the name',
  ],
  [
    50,
    '00002098: SecErr: DSID-031514A0, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0',
    'permission',
    'forbidden',
    'has no right to do that (',
  ],
  [
    50,
    '00000005: SecErr: DSID-03152E13, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0',
    'permission',
    'forbidden',
    'accidental deletion',
  ],
  [
    50,
    '00002098: AtrErr: DSID-03150F94, #1:\n\t0: 00002098: DSID-03150F94, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0, Att 9030e (sAMAccountType)',
    'permission',
    'forbidden',
    'it may not write sAMAccountType',
  ],
  [
    50,
    '00002105: LdapErr: DSID-0C090C3E, comment: Error processing control, data 0, v1db1',
    'permission',
    'forbidden',
    'Replicating Directory Changes',
  ],
  [51, '0000200E: SvcErr: DSID-020A0F58, problem 5001 (BUSY), data 0', 'throttled', 'retryable', 'busy'],
  [52, '0000200F: SvcErr: DSID-031A12D2, problem 5002 (UNAVAILABLE), data 0', 'unreachable', 'retryable', 'not ready'],
  [
    53,
    '0000001F: SvcErr: DSID-031A12D2, problem 5003 (WILL_NOT_PERFORM), data 0',
    'refused',
    'forbidden',
    'encrypted connection',
  ],
  [
    53,
    '0000052D: SvcErr: DSID-031A124C, problem 5003 (WILL_NOT_PERFORM), data 0',
    'refused',
    'invalid',
    'cannot be enabled',
  ],
  [
    53,
    '00002077: SvcErr: DSID-03190F9E, problem 5003 (WILL_NOT_PERFORM), data 0',
    'refused',
    'invalid',
    'does not let an attribute be changed',
  ],
  [
    53,
    '0000209A: SvcErr: DSID-031A10E7, problem 5003 (WILL_NOT_PERFORM), data 0',
    'refused',
    'invalid',
    'kept by the domain itself',
  ],
  [
    53,
    '0000055E: SvcErr: DSID-031A11E5, problem 5003 (WILL_NOT_PERFORM), data 0',
    'refused',
    'invalid',
    'primary group',
  ],
  [
    53,
    '00002141: SvcErr: DSID-031A11E5, problem 5003 (WILL_NOT_PERFORM), data 8513',
    'refused',
    'invalid',
    'cannot change from this type',
  ],
  [
    53,
    '00002035: samldb: Change from security/distribution global group forbidden!',
    'refused',
    'invalid',
    'cannot change from this type',
  ],
  [
    53,
    '00002144: SvcErr: DSID-031A11E5, problem 5003 (WILL_NOT_PERFORM), data 8516',
    'refused',
    'invalid',
    'a global group cannot have a domain local group',
  ],
  [
    53,
    '00002035: objectclass: Cannot delete CN=Administrators, it isn’t permitted!',
    'refused',
    'invalid',
    'does not do that',
  ],
  [
    65,
    "00002014: objectclass_attrs: attribute 'dNSHostName' on entry 'CN=a' does not exist in the specified objectclasses!",
    'refused',
    'invalid',
    'dNSHostName does not belong',
  ],
  [
    66,
    '00002015: UpdErr: DSID-031A1236, problem 6003 (CANT_ON_NON_LEAF), data 0',
    'refused',
    'invalid',
    'something lies below it',
  ],
  [
    67,
    '00002016: UpdErr: DSID-030F1195, problem 6004 (CANT_ON_RDN), data 3',
    'refused',
    'invalid',
    'Rename the object instead',
  ],
  [
    68,
    '00000524: UpdErr: DSID-031A11FA, problem 6005 (ENTRY_EXISTS), data 0',
    'refused',
    'conflict',
    'has this sAMAccountName',
  ],
  [68, "00002071: samldb: samAccountName 'a' already in use!", 'refused', 'conflict', 'has this sAMAccountName'],
  [
    68,
    '00000562: UpdErr: DSID-031A11C2, problem 6005 (ENTRY_EXISTS), data 0',
    'refused',
    'conflict',
    'a member already',
  ],
  [
    68,
    '00002071: UpdErr: DSID-031A11FA, problem 6005 (ENTRY_EXISTS), data 0',
    'refused',
    'conflict',
    'an object of this name',
  ],
  [80, '000020EF: SvcErr: DSID-020A07A0, problem 5012 (DIR_ERROR), data -1017', 'refused', 'retryable', 'event log'],
  [99, 'what?', 'protocol', 'invalid', 'not a known one'],
]

describe('REL-10 what an answer of a domain controller comes to', () => {
  test.each(answers)('%i %s', (code, text, kind, write, words) => {
    const error = refusal(code, text)
    const outcome = adFailedWrite(error)
    const fault = faultOf(error)
    expect({ kind: fault.kind, write: classOf(outcome) }).toEqual({ kind, write })
    expect(fault.message).toContain(words)
    expect(fault.message).toMatch(/^changing CN=x: [^{[]+\. [A-Z][^{[]+\.$/)
    expect('detail' in outcome ? outcome.detail : '').toBe(fault.message)
    expect(isRace(error)).toBe(write === 'conflict')
  })

  test('a refusal that shared code worded is worded anew', () => {
    const shared = directoryFault(refusal(49, bind('533'), 'binding to dc1:636'), 'connecting')
    expect(faultOf(shared).message).toContain('the account is disabled')
  })

  test('an answer that was lost is unknown, a bug stays a bug', () => {
    expect(classOf(adFailedWrite(new ConnectionLost('the server closed the connection')))).toBe('unknown')
    const bug = new TypeError('x is undefined')
    expect(adFault(bug, 'reading')).toBe(bug)
    expect(() => adFailedWrite(bug)).toThrow(bug)
    expect(isRace(bug)).toBe(false)
  })
})
