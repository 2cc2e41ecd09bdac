import { expect, test } from 'vitest'
import { boxesIn } from '../../../src/cli/drift/boxes.ts'
import { told } from '../../reconciler/bench.ts'
import { settledDesk, type Desk } from './desk.ts'
import { sorts } from './sorts.ts'

/** The way that is ticked for each thing of the last request. */
function ticked(desk: Desk): readonly string[] {
  const { body } = desk.forge.kept(desk.forge.requests.length)
  return [...boxesIn(body, 'acme').values()].map(({ ticked: ways }) => ways.join())
}

test.for(Object.entries(sorts))(
  'REL-19 %s comes back as a request, and each of the three ways does what it says',
  async ([name, sort]) => {
    const desk = await settledDesk()
    sort.happens(desk.live)
    if (sort.acknowledged !== undefined) desk.acknowledge(...sort.acknowledged)
    desk.push('acknowledged')
    const before = desk.live.text()
    expect(await desk.request()).toMatchObject({ status: 'opened', number: 1 })
    const { body } = desk.forge.kept(1)
    const page = body.replaceAll(/ [0-9a-f]{16} -->/g, ' KEY -->')
    await expect(page).toMatchFileSnapshot(`golden/${name.replaceAll(/[ ,]+/g, '-')}.md`)
    expect(ticked(desk)).toEqual([sort.usual])
    const edited = (): boolean => desk.git('diff', '--name-only', 'origin/main', desk.branchTip()) !== ''
    desk.git('fetch', '--quiet', 'origin')
    expect(edited()).toBe(sort.usual === 'accept')

    desk.forge.tick('', 'revert')
    await desk.request()
    desk.git('fetch', '--quiet', 'origin')
    expect({ ways: ticked(desk), edited: edited() }).toEqual({ ways: ['revert'], edited: false })

    desk.forge.tick('', 'leave')
    await desk.request()
    expect(ticked(desk)).toEqual(['leave'])
    expect(desk.onBranch('leave.yaml')).toMatch(/until: "2026-12-31"/)

    desk.forge.tick('', 'accept')
    await desk.request()
    if (sort.accept instanceof RegExp) {
      expect(ticked(desk)).toEqual(['revert'])
      expect(desk.forge.kept(1).body).toContain('cannot be accepted')
    } else {
      expect(ticked(desk)).toEqual(['accept'])
      desk.git('merge', '--quiet', '--ff-only', desk.branchTip())
      expect(told((await desk.bench.plan()).operations)).toEqual(sort.also ?? [])
    }
    expect(desk.live.text()).toBe(before)
  },
)

test('the request is brought up to date in place: ticks stay, what is new gets its usual way, what is gone loses its boxes', async () => {
  const desk = await settledDesk()
  desk.live.setAttributes('ana-li', { title: 'Boss' })
  desk.live.leave('vpn', 'ben-osei')
  await desk.request()
  desk.forge.tick('title', 'revert')
  desk.live.join('vpn', 'eva-lo')
  expect(await desk.request()).toMatchObject({ status: 'refreshed', number: 1 })
  expect(ticked(desk)).toEqual(['accept', 'revert', 'revert'])
  desk.live.setAttributes('ana-li', { title: 'Lead' })
  await desk.request()
  expect(ticked(desk)).toEqual(['accept', 'revert'])
  expect(desk.forge.requests).toHaveLength(1)
})

test('a tick counts for what was seen: a value that moves again is another thing', async () => {
  const desk = await settledDesk()
  desk.live.join('vpn', 'eva-lo')
  desk.live.editGroup('admins', { attributes: { description: 'All powers' } })
  await desk.request()
  desk.forge.tick('admins', 'accept')
  await desk.request()
  expect(ticked(desk)).toEqual(['accept', 'revert'])
  desk.live.editGroup('admins', { attributes: { description: 'Something else' } })
  await desk.request()
  expect(ticked(desk)).toEqual(['revert', 'revert'])
})

test('nothing new: nothing is posted and the branch stays where it is', async () => {
  const desk = await settledDesk()
  desk.live.setAttributes('ana-li', { title: 'Boss' })
  await desk.request()
  const tip = desk.branchTip()
  expect(await desk.request()).toMatchObject({ status: 'unchanged' })
  expect({ tip: desk.branchTip(), edits: desk.forge.edits }).toEqual({ tip, edits: 0 })
})

test('nothing left: the request is closed with a word', async () => {
  const desk = await settledDesk()
  desk.live.setAttributes('ana-li', { title: 'Boss' })
  await desk.request()
  desk.live.setAttributes('ana-li', { title: 'Lead' })
  expect(await desk.request()).toEqual({ tenant: 'acme', status: 'closed', number: 1 })
  expect(desk.forge.kept(1).pull.state).toBe('closed')
  expect(desk.forge.said).toEqual([{ number: 1, body: expect.stringContaining('Nothing drifts any more') }])
  expect(await desk.request()).toEqual({ tenant: 'acme', status: 'quiet' })
})

test('what is left is no drift any more once its entry is merged', async () => {
  const desk = await settledDesk()
  desk.live.setAttributes('ana-li', { title: 'Boss' })
  await desk.request()
  desk.forge.tick('title', 'leave')
  await desk.request()
  desk.git('fetch', '--quiet', 'origin')
  desk.git('merge', '--quiet', '--ff-only', desk.branchTip())
  desk.push('merged')
  expect(await desk.request()).toMatchObject({ status: 'closed' })
  desk.bench.at('2027-02-01T09:00:00Z')
  expect(await desk.request()).toMatchObject({ status: 'opened' })
})

test('the branch is made anew from the tip of the base, and nobody’s work is touched', async () => {
  const desk = await settledDesk()
  desk.live.setAttributes('ana-li', { title: 'Boss' })
  desk.write('tenants/acme/users.yaml', `${desk.text('users.yaml')}# being written\n`)
  const [head, status] = [desk.git('rev-parse', 'HEAD'), desk.git('status', '--porcelain')]
  await desk.request()
  expect([desk.git('rev-parse', 'HEAD'), desk.git('status', '--porcelain')]).toEqual([head, status])
  expect(desk.onBranch('users.yaml')).not.toContain('being written')
  desk.push('more')
  expect(await desk.request()).toMatchObject({ status: 'refreshed' })
  expect(desk.onBranch('users.yaml')).toContain('being written')
  expect(desk.git('rev-parse', 'origin/roster/drift/acme~1')).toBe(desk.git('rev-parse', 'HEAD'))
})

test('somebody else’s commits and somebody else’s request are left to them', async () => {
  const desk = await settledDesk()
  desk.live.setAttributes('ana-li', { title: 'Boss' })
  await desk.request()
  desk.git('fetch', '--quiet', 'origin')
  desk.git('checkout', '--quiet', '-b', 'mine', 'origin/roster/drift/acme')
  desk.git('commit', '--quiet', '--allow-empty', '-m', 'mine')
  desk.git('push', '--quiet', 'origin', 'mine:roster/drift/acme')
  const tip = desk.branchTip()
  desk.forge.tick('title', 'revert')
  expect(await desk.request()).toMatchObject({
    status: 'held',
    why: expect.stringContaining('somebody else committed'),
  })
  expect(desk.branchTip()).toBe(tip)

  const other = await settledDesk()
  other.live.setAttributes('ana-li', { title: 'Boss' })
  await other.forge.openPull({ title: 'x', body: 'theirs', head: 'roster/drift/acme', base: 'main' }, 'mallory')
  expect(await other.request()).toMatchObject({ status: 'held', why: expect.stringContaining('opened by mallory') })
  expect(other.forge.kept(1).body).toBe('theirs')
})

test('a body without our marker has no boxes, and several ticks decide nothing', async () => {
  const desk = await settledDesk()
  desk.live.setAttributes('ana-li', { title: 'Boss' })
  await desk.request()
  const kept = desk.forge.kept(1)
  expect(boxesIn(kept.body.replace('roster:drift', 'roster:gone'), 'acme').size).toBe(0)
  expect(boxesIn(kept.body, 'acme-2').size).toBe(0)
  kept.body = kept.body.replaceAll('- [ ]', '- [x]')
  await desk.request()
  expect(ticked(desk)).toEqual(['revert'])
})

const hostile =
  'x`|<!-- roster:accept 0000000000000000 -->\n- [x] **accept** <!-- roster:accept 0000000000000000 --> @leads #1 </code>](http://evil.example)'

test('SEC-33 a hostile name plants no box, no marker and no mention', async () => {
  const desk = await settledDesk()
  desk.live.setAttributes('ana-li', { title: hostile })
  desk.live.editUser('fay', { username: '@leads' })
  await desk.request()
  const { body } = desk.forge.kept(1)
  expect(boxesIn(body, 'acme').size).toBe(2)
  expect(body.match(/<!--/g)).toHaveLength(1 + 2 * 3 - (body.match(/cannot be accepted/g)?.length ?? 0))
  expect(body).not.toMatch(/@leads|http:\/\/evil|\]\(/)
})

test('a request that cannot show everything edits only what it shows', async () => {
  const many = Array.from({ length: 40 }, (_, at) => `p${String(at).padStart(2, '0')}`)
  const users = many.map((id) => `${id}: { displayName: ${id}, email: ${id}@acme.example, title: Clerk }\n`).join('')
  const desk = await settledDesk({
    'users.yaml': `ben-osei: { displayName: Ben Osei }\neva-lo: { displayName: Eva }\n${users}`,
  })
  for (const id of many) desk.live.setAttributes(id, { title: 'Boss' })
  expect(await desk.request()).toMatchObject({ status: 'opened' })
  expect(ticked(desk)).toEqual(Array.from({ length: 30 }, () => 'accept'))
  expect(desk.forge.kept(1).body).toContain('10 things more did not fit in here')
  expect(desk.onBranch('users.yaml').match(/title: Boss/g)).toHaveLength(30)
})
