import { expect } from 'vitest'
import type { Plan } from '../../../src/model/plan.ts'
import { localProvider } from '../../../src/providers/local/provider.ts'
import type { Bench } from '../bench.ts'
import { crowd, finding, person, tenantOf, told } from '../bench.ts'
import { localWith } from '../crash.ts'
import type { Sky } from '../sky.ts'
import { cloudly } from '../sky.ts'
import type { Law } from './laws.ts'

const tenantId = '6c1e0000-0000-4000-8000-000000000001'
const post = 'Global Administrator'

function alone(bench: Bench, sky: Sky, groups: object, users: object = {}): void {
  bench.providers = new Map([['entra', cloudly(sky)]])
  const directories = { cloud: { provider: 'entra', mode: 'authoritative', tenantId } }
  bench.tenant('acme', { tenant: { name: 'Acme', directories }, users: { ...crowd(3), ...users }, groups })
}

function besideDomain(bench: Bench, held: readonly string[], ana: object): void {
  bench.providers = new Map([
    ['local', localProvider],
    ['entra', cloudly({ held })],
  ])
  const directories = {
    ad: { provider: 'local', mode: 'authoritative' },
    cloud: { provider: 'entra', mode: 'authoritative', tenantId, syncedFrom: 'ad' },
  }
  bench.tenant('acme', { tenant: { name: 'Acme', directories }, users: { ana } })
}

const inCloud = ({ operations }: Plan): readonly string[] =>
  told(operations.filter(({ directory }) => directory === 'cloud'))

/** Deleted by roster, declared again. */
async function comingBack(bench: Bench, employeeId: string): Promise<readonly string[]> {
  bench.providers = new Map([['local', { ...cloudly(), name: 'local' }]])
  const declare = (ana: object): void => bench.tenant('acme', { tenant: tenantOf(), users: { ...crowd(4), ...ana } })
  declare({ ana: person('ana', { employeeId: 'E1' }) })
  await bench.apply()
  declare({})
  await bench.apply()
  bench.at('2027-02-01T09:00:00Z')
  await bench.apply()
  declare({ ana: person('ana', { employeeId }) })
  return told((await bench.plan()).operations)
}

/** What was deleted is restored, never made anew. */
export const comesBack: Law = async (bench) => {
  expect(await comingBack(bench, 'E1')).toEqual(['restore user ana'])
}

/** Nobody gets the deleted account of somebody else. */
export const nobodyElsesAccount: Law = async (bench) => {
  expect(await comingBack(bench, 'E2')).toEqual(['create user ana'])
}

/** What somebody else deleted waits for a decision. */
export const deletedElsewhere: Law = async (bench) => {
  bench.providers = new Map([['local', { ...cloudly(), name: 'local' }]])
  bench.tenant('acme', { tenant: tenantOf(), users: crowd(4) })
  await bench.apply()
  bench.live().editUser('p001', { state: 'softDeleted' })
  const made = await bench.plan()
  expect(told(made.operations)).toEqual(['restore user p001 (blocked)'])
  expect(finding(made, 'recordedMissing')).toBeUndefined()
}

/** Who comes by synchronisation is not made. */
export const comesBySynchronisation: Law = async (bench) => {
  besideDomain(bench, [], person('ana'))
  expect(inCloud(await bench.plan())).toEqual(['create user ana (waiting)'])
}

/** What another directory holds is not changed here. */
export const heldElsewhere: Law = async (bench) => {
  bench.live('acme', 'cloud').put()
  besideDomain(bench, ['ana'], person('ana', { title: 'Clerk' }))
  await bench.apply()
  const { id, attributes } = bench.live('acme', 'ad').user('ana')
  bench.live('acme', 'cloud').addUser('ana', { id: `cloud-${id}`, attributes: { ...attributes, title: 'Boss' } })
  const made = await bench.plan()
  expect(inCloud(made)).toEqual([])
  expect(finding(made, 'upstream-owned')?.message).toContain('title')
}

/** The role is never without somebody. */
export const neverWithoutHolder: Law = async (bench) => {
  const sky = { roles: [post], needsHolder: [post] }
  bench.live('acme', 'cloud').addGroup(post)
  const declare = (users: readonly string[]): void =>
    alone(bench, sky, { admins: { name: post, kind: 'directoryRole', members: { users } } })
  bench.tenant('acme', {
    acknowledgements: {
      gain: { gate: 'privilegedGain', max: 9, reason: 'a test', approver: 'leads', expires: '2026-12-03T09:00:00Z' },
    },
  })
  declare(['p001'])
  await bench.apply()
  declare([])
  expect(finding(await bench.plan(), 'lastHolder')?.result).toBe('block')
}

/** The successor comes before the account of the predecessor is switched off. */
export const successorFirst: Law = async (bench) => {
  await neverWithoutHolder(bench)
  const leaving = { p001: person('p001', { state: 'disabled' }) }
  const sky = { roles: [post], needsHolder: [post] }
  alone(bench, sky, { admins: { name: post, kind: 'directoryRole', members: { users: ['p002'] } } }, leaving)
  const disabling = (await bench.plan()).operations.find(({ verb }) => verb === 'disable')
  expect(disabling?.needs).toEqual(['acme/cloud/membership/admins/p002#grant'])
}

/** A unit is not taken for a group, whatever names it. */
export const kindsStay: Law = async (bench) => {
  const id = '7f9c24e5-2c31-4b2f-8f6a-0d7a1c9e4b55'
  bench.live('acme', 'cloud').addGroup('Berlin', [], { id })
  alone(bench, { units: ['Berlin'] }, { berlin: { name: 'Hamburg', adopt: { cloud: id } } })
  expect(told((await bench.plan()).operations).filter((line) => line.includes('group'))).toEqual([])
}

/** What lies in a group that the directory counts as privileged is privileged. */
export const privilegedWithin: Law = async (bench) => {
  const cloud = bench.live('acme', 'cloud')
  cloud.addGroup('Helpdesk Administrator')
  const sky = { roles: ['Helpdesk Administrator'] }
  alone(bench, sky, { desk: {} })
  await bench.apply()
  cloud.join('Helpdesk Administrator', 'group:desk')
  alone(bench, sky, { desk: { members: { users: ['p001'] } } })
  expect(finding(await bench.plan(), 'privilegedGain')?.result).toBe('block')
}

/** Where the first directory fails the second waits. */
export const oneAfterTheOther: Law = async (bench) => {
  bench.providers = localWith({
    apply: async (batch, writer) =>
      batch[0]?.directory === 'ad'
        ? batch.map(() => ({ status: 'failed', class: 'invalid', detail: 'not today' }))
        : writer.apply(batch),
  })
  const directories = {
    ad: { provider: 'local', mode: 'authoritative' },
    hq: { provider: 'local', mode: 'authoritative', dependsOn: ['ad'] },
  }
  bench.tenant('acme', { tenant: { name: 'Acme', directories }, users: crowd(2) })
  await bench.apply()
  expect(bench.live('acme', 'hq').users()).toEqual([])
}
