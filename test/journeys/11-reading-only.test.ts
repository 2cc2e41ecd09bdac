import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { startLdapProxy, writing } from '../servers/ldap-proxy.ts'
import type { LdapProxy } from '../servers/ldap-proxy.ts'
import { accounts } from '../servers/slapd.ts'
import { domain, kinds, stageOn } from './every-kind.ts'
import { server } from './slapd-stage.ts'
import { cast, settle } from './cast.ts'
import type { Stage } from './stage.ts'

const stops: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const stop of stops) await stop()
})

/** Everything that must not write, in every state that a workspace can be in. */
const looks: readonly (readonly string[])[] = [
  ['validate'],
  ['plan'],
  ['plan', '--json', '--as-of', '2030-01-01'],
  ['drift'],
  ['doctor'],
  ['ledger', 'verify'],
]

/** A stage behind a recording proxy, and what must never pass it. */
interface Watched {
  readonly stage: Stage
  readonly proxy: LdapProxy
  /** Name of the variable with the writer's password. */
  readonly variable: string
  readonly reader: string
  readonly writer: readonly string[]
}

const watched: Readonly<Record<'ldap' | 'active-directory', () => Promise<Watched>>> = {
  ldap: async () => {
    const proxy = await startLdapProxy(server())
    stops.push(proxy.stop)
    const stage = stageOn('ldap', { port: proxy.port })
    const { reader, writer } = accounts
    return { stage, proxy, variable: 'LDAP_WRITE', reader: reader.dn, writer: [writer.dn, writer.password] }
  },
  'active-directory': async () => {
    const { reader, writer, ...rest } = domain()
    const proxy = await rest.proxy()
    const stage = stageOn('active-directory', { port: proxy.port })
    return { stage, proxy, variable: 'AD_WRITE', reader: reader.upn, writer: [writer.dn, writer.password] }
  },
}

for (const kind of ['ldap', 'active-directory'] as const) {
  test(`SEC-01 plan, drift, validate and doctor send nothing that writes, and need no writing account (${kind})`, async () => {
    const { stage, proxy, variable, reader, writer } = await watched[kind]()
    stage.declare(cast)
    for (const state of states) {
      await bringTo(stage, state)
      proxy.forget()
      for (const words of looks) await stage.begin(words, { [variable]: '' }).ended
      expect(proxy.count('search'), state).toBeGreaterThan(10)
      expect(proxy.count(...writing), state).toBe(0)
      const sent = Buffer.concat(proxy.seen.map(({ bytes }) => bytes)).toString('latin1')
      expect(sent).toContain(reader)
      for (const secret of writer) expect(sent).not.toContain(secret)
    }
  })
}

for (const kind of kinds) {
  test(`SEC-01 what only looks leaves every byte of the workspace as it was (${kind})`, async () => {
    const stage = stageOn(kind)
    stage.declare(cast)
    for (const state of states) {
      await bringTo(stage, state)
      const before = bytesOf(stage.folder)
      const live = stage.setting.picture()
      for (const words of looks) {
        await stage.begin(words).ended
        expect(bytesOf(stage.folder), `${words.join(' ')} in a workspace that is ${state}`).toEqual(before)
      }
      expect(stage.setting.picture()).toEqual(live)
    }
  })
}

const states = ['nothing was applied', 'edited, and drifted'] as const

async function bringTo(stage: Stage, state: (typeof states)[number]): Promise<void> {
  if (state === 'nothing was applied') return
  await settle(stage)
  stage.declare({ users: cast.users.replace('title: Lead', 'title: Chief').replace(/^tom-berg.*\n/m, '') })
  stage.behind.set('eva.lo', 'title', ['Boss'])
  stage.behind.leave('Staff', 'eva.lo')
}

/** Every file and folder below, what it holds and when it was written. */
function bytesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .map((path) => {
      const stat = statSync(join(folder, path))
      return stat.isFile()
        ? `${path} ${stat.mtimeMs} ${readFileSync(join(folder, path), 'utf8')}`
        : `${path} ${stat.mtimeMs}`
    })
}
