import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'
import type { GraphEmulator } from '../emulators/graph/emulator.ts'

/** Writes the files that roster applies: names with quotes, slashes, percent signs and letters that not everybody has. */
export function writeWorkspace(folder: string, graph: GraphEmulator): void {
  const files: Readonly<Record<string, string>> = {
    'roster.yaml': 'version: 1\norganisation: Northwind\napprovers: { leads: { forge: ["@northwind/leads"] } }\n',
    'tenants/northwind/tenant.yaml': tenantFile(graph),
    'tenants/northwind/users.yaml': usersFile,
    'tenants/northwind/groups.yaml': groupsFile,
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

function tenantFile({ state, reader, writer }: GraphEmulator): string {
  return `name: Northwind
domains: [northwind.example]
naming: { username: "{first}.{last}", upn: "{username}@northwind.example" }
defaults: { attributes: { address: { country: NL } } }
directories:
  entra:
    provider: entra
    mode: authoritative
    tenantId: ${state.tenantId}
    credentials:
      read: { clientId: ${reader.clientId}, secret: { env: ROSTER_READS } }
      write: { clientId: ${writer.clientId}, secret: { env: ROSTER_WRITES } }
licences: { e3: { directory: entra, sku: SPE_E3, disabledPlans: [YAMMER_ENTERPRISE] } }
`
}

const usersFile = `ana:
  name: { first: Ana, last: O'Brien }
  upn: ana.o'brien@northwind.example
  title: Lead / 100% remote
  location: Utrecht / 2
  phones: { work: "+31 20 123 4567", mobile: "+31 6 1234 5678" }
  manager: ben
  groups: [rnd, orion]
  licences: [e3]
ben:
  name: { first: Ben, last: Osei }
  upn: ben.osei@northwind.example
  title: '"Head" & more'
  groups: [rnd]
asa:
  name: { first: Åsa, last: Lindström }
  upn: asa.lindstrom@northwind.example
  title: 'A+B #1; c=d?'
  manager: ana
  groups: [orion]
  licences: [e3]
zoe:
  name: { first: Zoe, last: O'Neil }
  email: zoe.oneil@partner.example
  guest: true
  groups: [orion]
`

const groupsFile = `rnd: { name: "R&D / 100% O'Brien", description: "Who's in: a+b #1" }
orion: { name: Project Orion, kind: microsoft365 }
north: { name: North / 1, kind: administrativeUnit }
`

/** What the files say of a person. */
export interface DeclaredPerson {
  readonly name: { readonly first: string; readonly last: string }
  readonly upn?: string
  readonly email?: string
  readonly guest?: boolean
  readonly title?: string
  readonly location?: string
  readonly phones?: { readonly work: string; readonly mobile: string }
  readonly manager?: string
  readonly groups: readonly string[]
  readonly licences?: readonly string[]
}

/** And of a group. */
export interface DeclaredGroup {
  readonly name: string
  readonly description?: string
  readonly kind?: string
}

/** What the files of a workspace say, read again: the side that the clients' answers are held against. */
export interface Declared {
  readonly people: Readonly<Record<string, DeclaredPerson>>
  readonly groups: Readonly<Record<string, DeclaredGroup>>
}

export function declaredIn(folder: string): Declared {
  const read = (name: string): unknown =>
    parse(readFileSync(join(folder, `tenants/northwind/${name}.yaml`), 'utf8')) as unknown
  return { people: read('users') as Declared['people'], groups: read('groups') as Declared['groups'] }
}
