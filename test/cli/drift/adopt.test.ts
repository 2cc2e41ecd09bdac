import { expect, test } from 'vitest'
import { writeAll } from '../../../src/adoption/write.ts'
import { accept, objection } from '../../../src/cli/drift/accept.ts'
import { itemsOf } from '../../../src/cli/drift/items.ts'
import type { FileChange } from '../../../src/adoption/result.ts'
import { told } from '../../reconciler/bench.ts'
import { settledDesk, type Desk } from './desk.ts'
import { sorts } from './sorts.ts'

/** Lines that went, and lines that came. */
function linesChanged(files: readonly FileChange[]): readonly string[] {
  return files.flatMap(({ before = '', text }) => {
    const [then, now] = [before.split('\n'), text.split('\n')]
    const gone = then.filter((line) => !now.includes(line)).map((line) => `-${line}`)
    return [...gone, ...now.filter((line) => !then.includes(line)).map((line) => `+${line}`)]
  })
}

test.for(Object.entries(sorts))(
  'REL-19 %s is adopted by the smallest edit, or it is said why not',
  async ([, sort]) => {
    const desk = await settledDesk()
    sort.happens(desk.live)
    if (sort.acknowledged !== undefined) desk.acknowledge(...sort.acknowledged)
    await desk.look(async (look) => {
      const items = itemsOf(look)
      expect(items.map(({ operation }) => operation.summary)).toEqual([sort.words])
      const made = await accept(look, items)
      if (sort.accept instanceof RegExp) {
        expect(made.files).toEqual([])
        expect(made.refused[0]?.why).toMatch(sort.accept)
        return
      }
      expect(made.refused).toEqual([])
      expect(linesChanged(made.files)).toEqual(sort.accept)
      writeAll(desk.bench.root, made.files)
    })
    if (sort.accept instanceof RegExp) return
    const live = desk.live.text()
    expect(told((await desk.bench.plan()).operations)).toEqual(sort.also ?? [])
    expect((await desk.bench.apply()).exitCode).toBe(0)
    if (sort.also === undefined) expect(desk.live.text()).toBe(live)
    expect(told((await desk.bench.drift()).operations)).toEqual([])
  },
)

test('everything at once: each edit finds its place, and every other byte stays', async () => {
  const desk = await settledDesk()
  const chosen = Object.values(sorts).filter(
    ({ accept: edit, words }) =>
      !(edit instanceof RegExp) && !/location was removed|gil was|fay was disabled/.test(words),
  )
  for (const { happens } of chosen) happens(desk.live)
  await desk.look(async (look) => {
    const made = await accept(look, itemsOf(look))
    expect(made.refused).toEqual([])
    const changed = new Set(linesChanged(made.files).map((line) => line.slice(1)))
    for (const { path, before = '', text } of made.files) {
      const kept = before.split('\n').filter((line) => !changed.has(line))
      expect(
        text.split('\n').filter((line) => kept.includes(line)),
        path,
      ).toEqual(kept)
    }
    writeAll(desk.bench.root, made.files)
  })
  expect(told((await desk.bench.plan()).operations)).toEqual([])
})

test('what can be adopted is adopted, though something beside it cannot', async () => {
  const desk = await settledDesk()
  desk.live.setAttributes('ana-li', { title: 'Boss' })
  desk.live.editUser('gil', { container: 'people/Cellar' })
  desk.live.removeGroup('printers')
  desk.acknowledge('recordedMissing', 'population')
  const made = await desk.look((look) => accept(look, itemsOf(look)))
  expect(made.accepted.map(({ item }) => item.address)).toEqual(['acme/hq/user/ana-li'])
  expect(made.refused.map(({ item }) => item.address)).toEqual(['acme/hq/user/gil', 'acme/hq/group/printers'])
})

test('from what is missing nothing is concluded: nothing can be proven, and no file is edited', async () => {
  const desk = await settledDesk()
  desk.live.setAttributes('ana-li', { title: 'Boss' })
  desk.live.removeUser('gil')
  const made = await desk.look((look) => accept(look, itemsOf(look)))
  expect(made.files).toEqual([])
  expect(made.refused.map(({ why }) => why)).toEqual(
    Array.from({ length: 2 }, () =>
      expect.stringContaining('no plan can prove it now: 1 recorded object was not returned'),
    ),
  )
})

test('somebody whom nobody declared is for import', async () => {
  const desk = await settledDesk()
  desk.live.addUser('stranger')
  desk.live.join('vpn', 'stranger')
  const made = await desk.look((look) => accept(look, itemsOf(look)))
  expect(made.files).toEqual([])
  expect(made.refused[0]?.why).toContain('roster import')
})

test('what an edit brings about besides for the same person is told', async () => {
  const desk = await settledDesk({
    'groups.yaml':
      'vpn: { members: { users: [ben-osei] } }\nadmins: {}\nprinters: {}\noutside: { members: { select: { departments: [field] } } }\n',
  })
  desk.live.editUser('gil', { container: 'people/Field' })
  const { accepted } = await desk.look((look) => accept(look, itemsOf(look)))
  expect(accepted.map(({ also }) => also)).toEqual([
    ['gil joins the group outside', 'gil: department becomes field; department.name becomes Field'],
  ])
})

/** Edits that look right and are not; each is one slip in what finds the edit. */
const slips: Readonly<
  Record<string, (look: Parameters<Parameters<Desk['look']>[0]>[0]) => Promise<readonly FileChange[]>>
> = {
  'the wrong person is edited': (look) => {
    const users = look.files.tree.read('tenants/acme/users.yaml', 1e6).toString()
    const text = users.replace('email: fay@acme.example', 'title: Boss, email: fay@acme.example')
    return Promise.resolve([{ path: 'tenants/acme/users.yaml', text, before: users }])
  },
  'nothing is edited': () => Promise.resolve([]),
}

test.for(Object.entries(slips))('a slip is noticed: %s', async ([, slip]) => {
  const desk = await settledDesk()
  desk.live.setAttributes('ana-li', { title: 'Boss' })
  await desk.look(async (look) => {
    const outlook = await look.planWith(await slip(look))
    if (outlook.plan === undefined) throw new Error('it can be planned')
    const taken = itemsOf(look).map((item) => ({ item }))
    expect(objection(look.plan, outlook.plan, taken)).toContain('the next plan would')
    const right = await accept(look, itemsOf(look))
    const good = await look.planWith(right.files)
    expect(good.plan && objection(look.plan, good.plan, taken)).toBeUndefined()
    // Without the look at other people, an edit of the wrong one beside the right one would pass.
    const both = await look.planWith(
      [...right.files].map(({ path, text, ...rest }) => ({
        path,
        text: text.replace('email: fay@acme.example', 'title: Boss, email: fay@acme.example'),
        ...rest,
      })),
    )
    expect(both.plan && objection(look.plan, both.plan, taken)).toMatch(/would change something else: fay/)
  })
})
