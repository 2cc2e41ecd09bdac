import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import {
  createGroup,
  createUser,
  fileOf,
  groupLine,
  localTrial,
  membership,
  operation,
  userLine,
  type LocalTrial,
} from './directory.ts'

const child = fileURLToPath(new URL('./child.ts', import.meta.url))

let trial: LocalTrial
beforeEach(() => {
  trial = localTrial()
})
afterEach(() => trial.close())

describe('a file that was cut', () => {
  test('REL-11 torn at every byte of the last line: the line is there whole or not at all, and the next write heals the file', async () => {
    await trial.apply(
      createUser('ana', { attributes: { title: 'Zoë’s deputy' } }),
      createUser('ben', { attributes: { title: 'Łódź' } }),
    )
    const whole = readFileSync(trial.file)
    const start = whole.lastIndexOf('\n', whole.length - 2) + 1
    for (let size = start; size <= whole.length; size += 1) {
      writeFileSync(trial.file, whole.subarray(0, size))
      const there = size >= whole.length - 1
      expect((await trial.list()).map((one) => one.kind === 'user' && one.username)).toEqual(
        there ? ['ana', 'ben'] : ['ana'],
      )
      const [outcome] = await trial.apply(createUser('ben', { attributes: { title: 'Łódź' } }))
      expect(outcome?.status).toBe(there ? 'unchanged' : 'applied')
      await trial.apply(createGroup('vpn'))
      expect((await trial.list()).length).toBe(3)
      for (const line of trial.lines()) JSON.parse(line)
    }
  })

  test('torn within the header: nothing was there yet', async () => {
    await trial.apply(createUser('ana'))
    const header = readFileSync(trial.file, 'utf8').indexOf('\n')
    for (let size = 0; size < header; size += 7) {
      truncateSync(trial.file, size)
      expect(await trial.list()).toEqual([])
      expect(await trial.apply(createUser('ana'))).toMatchObject([{ status: 'applied' }])
      expect((await trial.list()).length).toBe(1)
    }
  })

  test('REL-01 lines missing from a file that was written in one piece are a fault, never absence', async () => {
    await manyUpdates(trial)
    const lines = trial.lines()
    expect(lines[0]).toContain('"lines":2')
    trial.write(`${lines.slice(0, 2).join('\n')}\n`)
    await expect(trial.list()).rejects.toMatchObject({ name: 'DirectoryFault', kind: 'incomplete' })
    await expect(trial.writer()).rejects.toMatchObject({ name: 'DirectoryFault', kind: 'incomplete' })
    expect(readdirSync(dirname(trial.file)).filter((name) => name.includes('.lock'))).toEqual([])
  })
})

describe('a file that is damaged', () => {
  test.each([
    ['not JSON', 'nonsense', 'this is not JSON'],
    ['no id', '{"kind":"user"}', '`id`'],
    ['another kind', '{"id":"x","kind":"printer"}', '`kind`'],
    ['no state', '{"id":"x","kind":"user","username":"x","container":"people"}', '`state`'],
    ['neither', '{"id":"x"}', 'neither'],
    ['two objects', '{"id":"a","gone":true},{"id":"b","gone":true}', 'this is not JSON'],
  ])('a line in the middle that is %s is told with file and line', async (_, line, words) => {
    const good = `${JSON.stringify(userLine('ben'))}\n`
    trial.write(`${fileOf(undefined, userLine('ana'))}${line}\n${good}`)
    await expect(trial.list()).rejects.toMatchObject({
      kind: 'protocol',
      message: expect.stringContaining(`${trial.file}:3: `),
    })
    await expect(trial.list()).rejects.toThrow(words)
  })

  test('another first line, another version, text that is not UTF-8', async () => {
    for (const text of ['{}\n', fileOf(undefined).replace('"version":1', '"version":2')]) {
      trial.write(text)
      await expect(trial.list()).rejects.toMatchObject({ kind: 'protocol' })
    }
    trial.write(fileOf(undefined, userLine('ana')))
    appendFileSync(trial.file, Buffer.from([0x7b, 0xff, 0x7d, 0x0a]))
    await expect(trial.list()).rejects.toThrow('UTF-8')
  })

  test('a symbolic link is refused, for reading and for writing', async () => {
    trial.write(fileOf(undefined, userLine('ana')))
    copyFileSync(trial.file, join(trial.root, 'elsewhere.json'))
    const linked = localTrial({ file: 'link.json' })
    symlinkSync(join(trial.root, 'elsewhere.json'), linked.file)
    await expect(linked.reader()).rejects.toMatchObject({ kind: 'refused' })
    await expect(linked.writer()).rejects.toMatchObject({ kind: 'refused' })
    linked.close()
  })

  test('a person’s editor may leave out the last line feed, empty collections, and add empty lines', async () => {
    const line = '{"id":"id-ana","kind":"user","username":"ana","container":"people","state":"active"}'
    trial.write(`${fileOf(undefined)}\n\n${line}`)
    expect(await trial.user('ana')).toMatchObject({ attributes: {}, references: {} })
    await trial.apply(createUser('ben', { references: {} }))
    expect((await trial.list()).length).toBe(2)
  })
})

describe('writing', () => {
  test('REL-11 every outcome is on the disk before it is given: killed right after, it is there', async () => {
    const { stdout, signal } = run('killedAfterOutcome', trial.root)
    expect(signal).toBe('SIGKILL')
    expect(stdout).toBe('applied')
    expect((await trial.user('ana')).username).toBe('ana')
  })

  test('32 in flight at once share syncs, and all are there afterwards', async () => {
    const writer = await trial.writer()
    const outcomes = await Promise.all(Array.from({ length: 200 }, (_, n) => writer.apply([createUser(`u${n}`)])))
    await writer.close()
    expect(outcomes.flat().every(({ status }) => status === 'applied')).toBe(true)
    expect(new Set((await trial.list()).map((one) => one.immutableId)).size).toBe(200)
  })

  test('two creations of one name in flight at once: one is made', async () => {
    const writer = await trial.writer()
    const outcomes = await Promise.all([
      writer.apply([createUser('ana', { attributes: { title: 'a' } })]),
      writer.apply([createUser('ANA', { attributes: { title: 'b' } })]),
    ])
    await writer.close()
    expect(outcomes.flat().map(({ status }) => status)).toEqual(['applied', 'conflict'])
    expect((await trial.list()).length).toBe(1)
  })

  test('REL-08 a second writer is refused while the first runs, here and in another process', async () => {
    const writer = await trial.writer()
    await expect(trial.writer()).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining(String(process.pid)),
    })
    expect(run('writerOpens', trial.root).stdout).toBe('refused')
    await writer.close()
    expect(run('writerOpens', trial.root).stdout).toBe('opened')
  })

  test('a holder that no longer runs is passed over', async () => {
    run('killedAfterOutcome', trial.root)
    expect(existsSync(`${trial.file}.lock`)).toBe(true)
    expect(await trial.apply(createUser('ben'))).toMatchObject([{ status: 'applied' }])
    expect(readdirSync(dirname(trial.file))).toEqual(['hq.json'])
  })
})

describe('compaction', () => {
  test('a file that is mostly history is written anew, sorted, and reads the same', async () => {
    await manyUpdates(trial)
    expect(trial.lines()).toHaveLength(3)
    expect((await trial.user('ana')).attributes).toEqual({ title: 'title 299' })
    expect((await trial.group('vpn')).members).toEqual(['id-ana'])
    expect(existsSync(`${trial.file}.new`)).toBe(false)
  })

  test('what was deleted is in it no more, nor who still named it', async () => {
    trial.write(
      fileOf(
        undefined,
        userLine('ana'),
        userLine('ben', { references: { manager: 'id-ana' } }),
        groupLine('vpn', ['id-ben', 'id-ana']),
      ),
    )
    await trial.apply(
      operation('ana', {
        kind: 'user',
        verb: 'delete',
        before: { immutableId: 'id-ana', username: 'ana' },
        after: null,
      }),
    )
    await toggle(trial, 'ben', 300)
    expect(trial.lines()).toHaveLength(3)
    expect(trial.lines().join()).not.toContain('id-ana')
  })

  test('a reader that was open before follows the file that took its place', async () => {
    trial.write(fileOf(undefined, userLine('ana'), groupLine('vpn', [])))
    const reader = await trial.reader()
    await toggle(trial, 'ana', 300)
    linkSync(trial.file, `${trial.file}.kept`)
    const listed = []
    for await (const page of reader.observe(['group'])) listed.push(...page)
    expect(listed).toMatchObject([{ name: 'vpn', members: [] }])
  })
})

/** A member that comes and goes: two lines each time. */
async function toggle(on: LocalTrial, member: string, times: number): Promise<void> {
  on.located.set('acme/hq/group/vpn', { immutableId: 'id-vpn', reference: 'id-vpn' })
  on.located.set(`acme/hq/user/${member}`, { immutableId: `id-${member}`, reference: `id-${member}` })
  const writer = await on.writer()
  for (let n = 0; n < times; n += 1) {
    await writer.apply([membership('revoke', 'vpn', member)])
    await writer.apply([membership('grant', 'vpn', member)])
  }
  await writer.apply([membership('revoke', 'vpn', member)])
  await writer.close()
}

async function manyUpdates(on: LocalTrial): Promise<void> {
  on.write(fileOf(undefined, userLine('ana', { attributes: { title: 'title -1' } }), groupLine('vpn', ['id-ana'])))
  const updates = Array.from({ length: 300 }, (_, n) =>
    operation('ana', {
      kind: 'user',
      verb: 'update',
      before: { immutableId: 'id-ana', attributes: { title: `title ${n - 1}` }, references: {} },
      after: { attributes: { title: `title ${n}` }, references: {} },
    }),
  )
  await on.apply(...updates)
}

function run(what: string, root: string): { readonly stdout: string; readonly signal: string | null } {
  const { stdout, stderr, signal } = spawnSync(process.execPath, ['--import', 'tsx', child, what, root], {
    encoding: 'utf8',
  })
  if (stderr !== '') throw new Error(stderr)
  return { stdout, signal }
}
