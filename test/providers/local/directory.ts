import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import type { Directory } from '../../../src/generated/tenant.ts'
import { addressOf, membershipId } from '../../../src/model/address.ts'
import type { Observed, ObservedGroup, ObservedUser } from '../../../src/model/observed.ts'
import { type DirectoryOperation, operationId, type Operation } from '../../../src/model/operation.ts'
import type { Locator, Outcome } from '../../../src/model/outcome.ts'
import type { Secret } from '../../../src/model/secret.ts'
import { localProvider as local } from '../../../src/providers/local/provider.ts'
import type { Connection, Reader, Writer } from '../../../src/providers/provider.ts'

/** A local directory in a workspace of its own, and hands to read it, write it and change its file from outside. */
export interface LocalTrial {
  readonly root: string
  readonly file: string
  readonly connection: Connection
  readonly located: Map<string, Locator>
  readonly passwords: string[]
  reader(): Promise<Reader>
  writer(): Promise<Writer>
  /** Everything that a fresh reader lists. */
  list(): Promise<readonly Observed[]>
  user(username: string): Promise<ObservedUser>
  group(name: string): Promise<ObservedGroup>
  /** Applies with a writer of its own. Locators that come back are remembered. */
  apply(...operations: readonly Operation[]): Promise<readonly Outcome[]>
  lines(): readonly string[]
  write(text: string): void
  close(): void
}

export function localTrial(settings: Partial<Directory & { provider: 'local' }> = {}): LocalTrial {
  const root = mkdtempSync(join(tmpdir(), 'roster-local-'))
  const file = join(root, settings.file ?? '.roster/local/acme/hq.json')
  const located = new Map<string, Locator>()
  const passwords: string[] = []
  const connection: Connection = {
    tenant: 'acme',
    id: 'hq',
    settings: { provider: 'local', ...settings },
    root,
    environment: () => undefined,
    now: () => new Date('2026-12-01T09:00:00Z'),
    signal: new AbortController().signal,
  }
  const trial: LocalTrial = {
    root,
    file,
    connection,
    located,
    passwords,
    reader: () => local.read(connection),
    writer: () =>
      local.write(connection, {
        locate: (address) => located.get(address),
        initialPassword: async (address): Promise<Secret | undefined> => {
          passwords.push(address)
          return undefined
        },
      }),
    list: async () => {
      const reader = await local.read(connection)
      const listed: Observed[] = []
      for await (const page of reader.observe(['user', 'group', 'organizationalUnit'])) listed.push(...page)
      await reader.close()
      return listed
    },
    user: async (username) => {
      const found = (await trial.list()).find((one) => one.kind === 'user' && one.username === username)
      if (found?.kind !== 'user') throw new Error(`no user ${username}`)
      return found
    },
    group: async (name) => {
      const found = (await trial.list()).find((one) => one.kind === 'group' && one.name === name)
      if (found?.kind !== 'group') throw new Error(`no group ${name}`)
      return found
    },
    apply: async (...operations) => {
      const writer = await trial.writer()
      const outcomes: Outcome[] = []
      try {
        for (const operation of operations) {
          const [outcome] = await writer.apply([operation])
          if (outcome === undefined) throw new Error('no outcome')
          if ('locator' in outcome && outcome.locator !== undefined) located.set(operation.address, outcome.locator)
          outcomes.push(outcome)
        }
      } finally {
        await writer.close()
      }
      return outcomes
    },
    lines: () =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
    write: (text) => {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(`${file}.behind`, text)
      renameSync(`${file}.behind`, file)
    },
    close: () => rmSync(root, { recursive: true, force: true }),
  }
  return trial
}

/** The file of a directory, from a header's faults and lines. */
export function fileOf(faults: object | undefined, ...lines: readonly object[]): string {
  const header = {
    roster: 'local-directory',
    version: 1,
    identity: '6c1e0000-0000-4000-8000-000000000001',
    ...(faults === undefined ? {} : { faults }),
  }
  return [header, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('')
}

export function userLine(username: string, more: object = {}): object {
  return {
    id: `id-${username}`,
    kind: 'user',
    username,
    container: 'people',
    state: 'active',
    attributes: {},
    references: {},
    ...more,
  }
}

export function groupLine(name: string, members: readonly string[], more: object = {}): object {
  return {
    id: `id-${name}`,
    kind: 'group',
    name,
    container: 'groups',
    attributes: {},
    references: {},
    members,
    ...more,
  }
}

type Asked = DirectoryOperation extends infer O
  ? O extends DirectoryOperation
    ? Pick<O, 'kind' | 'verb' | 'before' | 'after'>
    : never
  : never

/** An operation about an object of directory acme/hq; what the writer does not look at is filled in. */
export function operation(id: string, asked: Asked): Operation {
  const address = addressOf({ tenant: 'acme', directory: 'hq', kind: asked.kind, id })
  return {
    ...asked,
    id: operationId(address, asked.verb),
    address,
    tenant: 'acme',
    directory: 'hq',
    status: 'planned',
    reason: 'declared',
    derived: false,
    summary: id,
    risk: 'low',
    escalation: false,
    sensitive: [],
    needs: [],
    effects: [],
    source: { file: 'users.yaml', line: 1, via: [] },
    reversible: true,
    urgent: false,
    fingerprint: id,
  }
}

export function createUser(
  username: string,
  more: Partial<Extract<Asked, { kind: 'user'; verb: 'create' }>['after']> = {},
): Operation {
  return operation(username, {
    kind: 'user',
    verb: 'create',
    before: null,
    after: { username, container: 'people', state: 'active', attributes: {}, references: {}, ...more },
  })
}

export function createGroup(name: string): Operation {
  return operation(name, {
    kind: 'group',
    verb: 'create',
    before: null,
    after: { name, container: 'groups', attributes: {}, references: {} },
  })
}

export function membership(verb: 'grant' | 'revoke', group: string, member: string): Operation {
  const pair = { group, member }
  return operation(
    membershipId(group, member),
    verb === 'grant'
      ? { kind: 'membership', verb, before: null, after: pair }
      : { kind: 'membership', verb, before: pair, after: null },
  )
}
