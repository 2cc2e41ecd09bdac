import { expect } from 'vitest'
import { openFileLedger } from '../../src/ledger/file-store.ts'
import type { ChainedEntry, Entry } from '../../src/model/entry.ts'
import type { RequestTrace } from '../../src/model/forge.ts'
import type { Judge } from '../../src/model/judgement.ts'
import type { Consent } from '../../src/reconciler/run.ts'
import { apply } from '../../src/reconciler/reconcile.ts'
import { rooms } from '../access/questions-world.ts'
import { git } from '../git/repositories.ts'
import { runOn } from '../journeys/inside.ts'
import { stageOn } from '../journeys/slapd-stage.ts'
import type { Stage } from '../journeys/stage.ts'

/** A house of one tenant, whose rooms are reached through groups of an embedded directory. */
export const files = {
  users: {
    'ana-li': '{ name: { first: Ana, last: Li }, email: ana@acme.example }',
    'ben-osei': '{ name: { first: Ben, last: Osei }, email: ben@acme.example, groups: [cooks] }',
    'eva-lo':
      '{ name: { first: Eva, last: Lo }, email: eva@acme.example, platforms: { home: { role: visitor, accessGroup: blue } } }',
  },
  groups: {
    cooks: '{ name: Cooks }',
    crew: '{ name: Crew, members: { groups: [cooks] } }',
  },
  entities: {
    kitchen: '{ platform: rooms, name: Kitchen, kind: room, tags: [blue] }',
    cellar: '{ platform: rooms, name: Cellar, kind: room }',
  },
  'access-groups': { blue: '{ platform: rooms, select: { tags: [blue], match: any } }' },
} as const

type Change = Readonly<Partial<Record<keyof typeof files | 'templates', Readonly<Record<string, string | undefined>>>>>

const contract = [
  'subscriptions:',
  '  home:',
  '    platform: rooms',
  '    delivery: groups',
  '    groups: { directory: hq, names: { owner: rooms-owners, default: "rooms-{accessGroup}-{role}" } }',
].join('\n')

/** Opens the house; nothing is applied yet. */
export function house(): Stage {
  const stage = stageOn('local', { more: contract })
  stage.write(
    'platforms/rooms.yaml',
    rooms.replace('lifecycle:', 'capabilities: { deliveries: [groups, manual] }\nlifecycle:'),
  )
  declare(stage)
  return stage
}

/** Writes the files of the house, some of their entries otherwise; undefined: not there. */
export function declare(stage: Stage, change: Change = {}): void {
  for (const kind of [...(Object.keys(files) as (keyof typeof files)[]), 'templates' as const]) {
    const own: Readonly<Record<string, string>> = kind === 'templates' ? {} : files[kind]
    const entries = Object.entries({ ...own, ...change[kind] }).filter(([, text]) => text !== undefined)
    if (entries.length > 0)
      stage.write(`tenants/acme/${kind}.yaml`, entries.map(([id, text]) => `${id}: ${text}\n`).join(''))
  }
}

/** What somebody asked for on the forge, and who agreed. */
export function request(number: number, author: string, ...approvers: readonly string[]): RequestTrace {
  return {
    repository: 'acme/directory',
    number,
    author,
    head: 'a'.repeat(40),
    merge: 'b'.repeat(40),
    mergedAt: '2026-11-01T08:00:00Z',
    digest: `sha256:${number}`,
    approvals: approvers.map((by) => ({ by, at: '2026-11-01T07:00:00Z', rules: ['default'] })),
  }
}

/** Applies what is declared at a moment, as the clock of everything shows it; with a request, as it was agreed to there. */
export async function applied(
  stage: Stage,
  at: string,
  more: { readonly commit?: string; readonly request?: RequestTrace } = {},
): Promise<void> {
  const now = (): Date => new Date(at)
  const ledger = openFileLedger({ root: stage.folder, now })
  const run = { ...runOn(stage, now(), ledger), now, commit: more.commit ?? null }
  const { request: trace } = more
  const agreed = (asked: RequestTrace): Judge => {
    return ({ operations }) => {
      const fingerprints = new Set(operations.map(({ fingerprint }) => fingerprint))
      return {
        allowed: [{ trace: asked, observedAt: at, fingerprints, standing: new Set(), critical: true }],
        missing: [],
      }
    }
  }
  const consent: Consent = trace === undefined ? { how: 'autoApprove' } : { how: 'reviewed', judge: agreed(trace) }
  const report = await apply(run, consent)
  expect(report.plan.diagnostics.map(({ file, message }) => `${file}: ${message}`)).toEqual([])
  const blocked = report.plan.findings.filter(({ result }) => result === 'block').map(({ message }) => message)
  expect([blocked, ...report.tenants.map(({ held, exitCode }) => [held, exitCode])]).toEqual([[], [undefined, 0]])
}

/** The ledger's records of the house. */
export async function chainOf(stage: Stage): Promise<readonly ChainedEntry[]> {
  return openFileLedger({ root: stage.folder, now: () => new Date() }).read('acme')
}

/** Commits what is declared at a moment; the first time it makes the repository. */
export async function committed(stage: Stage, at: string, message: string): Promise<string> {
  stage.write('.gitignore', '.roster/\n')
  await git(stage.folder, 'init', '--quiet')
  await git(stage.folder, 'add', '--all')
  const dated = { GIT_COMMITTER_DATE: at, GIT_AUTHOR_DATE: at }
  await git(stage.folder, 'commit', '--quiet', '-m', message, `--date=${at}`)
  await amended(stage.folder, dated)
  return git(stage.folder, 'rev-parse', 'HEAD')
}

/** Git takes the date of a committer from its surroundings only. */
async function amended(folder: string, dated: Readonly<Record<string, string>>): Promise<void> {
  const before = Object.keys(dated).map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, dated)
  try {
    await git(folder, 'commit', '--quiet', '--amend', '--no-edit')
  } finally {
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
  }
}

/** A chain of these records, one a minute; hashes are not looked at here. */
export function chained(entries: readonly Entry[], from = '2026-11-01T08:00:00.000Z'): readonly ChainedEntry[] {
  return entries.map((entry, i) => ({
    seq: i + 1,
    prev: '',
    fence: 1,
    at: new Date(Date.parse(from) + i * 60_000).toISOString(),
    entry,
    hash: '',
  }))
}
