import { expect, test } from 'vitest'
import { peopleOf } from '../../../src/cli/loop/court.ts'
import type { Forge } from '../../../src/forge/forge.ts'

test('SEC-05 what CODEOWNERS writes like a team and cannot be one is asked about nowhere, and holds nobody up', async () => {
  const asked: string[] = []
  const forge: Pick<Forge, 'membersOf' | 'mayWrite'> = {
    membersOf: async (team) => {
      asked.push(team)
      return new Set(['ana'])
    },
    mayWrite: async () => true,
  }
  const codeowners = '* @msp/leads @msp/.. @msp/. @msp/a%2Fb @ana ana@msp.example\n/x @msp/team.one\n'
  const people = await peopleOf(forge, [], [{ codeowners }])
  expect(asked).toEqual(['msp/leads', 'msp/team.one'])
  expect(people.members('msp/..')).toBeUndefined()
})
