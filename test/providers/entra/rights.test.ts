import { expect, test } from 'vitest'
import { readPermissions, writePermissions } from '../../../src/providers/entra/permissions.ts'
import { judged } from '../../../src/providers/entra/rights.ts'

const reading = readPermissions.map(({ name }) => name)
const writing = writePermissions.map(({ name }) => name)
const verdicts = (identity: 'read' | 'write', consented: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(judged(identity, consented).map(({ name, verdict }) => [name, verdict]))

test('SEC-01 the listed permissions are all held, and nothing is spare', () => {
  expect(new Set(Object.values(verdicts('read', reading)))).toEqual(new Set(['held']))
  expect(new Set(Object.values(verdicts('write', [...reading, ...writing])))).toEqual(new Set(['held']))
})

test.each(reading)('SEC-01 without %s a reader is told that it is missing', (name) => {
  const found = verdicts(
    'read',
    reading.filter((each) => each !== name),
  )
  expect(Object.entries(found).filter(([, verdict]) => verdict === 'missing')).toEqual([[name, 'missing']])
})

test('SEC-01 a reader that could write is told of it, and what to consent to instead', () => {
  const rights = judged('read', [...reading.filter((name) => name !== 'User.Read.All'), 'User.ReadWrite.All'])
  expect(rights.filter(({ verdict }) => verdict === 'missing')).toEqual([])
  expect(rights.filter(({ verdict }) => verdict === 'spare')).toEqual([
    {
      identity: 'read',
      name: 'User.ReadWrite.All',
      verdict: 'spare',
      purpose: 'Take it away from the application, and consent to User.Read.All instead.',
    },
  ])
})

test('what roster has no use for is spare', () => {
  expect(judged('write', [...reading, ...writing, 'Mail.Read']).filter(({ verdict }) => verdict === 'spare')).toEqual([
    expect.objectContaining({ name: 'Mail.Read', purpose: expect.stringMatching(/no use/) }),
  ])
})
