import { expect, test } from 'vitest'
import type { Operation } from '../../src/model/operation.ts'
import { driftSectionOf } from '../../src/report/sections.ts'

const of = (kind: Operation['kind']): string => driftSectionOf({ kind } as Operation)

test('what differs on a platform stands under its own title in a drift report, and not among groups', () => {
  const [onPlatforms, inDirectories] = [
    ['account', 'role', 'roleAssignment', 'workOrder', 'seat'] as const,
    ['group', 'organizationalUnit', 'policy'] as const,
  ]
  expect(onPlatforms.map(of)).toEqual(onPlatforms.map(() => 'platforms'))
  expect(inDirectories.map(of)).toEqual(inDirectories.map(() => 'groups'))
})
