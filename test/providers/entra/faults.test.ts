import { expect, test } from 'vitest'
import { graphRows, inWords, meaningOf, signInRows } from '../../../src/providers/entra/fault-meanings.ts'
import { classOf, failedWrite, graphFault } from '../../../src/providers/entra/faults.ts'
import type { Undone } from '../../../src/providers/entra/faults.ts'

const refused = (status: number, code: string, message = ''): Undone => ({
  outcome: 'refused',
  status,
  error: { code, message, requestId: 'r-1' },
})

test('what Graph says is told with the code, its words, the request id and what to do', () => {
  const answer = refused(403, 'Authorization_RequestDenied', 'Insufficient privileges\nto complete the operation.')
  expect(graphFault(answer, 'reading /users')).toMatchObject({
    kind: 'permission',
    message:
      'reading /users: the application has no right to do that (Authorization_RequestDenied, "Insufficient privileges to complete the operation.", request r-1). `roster doctor` compares the permissions that were consented to with those that are needed; let an administrator consent to what is missing.',
  })
})

test.each<[number, string, string, string, string]>([
  [401, 'InvalidAuthenticationToken', '', 'credentials', 'forbidden'],
  [403, 'Authorization_RequestDenied', '', 'permission', 'forbidden'],
  [403, 'accessDenied', '', 'permission', 'forbidden'],
  [403, 'Directory_QuotaExceeded', '', 'refused', 'forbidden'],
  [404, 'Request_ResourceNotFound', '', 'incomplete', 'conflict'],
  [400, 'Request_BadRequest', 'Invalid value specified for property', 'refused', 'invalid'],
  [
    400,
    'Request_BadRequest',
    'Another object with the same value for property userPrincipalName already exists.',
    'refused',
    'conflict',
  ],
  [
    400,
    'Request_BadRequest',
    "One or more added object references already exist for the following modified properties: 'members'.",
    'refused',
    'conflict',
  ],
  [
    400,
    'Request_BadRequest',
    'Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.',
    'refused',
    'forbidden',
  ],
  [
    400,
    'Request_BadRequest',
    'License assignment cannot be done for user with invalid usage location.',
    'refused',
    'invalid',
  ],
  [409, 'Request_MultipleObjectsWithSameKeyValue', '', 'refused', 'conflict'],
  [409, 'Directory_ConcurrencyViolation', '', 'throttled', 'retryable'],
  [429, 'TooManyRequests', '', 'throttled', 'retryable'],
  [500, 'UnknownError', '', 'unreachable', 'retryable'],
  [503, 'ServiceUnavailable', '', 'unreachable', 'retryable'],
  [504, 'something new', '', 'unreachable', 'retryable'],
  [418, 'Teapot', '', 'protocol', 'invalid'],
])('%i %s %s', (status, code, message, kind, write) => {
  expect(graphFault(refused(status, code, message), 'x').kind).toBe(kind)
  expect(classOf({ code, message }, status)).toBe(write)
})

test('a write that was not done comes to an outcome; a lost one is unknown', () => {
  expect(failedWrite(refused(404, 'Request_ResourceNotFound'), 'changing zoe')).toMatchObject({ status: 'conflict' })
  expect(failedWrite({ ...refused(429, 'TooManyRequests'), retryAfterMs: 9000 } as Undone, 'x')).toMatchObject({
    status: 'failed',
    class: 'retryable',
    retryAfterMs: 9000,
  })
  expect(failedWrite({ outcome: 'lost', detail: 'Graph answered 504' }, 'making zoe')).toEqual({
    status: 'failed',
    class: 'unknown',
    detail: 'making zoe: the answer was lost (Graph answered 504)',
  })
})

test('every code stands once, and every row says what it means and what to do', () => {
  const rows = [...graphRows, ...signInRows]
  const codes = rows.flatMap(([each]) => each.split(', ')).map((code) => code.toLowerCase())
  expect(codes).toEqual([...new Set(codes)])
  for (const [, , , what, next] of rows) {
    expect(what).toMatch(/^[a-z`G]/)
    expect(next).toMatch(/^[A-Z`].*\.$/)
  }
})

test('every word that is told from a message belongs to a row', () => {
  const known = graphRows.flatMap(([codes]) => codes.split(', ')).flatMap((code) => code.split('/')[1] ?? [])
  for (const [, word] of inWords) expect(known).toContain(word)
  expect(meaningOf('Request_BadRequest', 'no such words', 400).what).toBe('Graph does not take a value')
})
