import { posix } from 'node:path'
import type { Module } from './imports.ts'

/** What providers have in common beside the contract: a reading that is kept, what was listed, whether something is so already. */
const ofProviders = [
  'providers/provider.ts',
  'providers/snapshot.ts',
  'providers/tallies.ts',
  'providers/already.ts',
] as const

/**
 * Which room sees which. A room is a folder of `src/`; its name, or the path of one file, opens it to another. Nobody
 * sees more than stands here; a room always sees itself.
 */
export const rooms: Readonly<Record<string, readonly string[]>> = {
  model: [],
  generated: [],
  // Who may do what: a room of values and rules that knows neither files nor directories.
  access: ['model', 'generated'],
  'language/load': ['model'],
  'language/splice': ['language/load'],
  'language/validate': ['model', 'generated', 'language/load'],
  // What a pattern with `{entity}` fills is what the evaluator says is reached: it is worked out in one place.
  'language/compile': [
    'model',
    'generated',
    'language/load',
    'language/validate',
    'access/access.ts',
    'access/evaluate.ts',
  ],
  // What paid seats cost, and in which order changes cost least: values, days and rules.
  seats: ['model', 'generated'],
  sheets: [],
  git: ['model'],
  ledger: ['model', 'git'],
  // The durable write of a file is the ledger's; a delivered password has to survive the same power cut.
  secrets: ['model', 'ledger/durable.ts'],
  providers: [
    'model',
    'generated',
    'providers/local/provider.ts',
    'providers/ldap/provider.ts',
    'providers/active-directory/provider.ts',
    'providers/entra/provider.ts',
  ],
  // What all servers that speak LDAP have in common: the wire, names, schemas, complete listings.
  ldap: ['model', 'providers/provider.ts', 'providers/tallies.ts'],
  'providers/local': ['model', 'generated', 'providers/provider.ts'],
  'providers/ldap': ['model', 'generated', ...ofProviders, 'ldap'],
  'providers/active-directory': ['model', 'generated', ...ofProviders, 'ldap'],
  'providers/entra': ['model', 'generated', ...ofProviders],
  // What people are told. It is written by the plan and sent by the same hand that writes directories.
  messages: ['model', 'providers/provider.ts'],
  reconciler: [
    'model',
    'generated',
    'access',
    'seats',
    'sheets',
    'language/load',
    'language/validate',
    'language/compile',
    'ledger/ledger.ts',
    'providers/provider.ts',
    'secrets',
    'messages',
  ],
  // What is live becomes what is declared; the reconciler proves that nothing would change by it.
  adoption: [
    'model',
    'generated',
    'language/load',
    'language/splice',
    'language/validate',
    'language/compile',
    'sheets',
    'ldap/dn.ts',
    'providers/provider.ts',
    'reconciler',
  ],
  // A service that the repository is worked on together at: comments, reviews, checks, issues.
  forge: ['model'],
  // Who has to agree to a change, and whether they did: values and rules.
  approval: ['model', 'generated'],
  // What was in effect when, and how it came about, from the ledger.
  history: ['model', 'generated', 'access', 'ledger/ledger.ts', 'language/compile', 'reconciler'],
  // Proof for auditors: files, their hashes, a signature.
  evidence: ['model', 'access', 'history', 'reconciler', 'ledger/ledger.ts', 'ledger/chain.ts'],
  // Reviews of access: what people have, frozen, and what reviewers say of it.
  reviews: ['model', 'access', 'seats', 'history', 'reconciler', 'language/compile'],
  report: [
    'model',
    'access',
    'seats',
    'adoption/result.ts',
    'reconciler/run.ts',
    'ledger/ledger.ts',
    'history',
    'evidence',
  ],
  cli: [
    'model',
    'generated',
    'access',
    'seats',
    'sheets',
    'language/load',
    'language/splice',
    'language/validate',
    'language/compile',
    'git',
    'ledger',
    'secrets',
    'providers',
    'reconciler',
    'adoption',
    'forge',
    'approval',
    'history',
    'evidence',
    'reviews',
    'report',
  ],
}

/** The door that each package comes in through. */
export const doors: Readonly<Record<string, string>> = {
  '@azure/msal-node': 'providers/entra',
  '@microsoft/microsoft-graph-client': 'providers/entra',
  '@octokit/core': 'forge',
  '@octokit/plugin-paginate-rest': 'forge',
  '@octokit/plugin-retry': 'forge',
  '@octokit/plugin-throttling': 'forge',
  'age-encryption': 'secrets',
  'ajv-formats': 'generated',
  'any-ascii': 'language/compile',
  'cli-progress': 'cli',
  commander: 'cli',
  'csv-parse': 'sheets',
  luxon: 'language/compile',
  nodemailer: 'messages',
  numfmt: 'sheets',
  picocolors: 'report',
  saxes: 'sheets',
  yaml: 'language/load',
}

/** Packages of types alone: nothing of them is left in what is built, so that roster does not bring them along. */
export const typeDoors: Readonly<Record<string, string>> = {
  '@microsoft/microsoft-graph-types': 'providers/entra',
}

/** Rooms that are values and rules only: not even Node's own modules come in, but for those named. */
export const withoutNode: Readonly<Record<string, readonly string[]>> = {
  model: [],
  access: [],
  approval: [],
  seats: [],
  'language/compile': ['node:module'],
  report: [],
}

/** The room a file of `src/` lies in: the deepest one that holds it. */
export function roomOf(path: string): string | undefined {
  const holding = Object.keys(rooms).filter((room) => path.startsWith(`${room}/`))
  return holding.toSorted((a, b) => b.length - a.length)[0]
}

/** What a file takes in and may not, one sentence each. */
export function trespasses({ path, imports }: Module): readonly string[] {
  const room = roomOf(path)
  if (room === undefined) return [`${path} lies in no room`]
  return imports.flatMap((specifier) => {
    const why = specifier.startsWith('.') ? throughWall(room, path, specifier) : throughDoor(room, specifier)
    return why === undefined ? [] : [`${path} imports ${specifier}: ${why}`]
  })
}

function throughWall(room: string, path: string, specifier: string): string | undefined {
  const target = posix.join(posix.dirname(path), specifier)
  const theirs = roomOf(target)
  if (theirs === undefined) return `${target} lies in no room`
  const open = rooms[room] ?? []
  if (theirs === room || open.includes(theirs) || open.includes(target)) return undefined
  return `${room} does not see ${target}`
}

function throughDoor(room: string, specifier: string): string | undefined {
  if (specifier.startsWith('node:')) {
    const allowed = withoutNode[room]
    return allowed === undefined || allowed.includes(specifier) ? undefined : `${room} has no hands`
  }
  const name = packageOf(specifier)
  const door = doors[name] ?? typeDoors[name]
  if (door === undefined) return `no door for ${name}`
  return door === room ? undefined : `${name} comes in through ${door}`
}

/** The package that a specifier is of. */
export function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
