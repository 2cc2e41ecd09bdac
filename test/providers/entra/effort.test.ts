import { describe, expect, test } from 'vitest'
import type { Operation } from '../../../src/model/operation.ts'
import { effortFor } from '../../../src/providers/entra/effort.ts'

const common = {
  tenant: 'northwind',
  directory: 'entra',
  status: 'planned',
  reason: 'declared',
  derived: false,
  summary: '',
  risk: 'low',
  escalation: false,
  sensitive: [],
  needs: [],
  effects: [],
  source: { file: 'users.yaml', line: 1, via: [] },
  reversible: true,
  urgent: false,
  fingerprint: '',
} as const

function creation(number: number): Operation {
  const address = `northwind/entra/user/person-${number}`
  const after = {
    username: `person${number}`,
    container: 'users',
    state: 'active',
    attributes: {},
    references: {},
  } as const
  return { ...common, id: `${address}#create`, address, kind: 'user', verb: 'create', before: null, after }
}

function grant(group: string, number: number): Operation {
  const address = `northwind/entra/membership/${group}/person-${number}`
  const after = { group, member: `person-${number}` }
  return { ...common, id: `${address}#grant`, address, kind: 'membership', verb: 'grant', before: null, after }
}

describe('what a plan asks of Graph', () => {
  test('nothing, where nothing is planned', () => {
    expect(effortFor([])).toEqual({ requests: 0, seconds: 0 })
  })

  test('a thousand creations: made and read back, by twenties', () => {
    const operations = Array.from({ length: 1000 }, (_, number) => creation(number))
    expect(effortFor(operations).requests).toBe(100)
  })

  test('members of one group go twenty to a question, those of several apart', () => {
    const team = Array.from({ length: 400 }, (_, number) => grant('team', number))
    expect(effortFor(team).requests).toBe(2)
    const teams = Array.from({ length: 40 }, (_, number) => grant(`team-${number}`, 1))
    expect(effortFor(teams).requests).toBe(4)
  })

  test('ten thousand creations take as long as Graph’s limit of writes says', () => {
    const operations = Array.from({ length: 10_000 }, (_, number) => creation(number))
    expect(effortFor(operations).seconds).toBeGreaterThan(300)
  })
})
