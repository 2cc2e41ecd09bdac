import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLdapProxy, writing } from '../servers/ldap-proxy.ts'
import type { LdapProxy } from '../servers/ldap-proxy.ts'
import { startSlapd } from '../servers/slapd.ts'
import type { Slapd } from '../servers/slapd.ts'
import { everythingToDo, keep } from './everything.ts'
import { unfinished } from './inside.ts'
import { ldapSetting } from './ldap-setting.ts'
import { localFile, localSetting, misbehave } from './local-setting.ts'
import type { Ended, Started } from './program.ts'
import type { Stage } from './stage.ts'
import { openStage } from './stage.ts'

const patience = 600_000
const answersToWrites = new Set([0x67, 0x69, 0x6b, 0x6d])

/** A place to be killed at: the n-th write of the run, before it reaches the directory or after it was done. */
interface Point {
  readonly write: number
  readonly when: 'before' | 'after'
}

/** A world that can be put back to where everything is still to do, and a run in it that dies. */
interface World {
  readonly stage: Stage
  readonly putBack: () => Promise<void>
  readonly dies: (at: Point, words: readonly string[]) => Promise<Ended>
}

let server: Slapd
let proxy: LdapProxy
const stages: Stage[] = []

beforeAll(async () => {
  server = await startSlapd()
  proxy = await startLdapProxy(server)
})
afterAll(async () => {
  for (const stage of stages) stage.close()
  await proxy.stop()
  await server.stop()
})

function opened(stage: Stage): Stage {
  stages.push(stage)
  return stage
}

function localWorld(stage: Stage): World {
  const saved = keep(stage.folder, `${stage.folder}.kept`)
  stages.push({ close: () => execFileSync('rm', ['-rf', `${stage.folder}.kept`]) } as Pick<Stage, 'close'> as Stage)
  return {
    stage,
    putBack: async () => saved.putBack(),
    dies: async (kill, words) => {
      misbehave(stage.folder, { kill })
      const ended = await stage.roster(...words)
      misbehave(stage.folder, undefined)
      return ended
    },
  }
}

async function ldapWorld(stage: Stage): Promise<World> {
  const saved = keep(stage.folder, `${stage.folder}.kept`)
  const database = join(server.folder, 'db')
  await server.restart()
  await server.kill()
  const data = keep(database, `${database}.kept`)
  await server.restart()
  return {
    stage,
    putBack: async () => {
      await server.kill()
      data.putBack()
      saved.putBack()
      await server.restart()
    },
    dies: async (at, words) => {
      let running: Started | undefined
      let writes = 0
      let dead = false
      const die = (): 'drop' => {
        dead = true
        running?.child.kill('SIGKILL')
        return 'drop'
      }
      proxy.misbehave({
        request: ({ type }) => {
          if (dead) return 'drop'
          if (!writing.includes(type)) return 'pass'
          writes += 1
          return writes === at.write && at.when === 'before' ? die() : 'pass'
        },
        answer: ({ tag }) => (at.when === 'after' && writes >= at.write && answersToWrites.has(tag) ? die() : 'pass'),
      })
      running = stage.begin(words)
      const ended = await running.ended
      proxy.misbehave({})
      return ended
    },
  }
}

/** Kills an apply at every boundary there is, and lets the next one finish. */
async function sweep({ stage, putBack, dies }: World, words: readonly string[], every = 1): Promise<void> {
  const begun = stage.setting.ids()
  const whole = await stage.roster(...words)
  expect(whole.code, whole.stdout).toBe(0)
  const goal = stage.setting.picture()
  const kept = Object.entries(stage.setting.ids()).filter(([name, id]) => begun[name] === id)
  expect(kept.length).toBeGreaterThan(3)
  expect(await unfinished(stage)).toEqual([])
  let killed = 0
  for (let write = 1; write < 100; write += every) {
    let survived = 0
    for (const when of ['before', 'after'] as const) {
      const where = `killed ${when} write ${write}`
      await putBack()
      const first = await dies({ write, when }, words)
      if (first.signal === null) survived += 1
      else killed += 1
      const second = await stage.roster(...words)
      expect(second.code, `${where}\n${second.stdout}${second.stderr}`).toBe(0)
      expect(stage.setting.picture(), where).toEqual(goal)
      expect(Object.entries(stage.setting.ids()), where).toEqual(expect.arrayContaining(kept))
      expect(await unfinished(stage), where).toEqual([])
    }
    if (survived === 2) break
  }
  expect(killed).toBeGreaterThan(30 / every)
}

test(
  'REL-11 killed at every write, the next run under the same approval finishes (local)',
  async () => {
    const stage = opened(openStage(localSetting))
    const digest = await everythingToDo(stage)
    await sweep(localWorld(stage), ['apply', '--approved', join(stage.folder, 'plan.json'), '--digest', digest])
  },
  patience,
)

test(
  'REL-11 killed at every write, the next run under the same approval finishes (ldap)',
  async () => {
    const stage = opened(openStage(() => ldapSetting(server), { port: proxy.port }))
    const digest = await everythingToDo(stage)
    await sweep(await ldapWorld(stage), ['apply', '--approved', join(stage.folder, 'plan.json'), '--digest', digest])
  },
  patience,
)

test(
  'REL-11 killed at some writes with the ledger in git, the next run finishes (local)',
  async () => {
    const stage = opened(openStage(localSetting))
    useGit(stage)
    await everythingToDo(stage)
    expect(existsSync(localFile(stage.folder))).toBe(true)
    await sweep(localWorld(stage), ['apply', '--auto-approve'], 9)
  },
  patience,
)

/** The ledger on a branch of the workspace's own repository, without a remote. */
function useGit(stage: Stage): void {
  const git = (...words: readonly string[]): void =>
    void execFileSync('git', ['-C', stage.folder, ...words], { stdio: 'pipe' })
  stage.write(
    'roster.yaml',
    'version: 1\norganisation: Journeys\ntimezone: Europe/Berlin\nledger: { store: git }\napprovers: { leads: { forge: ["@x/leads"] } }\n',
  )
  stage.write('.gitignore', '.roster/\nplan.json\n')
  git('init', '-q', '-b', 'main')
  git('config', 'user.email', 'journeys@example.org')
  git('config', 'user.name', 'Journeys')
  git('add', '-A')
  git('commit', '-q', '-m', 'workspace')
}
