import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluate } from '../../src/access/evaluate.ts'
import { keysIn, isScoped, oracle } from './oracle.ts'
import { dice, randomRules, randomTenant } from './random-tenant.ts'

describe('the evaluator against one that works everything out the plain way', () => {
  test('every level of everybody on every entity, whatever the tenant', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const roll = dice(seed)
        const tenant = randomTenant(roll, randomRules(roll))
        const [evaluation, plain] = [evaluate(tenant), oracle(tenant)]
        const wrong: string[] = []
        const compare = (what: string, found: string, wanted: string): void => {
          if (found !== wanted) wrong.push(`${what}: ${found} instead of ${wanted}`)
        }
        for (const account of tenant.accounts.keys()) {
          for (const key of keysIn(tenant)) {
            compare(`value ${account} ${key}`, evaluation.value(account, key), plain.value(account, key))
            const everywhere = isScoped(tenant, key) ? [] : [undefined]
            for (const entity of [...everywhere, 'unknown', ...tenant.entities.keys()]) {
              const [found, wanted] = [evaluation, plain].map((one) => one.level(account, key, entity))
              compare(`level ${account} ${key} ${entity}`, found ?? '', wanted ?? '')
            }
          }
        }
        expect(wrong).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  test('who reaches what, who has anything, and how many pairs there are', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const roll = dice(seed)
        const tenant = randomTenant(roll, randomRules(roll))
        const [evaluation, plain] = [evaluate(tenant), oracle(tenant)]
        const ids = [...tenant.entities.keys()]
        for (const account of tenant.accounts.keys()) {
          const reached = ids.filter((id) => plain.reaches(account, id))
          expect(ids.filter((id) => evaluation.reaches(account, id))).toEqual(reached)
          const all = evaluation.reach(account)
          if (all !== 'all') expect([...all].toSorted()).toEqual(reached.toSorted())
        }
        const users = new Set([...tenant.accounts.values()].map(({ user }) => user))
        const pairs = [...users].flatMap((user) => {
          const has = (entity?: string): boolean =>
            keysIn(tenant).some(
              (key) => isScoped(tenant, key) === (entity !== undefined) && plain.ofPerson(user, key, entity) !== 'none',
            )
          const held = [undefined, ...ids].filter((entity) => has(entity))
          expect([undefined, ...ids].filter((entity) => evaluation.has(user, entity))).toEqual(held)
          return held
        })
        expect(evaluation.pairs).toBe(pairs.length)
      }),
      { numRuns: 200 },
    )
  })
})
