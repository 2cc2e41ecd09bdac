import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { startLdapProxy, writing } from '../servers/ldap-proxy.ts'
import { server, stageOn } from './slapd-stage.ts'
import { cast, ends } from './cast.ts'
import { ledgerOf, unfinished } from './inside.ts'
import { localFile } from './local-setting.ts'
import type { Ended, Started } from './program.ts'
import { until } from './program.ts'
import type { Stage } from './stage.ts'

const runners = 12
const rounds = { local: 20, ldap: 3 }
const stops: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const stop of stops) await stop()
})

test(`REL-08 ${runners} processes apply one tenant at once, ${rounds.local} times (local)`, async () => {
  for (let round = 1; round <= rounds.local; round += 1) {
    const stage = stageOn('local')
    stage.declare(cast)
    // The first write is turned away for three seconds: time enough to stop the process that holds the lock.
    const faults = { throttle: { writes: 1, retryAfterMs: 3000 } }
    mkdirSync(dirname(localFile(stage.folder)), { recursive: true })
    writeFileSync(
      localFile(stage.folder),
      `${JSON.stringify({ roster: 'local-directory', version: 1, identity: 'race', faults })}\n`,
    )
    const started = race(stage)
    const pid = await holderOf(stage)
    process.kill(pid, 'SIGSTOP')
    const winner = started.find(({ child }) => child.pid === pid)
    await judge(stage, { started, winner, letGo: () => process.kill(pid, 'SIGCONT') })
    stage.close()
  }
}, 600_000)

test(`REL-08 ${runners} processes apply one tenant at once, ${rounds.ldap} times (ldap)`, async () => {
  const proxy = await startLdapProxy(server())
  stops.push(proxy.stop)
  for (let round = 1; round <= rounds.ldap; round += 1) {
    const stage = stageOn('ldap', { port: proxy.port })
    stage.declare(cast)
    let letGo = (): void => {}
    const freed = new Promise<void>((resolve) => (letGo = resolve))
    proxy.forget()
    proxy.misbehave({
      request: async ({ type }): Promise<'pass'> => {
        if (writing.includes(type)) await freed
        return 'pass'
      },
    })
    const started = race(stage)
    await until(() => proxy.count(...writing) > 0, 'somebody writes')
    const pid = await holderOf(stage)
    const winner = started.find(({ child }) => child.pid === pid)
    await judge(stage, { started, winner, letGo })
    proxy.misbehave({})
    stage.close()
  }
}, 600_000)

function race(stage: Stage): readonly Started[] {
  return Array.from({ length: runners }, () => stage.begin(['apply', '--auto-approve']))
}

/** The process that the lock names. */
async function holderOf(stage: Stage): Promise<number> {
  const folder = join(stage.folder, '.roster/ledger/acme/lock')
  const held = (): number | undefined => {
    try {
      const numbers = readdirSync(folder)
        .filter((name) => /^\d+$/.test(name))
        .map(Number)
      const text = readFileSync(join(folder, String(Math.max(...numbers))), 'utf8')
      return (JSON.parse(text) as { readonly host: { readonly pid: number } }).host.pid
    } catch {
      return undefined
    }
  }
  await until(() => held() !== undefined, 'somebody holds the lock')
  return held() ?? 0
}

interface Race {
  readonly started: readonly Started[]
  readonly winner: Started | undefined
  readonly letGo: () => void
}

/** The winner is held until all others have ended. */
async function judge(stage: Stage, { started, winner, letGo }: Race): Promise<void> {
  expect(winner, 'the holder is one of the runners').toBeDefined()
  const others = await Promise.all(started.filter((one) => one !== winner).map(async ({ ended }) => ended))
  letGo()
  const won = (await winner?.ended) as Ended
  expect(others.map(({ code }) => code)).toEqual(Array.from({ length: runners - 1 }, () => 8))
  for (const { stdout } of others) expect(stdout).toContain(`is being applied by process ${winner?.child.pid}`)
  expect(won.code, won.stdout + won.stderr).toBe(0)
  const late = await ends(0, stage, 'apply', '--auto-approve')
  expect(late.stdout).toContain('nothing was written')

  const applied = new Map<string, number>()
  const chain = await ledgerOf(stage).read('acme')
  for (const { entry } of chain)
    if (entry.type === 'outcome' && entry.status === 'applied')
      applied.set(entry.operation, (applied.get(entry.operation) ?? 0) + 1)
  expect([...applied.values()].filter((times) => times !== 1)).toEqual([])
  expect(applied.size).toBe(16)
  expect(chain.filter(({ entry }) => entry.type === 'run')).toHaveLength(1)
  expect(Object.keys(stage.setting.picture().people)).toHaveLength(4)
  expect(await unfinished(stage)).toEqual([])
}
