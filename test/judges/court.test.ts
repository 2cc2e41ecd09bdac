import { describe, expect, test } from 'vitest'
import type { Ended } from '../private-network/network.ts'
import { clientOf } from './court.ts'
import type { Step } from './court.ts'

/** A client that answers so, whatever it is asked. */
async function heard(
  ended: Partial<Ended>,
  ask: (client: ReturnType<typeof clientOf>) => Promise<unknown>,
): Promise<readonly Step[]> {
  const steps: Step[] = []
  const run = async (): Promise<Ended> => ({ code: 0, stdout: '', stderr: '', ...ended })
  await ask(clientOf('az', run, steps, () => {}))
  return steps
}

const show = ['ad', 'user', 'show', '--id', 'ana@northwind.example']

describe('the judges notice', () => {
  const asked = async (ended: Partial<Ended>): Promise<readonly string[] | undefined> => {
    const steps = await heard(ended, async (client) => client.ask('people', show, { jobTitle: 'Lead' }))
    return steps[0]?.differences
  }

  test('a value other than the one declared', async () => {
    expect(await asked({ stdout: '{"id":"7","jobTitle":"Lead"}' })).toEqual([])
    expect(await asked({ stdout: '{"id":"7","jobTitle":"Clerk"}' })).toEqual([
      'jobTitle is "Clerk", and "Lead" was expected',
    ])
    expect(await asked({ stdout: '' })).toHaveLength(1)
  })

  test('a command that failed, whatever it said', async () => {
    const differences = await asked({ code: 3, stdout: '{"jobTitle":"Lead"}', stderr: 'ERROR: no such person' })
    expect(differences).toEqual(['it ended with 3: {"jobTitle":"Lead"}ERROR: no such person'])
  })

  test('a refusal that did not come, or came for another reason', async () => {
    const refused = async (ended: Partial<Ended>): Promise<readonly string[] | undefined> => {
      const steps = await heard(ended, async (client) => client.refused('people', show, /does not exist/))
      return steps[0]?.differences
    }
    expect(await refused({ code: 3, stderr: 'Resource does not exist' })).toEqual([])
    expect(await refused({ stdout: '{}' })).toEqual(['it succeeded, and a refusal was expected'])
    expect(await refused({ code: 1, stderr: 'no network' })).toEqual(['it was refused in other words: no network'])
  })
})

test('a step is named by its command, without options', async () => {
  const [step] = await heard({ stdout: '{}' }, async (client) => client.ask('people', show))
  expect(step).toMatchObject({ who: 'az', about: 'people', command: 'ad user show' })
})
