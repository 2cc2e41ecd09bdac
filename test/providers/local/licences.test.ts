import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ObservedLicences } from '../../../src/model/observed.ts'
import type { Operation } from '../../../src/model/operation.ts'
import { lendNothing } from '../../../src/language/validate/licences.ts'
import { loadProviders, providerNames } from '../../../src/providers/registry.ts'
import { fileOf, localTrial, operation, userLine, type LocalTrial } from './directory.ts'

let trial: LocalTrial
beforeEach(() => {
  trial = localTrial()
})
afterEach(() => trial.close())

/** A directory that lends so many units of E3 to these people. */
function lend(units: number, people: Readonly<Record<string, readonly string[]>>, faults?: object): void {
  const lines = Object.entries(people).map(([username, licences]) => userLine(username, { licences }))
  const [header = '', ...rest] = fileOf(faults, ...lines).split('\n')
  const pools = { E3: { purchased: units } }
  trial.write([JSON.stringify({ ...(JSON.parse(header) as object), licences: pools }), ...rest].join('\n'))
  for (const username of Object.keys(people)) {
    const id = `id-${username}`
    trial.located.set(`acme/hq/user/${username}`, { immutableId: id, reference: id })
  }
}

function licence(verb: 'grant' | 'revoke', user: string, sku = 'E3'): Operation {
  const pair = { licence: 'office', sku, user }
  return operation(
    `office/${user}`,
    verb === 'grant'
      ? { kind: 'licence', verb, before: null, after: pair }
      : { kind: 'licence', verb, before: pair, after: null },
  )
}

async function seen(): Promise<ObservedLicences | undefined> {
  const reader = await trial.reader()
  return reader.licences?.()
}

test('a unit is given and taken, asked again it is so already, and what is shown follows', async () => {
  lend(2, { ana: ['E3'], ben: [], eva: ['E3', 'VISIO'] })
  expect(await seen()).toEqual({ pools: [{ sku: 'E3', purchased: 2, holders: ['id-ana', 'id-eva'] }] })
  const outcomes = await trial.apply(
    licence('revoke', 'eva'),
    licence('revoke', 'eva'),
    licence('grant', 'ben'),
    licence('grant', 'ben'),
  )
  expect(outcomes.map(({ status }) => status)).toEqual(['applied', 'unchanged', 'applied', 'unchanged'])
  expect(await seen()).toEqual({ pools: [{ sku: 'E3', purchased: 2, holders: ['id-ana', 'id-ben'] }] })
  expect(trial.lines().at(-2)).toContain('"licences":["VISIO"]')
  const reader = await trial.reader()
  const locate = (address: string) => trial.located.get(address)
  expect(await reader.confirm(licence('grant', 'ben'), locate)).toBe(true)
  expect(await reader.confirm(licence('grant', 'eva'), locate)).toBe(false)
})

test('no unit is given that was not bought, none of a licence that is not lent, and none to nobody', async () => {
  lend(1, { ana: ['E3'], ben: [] })
  expect(await trial.apply(licence('grant', 'ben'), licence('grant', 'ben', 'E5'), licence('grant', 'tom'))).toEqual([
    { status: 'failed', class: 'invalid', detail: 'no unit of E3 is free: 1 of 1 are in use' },
    { status: 'failed', class: 'invalid', detail: 'there is no licence E5' },
    { status: 'conflict', detail: 'tom has no account here' },
  ])
  const remove = operation('ana', {
    kind: 'user',
    verb: 'delete',
    before: { immutableId: 'id-ana', username: 'ana' },
    after: null,
  })
  expect((await trial.apply(remove, licence('grant', 'ben'))).map(({ status }) => status)).toEqual([
    'applied',
    'applied',
  ])
})

test('what may not be read is told apart from what is not there', async () => {
  lend(1, { ana: ['E3'] }, { unreadable: ['licences'] })
  expect(await seen()).toEqual({ unreadable: 'the reading account may not see who has which licence' })
  trial.write(fileOf(undefined, userLine('ana', { unknown: ['licences'] })))
  expect(await seen()).toEqual({ unreadable: 'the licences of ana may not be read' })
  trial.write(fileOf(undefined, userLine('ana')))
  expect(await seen()).toEqual({ pools: [] })
})

test('licences keep the faults that the file tells: a write fails, and another is seen late', async () => {
  lend(2, { ana: [], ben: [] }, { fail: { write: 1, when: 'before', class: 'retryable' } })
  expect(await trial.apply(licence('grant', 'ana'), licence('grant', 'ben'))).toMatchObject([
    { status: 'failed', class: 'retryable' },
    { status: 'applied' },
  ])
  lend(2, { ana: [] }, { lagReads: 2 })
  expect(await trial.apply(licence('grant', 'ana'))).toMatchObject([{ status: 'accepted' }])
  expect(await seen()).toMatchObject({ pools: [{ holders: [] }] })
  await seen()
  expect(await seen()).toMatchObject({ pools: [{ holders: ['id-ana'] }] })
})

test.each([[-1], [1.5], ['ten'], [null]])('a number of units that is none stops the reading: %j', async (purchased) => {
  const [header = '', ...rest] = fileOf(undefined, userLine('ana')).split('\n')
  trial.write(
    [JSON.stringify({ ...(JSON.parse(header) as object), licences: { E3: { purchased } } }), ...rest].join('\n'),
  )
  await expect(trial.reader()).rejects.toThrow('`purchased` of the licence E3 must be a whole number, 0 or more')
})

test('the language and the providers agree on who lends nothing', async () => {
  for (const { name, capabilities } of (await loadProviders(providerNames)).values())
    expect([name, capabilities['licence.grant'] !== true]).toEqual([name, lendNothing.has(name)])
})
