import { afterEach, beforeEach, expect, test } from 'vitest'
import { profile } from '../access/scene.ts'
import type { Funds } from '../reconciler/access/stage.ts'
import { byHand, declare, found, on } from '../reconciler/access/stage.ts'
import { Bench, standing } from '../reconciler/bench.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

test('ATL-15 who is restricted and gets downloads on top is an escalation, and breaks the rule that keeps them apart', async () => {
  const download = {
    platform: 'atlas',
    permission: 'action/documents.download',
    level: 'allow',
    reason: 'audit',
    expires: '2026-12-20',
  }
  const restricted = (overrides: readonly object[]): Funds => ({
    users: { eva: on('eva', { role: 'restricted-view-only', accessGroup: 'funds' }, { overrides }) },
    policies: {
      separationOfDuties: {
        'restricted-stays-restricted': {
          sets: [
            { roles: { atlas: ['restricted-view-only'] } },
            { permissions: { atlas: ['action/documents.download'] } },
          ],
          atMost: 1,
          effect: 'enforce',
        },
      },
    },
  })
  declare(bench, restricted([]))
  expect((await bench.apply()).exitCode).toBe(0)
  declare(bench, restricted([download]))
  const made = await bench.plan()
  expect(found(made, 'escalation').map(({ message }) => message)).toEqual([
    expect.stringMatching(/eva.*action\/documents\.download/s) as unknown,
  ])
  expect(found(made, 'separation-of-duties')).toMatchObject([{ result: 'block', measured: 2, limit: 1 }])
  expect(standing(made)).toBe('blocked 5')
})

test('ATL-16 a platform that cannot show a number in part: masked is refused there, and never becomes view', async () => {
  const { capabilities, ...rules } = profile('atlas')
  const { 'restricted-view-only': _, ...builtInRoles } = rules.builtInRoles ?? {}
  const masked = { clerk: { platform: 'own', name: 'Clerk', permissions: { 'data/bank.accountNumber': 'masked' } } }
  const under = async (mask: boolean): Promise<readonly string[]> => {
    bench.write('platforms/own.yaml', {
      ...rules,
      name: 'Own',
      builtInRoles,
      capabilities: { ...capabilities, mask },
    })
    declare(bench, {
      contract: { platform: 'own', ...byHand },
      users: {},
      entities: {},
      accessGroups: {},
      roles: masked,
    })
    const made = await bench.plan()
    expect(standing(made) === 'invalid 3').toBe(!mask)
    return made.diagnostics
      .filter(({ message }) => message.includes('masked'))
      .map(({ file, slug }) => `${file} ${slug}`)
  }
  expect(await under(false)).toEqual(['tenants/acme/roles.yaml capability'])
  expect(await under(true)).toEqual([])
})
