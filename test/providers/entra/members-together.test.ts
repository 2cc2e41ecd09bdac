import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Reader, Writer } from '../../../src/providers/provider.ts'
import { detailOf, Office, wordsOf } from './writing.ts'

let office: Office
let reader: Reader
let writer: Writer

beforeAll(async () => {
  office = await Office.start()
  reader = await office.reader()
  writer = await office.writer()
})
afterAll(async () => office?.close())

function people(prefix: string, count: number): readonly string[] {
  const names = Array.from({ length: count }, (_, i) => `${prefix}${i}`)
  for (const name of names) office.person(name)
  return names
}

async function readGroups(): Promise<void> {
  for await (const _ of reader.observe(['group']));
}

describe('many members of one group', () => {
  test('come twenty to a request, one request after the other: two at once would meet on the same group', async () => {
    const id = office.group('Crowd')
    const before = office.graph.log.length
    const outcomes = await office.apply(writer, ...people('crowd', 45).map((name) => office.joining('Crowd', name)))
    expect(new Set(wordsOf(outcomes))).toEqual(new Set(['applied']))
    expect(office.graph.state.members.get(id)?.size).toBe(45)
    const sent = office.graph.log.slice(before).map(({ method, inBatch }) => `${inBatch ? 'in ' : ''}${method}`)
    const batches = sent.join(' ').split(' POST')
    expect(batches.filter((batch) => /in PATCH.*in PATCH/.test(batch))).toEqual([])
    expect(sent.filter((each) => each === 'in PATCH')).toHaveLength(3)
  })

  test('one who is in already keeps only those of the same request from coming together', async () => {
    const names = people('queue', 45)
    const id = office.group('Queue', [office.idOf('user', 'queue3')])
    const before = office.graph.log.length
    const outcomes = await office.apply(writer, ...names.map((name) => office.joining('Queue', name)))
    expect(wordsOf(outcomes).filter((word) => word !== 'applied')).toEqual(['unchanged'])
    expect(office.graph.state.members.get(id)?.size).toBe(45)
    const sent = office.graph.log.slice(before)
    expect(sent.filter(({ method, url }) => method === 'POST' && url.endsWith('/members/$ref'))).toHaveLength(20)
  })
})

describe('a group that was read in the same run', () => {
  test('is not looked at again before somebody is let in', async () => {
    const id = office.group('Read')
    await readGroups()
    const [name = ''] = people('reader', 1)
    expect(wordsOf(await office.apply(writer, office.joining('Read', name)))).toEqual(['applied'])
    expect(office.asked('GET', new RegExp(`/groups/${id}\\?`))).toBe(0)
  })

  test('and is not roster’s to change stays as it is, also where an earlier reading saw it otherwise', async () => {
    const id = office.group('Turned')
    await readGroups()
    const group = office.graph.state.groups.get(id)
    if (group === undefined) throw new Error('the group is gone')
    office.graph.state.groups.set(id, { ...group, groupTypes: ['DynamicMembership'], membershipRule: 'all' })
    await readGroups()
    const [name = ''] = people('turner', 1)
    const [outcome] = await office.apply(writer, office.joining('Turned', name))
    expect(outcome).toMatchObject({ status: 'failed', class: 'forbidden' })
    expect(detailOf(outcome)).toContain('rule')
    expect(office.graph.state.members.get(id)?.size).toBe(0)
  })
})
