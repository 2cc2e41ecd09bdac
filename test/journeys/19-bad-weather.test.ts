import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cutAnswer, cutNth, refuseNth, slow } from '../servers/ad-proxy-faults.ts'
import type { AdProxy } from '../servers/ad-proxy.ts'
import { writing } from '../servers/ldap-proxy.ts'
import type { Fate, Faults } from '../servers/ldap-proxy.ts'
import { cast, documentOf, settle } from './cast.ts'
import { openDomain } from './domain.ts'
import type { Domain } from './domain.ts'
import { unfinished } from './inside.ts'
import type { Ended } from './program.ts'
import type { Stage } from './stage.ts'

let domain: Domain
let proxy: AdProxy
let stage: Stage
/** What is declared changes with each story, and with it what there is to do. */
let chapter = 0

beforeAll(async () => {
  domain = await openDomain()
  // The same behaviour as that of Microsoft's limits (1,500 values, 1,000 entries), with few people.
  proxy = await domain.proxy({ limits: { values: 5, entries: 60 } })
  stage = domain.stage({ mode: 'additive', port: proxy.port })
  // In a day of stories more people leave than a gate lets pass.
  stage.acknowledge('usersRemoved', 'membershipsRemoved', 'groupMembersRemoved')
  declare()
  await settle(stage)
  const crowd = Array.from({ length: 70 }, (_, at) => `stranger${at}`)
  for (const name of crowd) stage.behind.addPerson(name)
})
afterAll(async () => domain.close())
beforeEach(() => {
  chapter += 1
  declare()
})

/** Somebody comes and somebody goes, titles and memberships change; four stay. */
function declare(): void {
  const crew = Array.from({ length: 6 }, (_, at) => `crew-${at}: { name: { first: Crew, last: No${at} } }\n`).join('')
  const newcomer = `new-${chapter}: { name: { first: New, last: No${chapter} }, department: sales, groups: [vpn] }\n`
  const users = cast.users
    .replace('title: Lead', `title: Lead ${chapter}`)
    .replace('department: desk }', `department: desk${chapter % 2 === 0 ? ', groups: [vpn]' : ''} }`)
  stage.declare({ ...cast, users: `${users}${crew}${newcomer}` })
}

const staying = ['ana.li', 'ben.osei', 'crew.no0', 'crew.no5', 'eva.lo', 'tom.berg']

/** Whatever goes wrong: nobody is removed of whom no file says so. */
function nobodyElseIsRemoved(): void {
  const { people, groups } = stage.setting.picture()
  expect(staying.filter((name) => people[name]?.state !== 'active')).toEqual([])
  expect(staying.filter((name) => groups['Staff']?.members.includes(name) !== true)).toEqual([])
  expect(groups['Nested']?.members).toEqual(['eva.lo'])
  expect(groups['VPN']?.members).toEqual(expect.arrayContaining(['ana.li', 'group:Nested']))
}

const removals = /#(revoke|disable|delete)$/
/** All that may be taken away: the newcomer of the chapter before, and one membership of Tom's. */
const asked = /^acme\/hq\/(user\/new-\d+#disable|membership\/((staff|vpn)\/new-\d+|vpn\/tom-berg)#revoke)$/

function onlyWhatIsAskedFor(ended: Ended): void {
  const { operations } = documentOf(ended)
  expect(operations.map(({ id }) => id).filter((id) => removals.test(id) && !asked.test(id))).toEqual([])
}

function saidBy(ended: Ended): string {
  return `${ended.stderr}\n${JSON.stringify(documentOf(ended).findings)}`
}

/** The same faults, counted. */
function counted({ request, answer }: Faults, meets: () => void): Faults {
  const note = (fate: Fate): Fate => {
    if (fate !== 'pass') meets()
    return fate
  }
  return {
    ...(request === undefined ? {} : { request: async (one) => note(await request(one)) }),
    ...(answer === undefined
      ? {}
      : {
          answer: (one) => {
            const fate = answer(one)
            return fate instanceof Promise ? fate.then(note) : note(fate)
          },
        }),
  }
}

/** The same, with faults that the apply must have met. */
async function lived(faults: () => Faults): Promise<void> {
  let met = 0
  await survived(() => {
    met = 0
    return counted(faults(), () => (met += 1))
  })
  expect(met, 'how often the apply met with it').toBeGreaterThan(0)
}

/** A plan and an apply in bad weather, and what the next apply makes of it in good weather. */
async function survived(faults: () => Faults): Promise<void> {
  proxy.misbehave(faults())
  const plan = await stage.roster('plan', '--json')
  // A correct end, or a clear stop.
  expect([0, 4], saidBy(plan)).toContain(plan.code)
  onlyWhatIsAskedFor(plan)
  proxy.misbehave(faults())
  const apply = await stage.roster('apply', '--auto-approve', '--json')
  expect([0, 4, 6, 7], saidBy(apply)).toContain(apply.code)
  proxy.misbehave({})
  nobodyElseIsRemoved()
  await settle(stage)
  nobodyElseIsRemoved()
  const { people } = stage.setting.picture()
  expect(people[`new.no${chapter}`]?.state).toBe('active')
  expect(people['ana.li']?.attributes['title']).toBe(`Lead ${chapter}`)
}

describe('REL-01 REL-15 the connection is lost', () => {
  for (const nth of [10, 20, 30, 40, 50, 60, 70])
    test(`at message ${nth}`, async () => lived(() => cutNth(nth, 'once')))
  test('at every tenth message', async () => lived(() => cutNth(10, 'every')))
  test('at every third message that writes', async () => lived(() => cutNth(3, 'every', ...writing)))
  test('after a write, before its answer', async () => {
    await lived(() => {
      let writes = 0
      return { answer: ({ tag }) => ([0x67, 0x69, 0x6d].includes(tag) && ++writes % 4 === 0 ? 'cut' : 'pass') }
    })
  })
})

describe('REL-01 an answer is cut in the middle', () => {
  for (const nth of [10, 40, 70, 100, 130, 160]) test(`answer ${nth}`, async () => lived(() => cutAnswer(nth)))
})

const refusals: readonly (readonly [string, number])[] = [
  ['busy', 51],
  ['unavailable', 52],
  ['a size limit', 4],
  ['a time limit', 3],
  ['an error of operations', 1],
]
describe.each(refusals)('REL-10 the server answers with %s', (_, code) => {
  for (const nth of [12, 24]) test(`at search ${nth}`, async () => lived(() => refuseNth(nth, code, 'search')))
  test('at the third write', async () => lived(() => refuseNth(3, code, ...writing)))
})

test('every answer is slow', async () => survived(() => slow(25)))

test('UX a value that is too long is told before anything is written', async () => {
  stage.declare({ users: cast.users.replace('title: Lead', `title: ${'x'.repeat(129)}`) })
  proxy.forget()
  const plan = await stage.roster('plan')
  expect(plan.stdout).toContain('title takes 128 characters')
  expect(proxy.count(...writing)).toBe(0)
  declare()
  expect(await unfinished(stage)).not.toEqual([])
  await settle(stage)
})
