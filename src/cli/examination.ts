import type { ChainedEntry } from '../model/entry.ts'
import { DirectoryFault } from '../model/fault.ts'
import type { Observed } from '../model/observed.ts'
import type { Connection, Dialect, Provider, Reader } from '../providers/provider.ts'
import type { Check } from '../report/checkup.ts'
import { count } from '../report/count.ts'
import { rightChecks } from './examination-rights.ts'

/** A directory to examine, and what the ledger last knew of it. */
export interface Patient {
  readonly connection: Connection
  readonly provider: Provider
  readonly chain: readonly ChainedEntry[]
}

const warnSkewMs = 60_000
const failSkewMs = 300_000

/** Looks at one directory with the read credentials: connection, identity, clock, rights, paging. Writes nothing. */
export async function examine({ connection, provider, chain }: Patient): Promise<readonly Check[]> {
  const scope = `${connection.tenant}/${connection.id}`
  const credentials = credentialChecks(scope, connection)
  try {
    const reader = await provider.read(connection)
    try {
      const clock = await clockCheck(scope, reader, connection.now)
      return [
        ok(scope, 'connection', 'read credentials are accepted'),
        ...credentials,
        identityCheck(connection, reader, chain),
        clock,
        ...(await readChecks(scope, reader, chain)),
        ...(await rightsIn({ connection, provider })),
      ]
    } finally {
      await reader.close()
    }
  } catch (error) {
    if (!(error instanceof DirectoryFault)) throw error
    const fix = fixes[error.kind]
    return [
      ...credentials,
      { scope, check: 'connection', result: 'fail', message: error.message, ...(fix === undefined ? {} : { fix }) },
      ...(error.kind === 'permission' ? await rightsIn({ connection, provider }) : []),
    ]
  }
}

async function rightsIn({ connection, provider }: Omit<Patient, 'chain'>): Promise<readonly Check[]> {
  const scope = `${connection.tenant}/${connection.id}`
  return rightChecks(scope, (await provider.rights?.(connection)) ?? [])
}

const fixes: Readonly<Partial<Record<DirectoryFault['kind'], string>>> = {
  permission: 'Give the read account what the page of the provider names.',
  unreachable: 'Check url, name resolution, firewall and the certificate of the server.',
  throttled: 'Wait, then run doctor again.',
}

function ok(scope: string, check: string, message: string): Check {
  return { scope, check, result: 'ok', message }
}

/** What can be said of the write credentials without using them. */
function credentialChecks(scope: string, { settings, environment }: Connection): readonly Check[] {
  const unproven: Check = {
    scope,
    check: 'write rights',
    result: 'notVerified',
    message: 'that would need a write',
    fix: 'The first apply shows it; start with a small one.',
  }
  const named = writeVariables(settings)
  const missing = named.filter((name) => environment(name) === undefined)
  const always = [unproven, ...apartCheck(scope, settings)]
  if (missing.length === 0) return always
  return [
    ...always,
    {
      scope,
      check: 'write credentials',
      result: 'warn',
      message: `${missing.join(', ')} not set: a plan works, an apply would not`,
      fix: 'Right where only plans run; else set them.',
    },
  ]
}

interface Settings {
  readonly mode?: string
  /** That of Entra ID signs in as the application that the environment names, where the files name none. */
  readonly provider?: string
  readonly credentials?: { readonly read?: Account; readonly write?: Account }
}

/** Who signs in: a DN, or an application. */
interface Account {
  readonly bindDn?: string
  readonly clientId?: string
}

/** A plan that reads with the account that writes could write: nothing but roster keeps it from that. */
function apartCheck(scope: string, settings: object): readonly Check[] {
  const { mode, provider, credentials = provider === 'entra' ? { read: {} } : {} } = settings as Settings
  if (credentials.read === undefined || mode === 'observe') return []
  const { read, write = read } = credentials
  const check = 'read and write apart'
  if (nameOf(read) === '' && nameOf(write) === '')
    return [
      {
        scope,
        check,
        result: 'notVerified',
        message: 'tenant.yaml names neither: the environment that roster runs in does',
        fix: 'Let plan and apply run in two environments, each with an application of its own; or name both.',
      },
    ]
  if (nameOf(write) !== nameOf(read)) return [ok(scope, check, 'two accounts')]
  return [
    {
      scope,
      check,
      result: 'warn',
      message: 'the account that plans read with is the one that apply writes with',
      fix: 'Give `credentials.read` an account that may only read, and `credentials.write` another.',
    },
  ]
}

function nameOf({ bindDn, clientId }: Account): string {
  return (bindDn ?? clientId ?? '').toLowerCase()
}

/** Names of the environment variables below `credentials.write`. */
function writeVariables(settings: object): readonly string[] {
  const { credentials } = settings as { readonly credentials?: { readonly write?: object } }
  return Object.values(credentials?.write ?? {}).flatMap((value: unknown) =>
    typeof value === 'object' && value !== null && 'env' in value && typeof value.env === 'string' ? [value.env] : [],
  )
}

function identityCheck(
  { tenant, id: directory, settings }: Connection,
  { identity }: Reader,
  chain: readonly ChainedEntry[],
): Check {
  const scope = `${tenant}/${directory}`
  if (settings.identity === identity) return ok(scope, 'identity', `${identity}, as tenant.yaml states`)
  if (settings.identity !== undefined) {
    return {
      scope,
      check: 'identity',
      result: 'fail',
      message: `this is ${identity}, but tenant.yaml states ${settings.identity}`,
      fix: 'Point url and base to the directory that was meant, or correct `identity:`.',
    }
  }
  const recorded = chain
    .map(({ entry }) => (entry.type === 'identity' && entry.directory === directory ? entry.identity : undefined))
    .findLast((found) => found !== undefined)
  if (recorded === undefined) return ok(scope, 'identity', `${identity}; recorded at the first apply`)
  if (recorded === identity) return ok(scope, 'identity', `${identity}, as recorded`)
  return {
    scope,
    check: 'identity',
    result: 'fail',
    message: `this is ${identity}, but roster has applied to ${recorded}`,
    fix: 'Point url and base to the directory that was meant, or state `identity:` when it was replaced on purpose.',
  }
}

async function clockCheck(scope: string, reader: Reader, now: () => Date): Promise<Check> {
  const before = now().getTime()
  const server = await reader.serverTime()
  if (server === undefined)
    return { scope, check: 'clock', result: 'notVerified', message: 'the server does not tell its time' }
  const here = (before + now().getTime()) / 2
  const skewMs = Math.abs(server.getTime() - here)
  const message = `the server's clock differs by ${Math.round(skewMs / 1000)} s`
  if (skewMs <= warnSkewMs) return ok(scope, 'clock', message)
  const fix = 'Set both clocks by NTP.'
  return { scope, check: 'clock', result: skewMs > failSkewMs ? 'fail' : 'warn', message, fix }
}

async function readChecks(scope: string, reader: Reader, chain: readonly ChainedEntry[]): Promise<readonly Check[]> {
  const seen: Observed[] = []
  for await (const page of reader.observe(['organizationalUnit', 'user', 'group'])) seen.push(...page)
  return [
    ...listingChecks(scope, reader),
    unknownCheck(scope, seen, reader.dialect),
    populationCheck(scope, seen, chain),
    await lookupCheck(scope, reader, seen),
  ]
}

const nouns = { user: 'person', group: 'group', organizationalUnit: 'container' } as const

/** Whether the listing proved that it is complete, and whether paging was put to the test. */
function listingChecks(scope: string, reader: Reader): readonly Check[] {
  const reads = reader.completeness()
  const incomplete = reads.filter(({ complete }) => !complete)
  const told = reads.map((read) => count(read.count, nouns[read.kind])).join(', ')
  const listing: Check =
    incomplete.length === 0
      ? ok(scope, 'listing', `complete: ${told}`)
      : {
          scope,
          check: 'listing',
          result: 'fail',
          message: `not complete: ${incomplete.map(({ kind }) => kind).join(', ')}`,
          fix: 'Raise the size limit of the server for the read account.',
        }
  const pages = Math.max(0, ...reads.map((read) => read.pages))
  const paging: Check =
    pages > 1
      ? ok(scope, 'paging', `followed over ${count(pages, 'page')} to the end`)
      : { scope, check: 'paging', result: 'notVerified', message: 'everything fits one page' }
  return [listing, paging]
}

const hiddenFix =
  'Compare a person in the plan with what an administrator sees; the page of the provider names the rights.'

function unknownCheck(scope: string, seen: readonly Observed[], { hidesAttributes }: Dialect): Check {
  const names = new Set(seen.flatMap((object) => [...object.unknown]))
  const members = seen.filter((object) => object.kind === 'group' && object.members === 'unknown').length
  const unread = [...[...names].sort(), ...(members > 0 ? [`members of ${count(members, 'group')}`] : [])]
  if (unread.length === 0 && hidesAttributes !== undefined)
    return { scope, check: 'read rights', result: 'notVerified', message: hidesAttributes, fix: hiddenFix }
  if (unread.length === 0) return ok(scope, 'read rights', 'every managed attribute of what was listed could be read')
  return {
    scope,
    check: 'read rights',
    result: 'warn',
    message: `could not be read: ${unread.join(', ')}`,
    fix: 'Give the read account the right to read them; until then they are left alone.',
  }
}

/** A right that hides entries cannot be seen in a listing, only in its size. */
function populationCheck(scope: string, seen: readonly Observed[], chain: readonly ChainedEntry[]): Check {
  const directory = scope.split('/')[1]
  const users = seen.filter(({ kind }) => kind === 'user').length
  const last = chain
    .map(({ entry }) => (entry.type === 'population' && entry.directory === directory ? entry.users : undefined))
    .findLast((found) => found !== undefined)
  const check = 'hidden entries'
  if (last === undefined)
    return { scope, check, result: 'notVerified', message: 'nothing was applied yet to compare with' }
  if (users >= last * 0.8) return ok(scope, check, `${count(users, 'person')}, ${last} after the last apply`)
  return {
    scope,
    check,
    result: 'fail',
    message: `${count(users, 'person')}, but ${last} after the last apply`,
    fix: 'Check the rights of the read account and the bases. Nothing is removed while this lasts.',
  }
}

/** Looking an object up by its id has to find what the listing found. */
async function lookupCheck(scope: string, reader: Reader, seen: readonly Observed[]): Promise<Check> {
  const ids = seen.slice(0, 3).map(({ immutableId }) => immutableId)
  const check = 'look-up by id'
  if (ids.length === 0) return { scope, check, result: 'notVerified', message: 'the directory is empty' }
  const found = await reader.find(ids)
  if (ids.every((id) => found.has(id))) return ok(scope, check, 'finds what the listing found')
  return {
    scope,
    check,
    result: 'fail',
    message: 'does not find what the listing found',
    fix: 'Give the read account the right to search by id from the base of the directory.',
  }
}
