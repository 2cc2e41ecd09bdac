import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Operation } from '../../../src/model/operation.ts'
import type { Writer } from '../../../src/providers/provider.ts'
import { at } from '../ldap/directory.ts'
import { detailOf, Office, wordOf, wordsOf } from './writing.ts'

const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10'
const userAdministrator = 'fe930be7-5e62-47db-91af-98c3a49a38b1'

let office: Office
let writer: Writer

beforeAll(async () => {
  office = await Office.start()
  writer = await office.writer()
  for (const [name, id] of [
    ['Global Administrator', globalAdministrator],
    ['User Administrator', userAdministrator],
  ] as const)
    office.known.set(at('group', name), { immutableId: id, reference: id })
})
afterAll(async () => office?.close())

function hold(role: string, person: string): void {
  const id = `${role}-${person}`
  office.graph.state.roleAssignments.set(id, {
    id,
    principalId: person,
    roleDefinitionId: role,
    directoryScopeId: '/',
  })
}

function holders(role: string): readonly unknown[] {
  return [...office.graph.state.roleAssignments.values()]
    .filter(({ roleDefinitionId }) => roleDefinitionId === role)
    .map(({ principalId }) => principalId)
}

async function twice(asked: () => Operation): Promise<readonly string[]> {
  const first = await office.apply(writer, asked())
  return [...wordsOf(first), ...wordsOf(await office.apply(writer, asked()))]
}

describe('directory roles', () => {
  test('are held and given back', async () => {
    const id = office.person('rae')
    expect(await twice(() => office.joining('User Administrator', 'rae'))).toEqual(['applied', 'unchanged'])
    expect(holders(userAdministrator)).toEqual([id])
    expect(await twice(() => office.parting('User Administrator', 'rae'))).toEqual(['applied', 'unchanged'])
    expect(holders(userAdministrator)).toEqual([])
  })

  test('the last who can sign in stays Global Administrator: not taken out, not disabled, not deleted', async () => {
    const [last, out] = [office.person('last'), office.person('out', { accountEnabled: false })]
    for (const each of [last, out]) hold(globalAdministrator, each)
    const asked = [office.parting('Global Administrator', 'last'), office.standing('last', 'disable')]
    for (const each of asked) {
      const [outcome] = await office.apply(writer, each)
      expect(wordOf(outcome)).toBe('failed/forbidden')
      expect(detailOf(outcome)).toMatch(/nobody else who can sign in is Global Administrator/)
    }
    expect(office.user(last)['accountEnabled']).toBe(true)
    expect(holders(globalAdministrator)).toEqual([last, out])
  })

  test('of two who leave at one moment one stays', async () => {
    office.person('next')
    await office.apply(writer, office.joining('Global Administrator', 'next'))
    const both = [office.standing('last', 'disable'), office.parting('Global Administrator', 'next')]
    const outcomes = await office.apply(writer, ...both)
    expect(wordsOf(outcomes).toSorted()).toEqual(['applied', 'failed/forbidden'])
  })

  test('roster’s own application is not taken out', async () => {
    const own = office.graph.writer.servicePrincipalId
    hold(userAdministrator, own)
    const [outcome] = await office.apply(writer, office.parting('User Administrator', `~${own}`))
    expect([wordOf(outcome), holders(userAdministrator)]).toEqual(['failed/forbidden', [own]])
  })
})

describe('licences', () => {
  const named = (sku: string): string => {
    const found = [...office.graph.state.subscribedSkus.values()].find((each) => each['skuPartNumber'] === sku)
    return String(found?.['skuId'])
  }
  const licencesOf = (name: string) =>
    office.user(office.idOf('user', name))['assignedLicenses'] as readonly { skuId: string; disabledPlans: unknown[] }[]

  test('are given with services switched off, changed, and taken back', async () => {
    office.person('sam', { usageLocation: 'NL' })
    expect(await twice(() => office.lending('sam', 'SPE_E3', ['YAMMER_ENTERPRISE']))).toEqual(['applied', 'unchanged'])
    expect(licencesOf('sam')).toMatchObject([{ skuId: named('SPE_E3') }])
    expect(licencesOf('sam')[0]?.disabledPlans).toHaveLength(1)
    expect(await twice(() => office.lending('sam', 'SPE_E3', []))).toEqual(['applied', 'unchanged'])
    expect(licencesOf('sam')[0]?.disabledPlans).toEqual([])
    expect(await twice(() => office.takingBack('sam', 'SPE_E3'))).toEqual(['applied', 'unchanged'])
    expect(licencesOf('sam')).toEqual([])
  })

  test('of one person go out in one request, and one that cannot be had keeps no other waiting', async () => {
    office.person('tia', { usageLocation: 'NL' })
    const before = office.asked('POST', /assignLicense/)
    const both = [office.lending('tia', 'SPE_E3'), office.lending('tia', 'ENTERPRISEPACK')]
    expect(wordsOf(await office.apply(writer, ...both))).toEqual(['applied', 'applied'])
    expect(office.asked('POST', /assignLicense/)).toBe(before + 1)
    office.person('uma', { usageLocation: 'NL' })
    const mixed = [office.lending('uma', 'SPE_E3'), office.lending('uma', 'NO_SUCH_SKU')]
    expect(wordsOf(await office.apply(writer, ...mixed))).toEqual(['applied', 'failed/invalid'])
  })

  test('that are gone, though they still show, are taken for gone', async () => {
    office.person('ulf', { usageLocation: 'NL' })
    await office.apply(writer, office.lending('ulf', 'ENTERPRISEPACK'))
    office.graph.misbehave({ lag: 100 })
    expect(wordsOf(await office.apply(writer, office.takingBack('ulf', 'ENTERPRISEPACK')))).toEqual(['applied'])
    expect(wordsOf(await office.apply(writer, office.takingBack('ulf', 'ENTERPRISEPACK')))).toEqual(['unchanged'])
    office.graph.misbehave({})
    office.graph.settle()
  })

  test('say what is missing where they cannot be given', async () => {
    office.person('vic')
    const [outcome] = await office.apply(writer, office.lending('vic', 'SPE_E3'))
    expect(wordOf(outcome)).toBe('failed/invalid')
    expect(detailOf(outcome)).toMatch(/usage location/)
    office.person('wim', { usageLocation: 'NL' })
    const [unknown] = await office.apply(writer, office.lending('wim', 'SPE_E3', ['TELEPATHY']))
    expect(detailOf(unknown)).toMatch(/no service TELEPATHY; it has/)
  })

  test('without a free unit are refused, and say so', async () => {
    const [sku] = [...office.graph.state.subscribedSkus.values()].filter((each) => each['skuPartNumber'] === 'SPE_E3')
    if (sku === undefined) throw new Error('no SPE_E3')
    office.graph.state.subscribedSkus.set(sku.id, {
      ...sku,
      prepaidUnits: { enabled: 0, suspended: 0, warning: 0, lockedOut: 0 },
    })
    office.person('xia', { usageLocation: 'NL' })
    const [outcome] = await office.apply(writer, office.lending('xia', 'SPE_E3'))
    expect(wordOf(outcome)).toBe('failed/invalid')
    expect(detailOf(outcome)).toMatch(/no unit of this licence is free/)
  })
})

describe('reading back', () => {
  test('sees what was written, and only that', async () => {
    const reader = await office.reader()
    const made = [office.creation('yun', { jobTitle: 'Nurse' }), office.grouping('Seen')]
    await office.apply(writer, ...made)
    await office.apply(writer, office.joining('Seen', 'yun'))
    const wrong = office.creation('yun', { jobTitle: 'Clerk' })
    const asked = [...made, office.joining('Seen', 'yun'), office.parting('Seen', 'yun'), wrong]
    expect(await reader.confirmAll?.(asked, office.locate)).toEqual([true, true, true, false, false])
  })

  test('a role, a licence, a state, and somebody who is gone', async () => {
    const reader = await office.reader()
    const id = office.person('zoe', { usageLocation: 'NL', accountEnabled: false })
    hold(userAdministrator, id)
    const asked = [
      office.joining('User Administrator', 'zoe'),
      office.standing('zoe', 'disable'),
      office.standing('zoe', 'enable'),
      office.lending('zoe', 'ENTERPRISEPACK'),
      office.deletion('zoe'),
    ]
    expect(await reader.confirmAll?.(asked, office.locate)).toEqual([true, true, false, false, false])
    await office.apply(writer, office.lending('zoe', 'ENTERPRISEPACK'), office.deletion('zoe'))
    expect(await reader.confirmAll?.([office.deletion('zoe')], office.locate)).toEqual([true])
  })
})

describe('requests', () => {
  test('a hundred people, with a manager each, cost five batches and five more', async () => {
    office.person('head')
    const before = office.graph.log.filter(({ inBatch }) => !inBatch).length
    for (let from = 0; from < 100; from += 20) {
      const names = Array.from({ length: 20 }, (_, i) => `crowd${from + i}`)
      const outcomes = await office.apply(
        writer,
        ...names.map((name) => office.creation(name, {}, { manager: 'head' })),
      )
      expect(new Set(wordsOf(outcomes))).toEqual(new Set(['applied']))
    }
    const after = office.graph.log.filter(({ inBatch }) => !inBatch).length
    expect(after - before).toBe(10)
  })

  test('a thousand creations cost fifty batches, and fifty to read them back', async () => {
    const reader = await office.reader()
    const count = (): number => office.graph.log.filter(({ inBatch }) => !inBatch).length
    const before = count()
    for (let from = 0; from < 1000; from += 20) {
      const people = Array.from({ length: 20 }, (_, i) => office.creation(`mass${from + i}`))
      await office.apply(writer, ...people)
      expect(await reader.confirmAll?.(people, office.locate)).toEqual(people.map(() => true))
    }
    expect(count() - before).toBeLessThanOrEqual(110)
  }, 60_000)
})
