import { afterAll, expect, test } from 'vitest'
import { startLdapProxy, writing } from '../servers/ldap-proxy.ts'
import { server, stageOn } from './slapd-stage.ts'
import { cast, ends, settle } from './cast.ts'
import { ledgerOf } from './inside.ts'
import { misbehave } from './local-setting.ts'
import { until } from './program.ts'
import type { Stage } from './stage.ts'

const stops: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const stop of stops) await stop()
})

const signals = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const

/** Statuses of the outcomes that the ledger holds. */
async function outcomes(stage: Stage): Promise<readonly string[]> {
  const chain = await ledgerOf(stage).read('acme')
  return chain.flatMap(({ entry }) => (entry.type === 'outcome' ? [entry.status] : []))
}

for (const [signal, code] of signals) {
  test(`${signal} during an apply: the write in flight is finished and recorded, nothing new is begun, exit ${code} (ldap)`, async () => {
    const proxy = await startLdapProxy(server())
    stops.push(proxy.stop)
    const stage = stageOn('ldap', { port: proxy.port })
    stage.declare(cast)
    let letGo = (): void => {}
    const freed = new Promise<void>((resolve) => (letGo = resolve))
    let writes = 0
    proxy.misbehave({
      request: async ({ type }): Promise<'pass'> => {
        if (writing.includes(type)) writes += 1
        if (writes >= 4) await freed
        return 'pass'
      },
    })
    const { child, ended } = stage.begin(['apply', '--auto-approve'])
    await until(() => writes >= 4, 'the fourth write is on its way')
    child.kill(signal)
    await new Promise((resolve) => setTimeout(resolve, 300))
    const inFlight = writes
    letGo()
    const { code: left, stdout, stderr } = await ended
    expect(left, stdout + stderr).toBe(code)
    expect(stderr).toContain('Stopping after what is in flight now')
    expect(stdout).toContain('Next: Run the same apply again')
    // A disable or a creation may take two requests; nothing else is begun.
    expect(writes - inFlight).toBeLessThanOrEqual(inFlight)
    const recorded = await outcomes(stage)
    expect(recorded.filter((status) => status === 'applied').length).toBeGreaterThanOrEqual(4)
    expect(recorded).toContain('skipped')
    expect(recorded).not.toContain('failed')
    proxy.misbehave({})
    await settle(stage)
  })

  test(`${signal} while an apply waits: it ends soon with ${code}, and the next finishes (local)`, async () => {
    const stage = stageOn('local')
    stage.declare(cast)
    misbehave(stage.folder, { throttle: { writes: 1, retryAfterMs: 60_000 } })
    const { child, ended } = stage.begin(['apply', '--auto-approve'])
    await new Promise((resolve) => setTimeout(resolve, 1500))
    child.kill(signal)
    const { code: left, stdout, stderr } = await ended
    expect(left, stdout + stderr).toBe(code)
    misbehave(stage.folder, undefined)
    await settle(stage)
  })

  test(`${signal} during a plan: exit ${code} (ldap)`, async () => {
    const proxy = await startLdapProxy(server())
    stops.push(proxy.stop)
    const stage = stageOn('ldap', { port: proxy.port })
    stage.declare(cast)
    let letGo = (): void => {}
    const freed = new Promise<void>((resolve) => (letGo = resolve))
    let asked = 0
    proxy.misbehave({
      request: async ({ type }): Promise<'pass'> => {
        if (type === 'search') asked += 1
        if (asked >= 3) await freed
        return 'pass'
      },
    })
    const { child, ended } = stage.begin(['plan'])
    await until(() => asked >= 3, 'the listing is asked for')
    child.kill(signal)
    await new Promise((resolve) => setTimeout(resolve, 300))
    letGo()
    expect((await ended).code).toBe(code)
    proxy.misbehave({})
    await ends(0, stage, 'plan')
  })
}

test('a second signal stops at once, and the next apply finishes (ldap)', async () => {
  const proxy = await startLdapProxy(server())
  stops.push(proxy.stop)
  const stage = stageOn('ldap', { port: proxy.port })
  stage.declare(cast)
  let writes = 0
  proxy.misbehave({
    request: async ({ type }) => {
      if (!writing.includes(type)) return 'pass'
      writes += 1
      return writes >= 3 ? 'drop' : 'pass'
    },
  })
  const { child, ended } = stage.begin(['apply', '--auto-approve'])
  await until(() => writes >= 3, 'a write goes unanswered')
  child.kill('SIGINT')
  await new Promise((resolve) => setTimeout(resolve, 300))
  child.kill('SIGINT')
  expect((await ended).code).toBe(130)
  proxy.misbehave({})
  await settle(stage)
})
