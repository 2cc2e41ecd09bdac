import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { documentOf, roster } from '../roster.ts'
import { settledDesk, type Desk } from './desk.ts'

function run(desk: Desk, ...words: readonly string[]): ReturnType<typeof roster> {
  return roster(['-C', desk.bench.root, '--no-color', ...words])
}

test('adopt writes what is live, says what it wrote, and finds nothing to write the second time', async () => {
  const desk = await settledDesk()
  desk.live.setAttributes('ben-osei', { 'phones.work': '+1' })
  desk.live.join('vpn', 'eva-lo')
  const all = await run(desk, 'adopt', '--all')
  expect(all.code, all.stderr).toBe(0)
  expect(all.stdout).toBe(
    [
      'acme',
      '  = Eva Lo was put into vpn',
      '      somebody keeps access that nobody approved: have it reviewed',
      '  = Ben Osei: phones.work was changed from +31 20 to +1',
      '~ tenants/acme/users.yaml',
      'Next: look at the change with git diff, then roster plan.',
      '',
    ].join('\n'),
  )
  expect((await run(desk, 'plan', '--detailed-exitcode')).code).toBe(0)
  const again = documentOf(await run(desk, '--json', 'adopt', '--all'))
  expect(again).toMatchObject({ kind: 'adopt', exitCode: 0, tenants: [{ tenant: 'acme', refused: [], files: [] }] })
})

test('adopt of one thing leaves the others, and says 3 where it cannot', async () => {
  const desk = await settledDesk()
  desk.live.setAttributes('ben-osei', { 'phones.work': '+1' })
  desk.live.editUser('gil', { container: 'people/Cellar' })
  const cannot = await run(desk, 'adopt', 'acme/hq/user/gil')
  expect([cannot.code, cannot.stdout]).toEqual([3, expect.stringContaining('not adopted: no department is declared')])
  const one = await run(desk, 'adopt', 'acme/hq/user/ben-osei')
  expect([one.code, desk.text('users.yaml').includes('"+1"')]).toEqual([0, true])
})

test.for([
  [['adopt'], 'Give addresses as roster drift shows them, or --all'],
  [['adopt', '--all', 'acme/hq/user/gil'], '--all takes everything'],
  [['adopt', 'gil'], 'gil is not an address'],
  [['adopt', 'acme/hq/user/gill'], 'Nothing drifted at acme/hq/user/gill'],
  [['adopt', 'acme/hq/user/~x'], 'roster import --tenant acme'],
  [['adopt', 'other/hq/user/gil'], 'There is no tenant other'],
  [['adopt', '--tenant', 'acme', '--', 'other/hq/user/gil'], 'leaves out other'],
  [['forget', 'gil', '--until', '2099-01-01', '--reason', 'r'], 'gil is not an address'],
  [['forget', 'acme/hq/user/gil', '--until', 'soon', '--reason', 'r'], '--until soon is not a day'],
  [['forget', 'acme/hq/user/gil', '--until', '2020-01-01', '--reason', 'r'], 'is over'],
  [['drift', '--base', 'main'], 'Add --pr'],
] as const)('%s is answered with what to do', async ([words, said]) => {
  const desk = await settledDesk()
  const ended = await run(desk, ...words)
  expect([ended.code, ended.stderr]).toEqual([64, expect.stringContaining(said)])
})

test('forget writes leave.yaml as somebody would, changes its own entry, and refuses what cannot be', async () => {
  const desk = await settledDesk()
  const file = join(desk.bench.root, 'tenants/acme/leave.yaml')
  const forget = (address: string, ...more: readonly string[]): ReturnType<typeof roster> =>
    run(desk, 'forget', address, '--until', '2099-12-31', ...more)
  expect((await forget('acme/hq/user/ana-li', '--only', 'title', '--reason', 'being decided')).code).toBe(0)
  expect(readFileSync(file, 'utf8')).toBe(
    [
      '# yaml-language-server: $schema=../../schema/leave.schema.json',
      'ana-li:',
      '  address: acme/hq/user/ana-li',
      '  only: [title]',
      '  until: "2099-12-31"',
      '  reason: being decided',
      '',
    ].join('\n'),
  )
  await forget('acme/hq/user/ana-li', '--reason', 'all of it')
  await forget('acme/hq/user/ana-li', '--only', 'title', '--reason', 'still being decided')
  expect(readFileSync(file, 'utf8').match(/^\S+:$/gm)).toEqual(['ana-li:', 'ana-li-2:'])
  expect(readFileSync(file, 'utf8')).toContain('still being decided')
  const before = readFileSync(file, 'utf8')
  const wrong = await forget('acme/lab/user/ana-li', '--reason', 'r')
  expect([wrong.code, wrong.stdout]).toEqual([3, expect.stringContaining('unknown-directory')])
  expect(readFileSync(file, 'utf8')).toBe(before)
  rmSync(file)
})
