import { fileKinds } from '../../language/load/kinds.ts'
import type { Answers } from './answers.ts'

/** The kinds whose schema a new workspace gets a copy of, so that editors can help. */
const schemaCopies: readonly string[] = [...fileKinds, 'platform', 'roster', 'tenant'].toSorted()

export interface Wishes {
  readonly schemaText: (kind: string) => string
  /** Whether people, groups and templates are made up to try things out on. */
  readonly samples: boolean
  /** Who reviews on the forge, where changes are reviewed there; the ledger then lies where every run finds it. */
  readonly reviewers?: readonly string[]
}

/** The files of a new workspace, path -> text: the same answers give the same bytes. */
export function scaffold(answers: Answers, { schemaText, samples, reviewers }: Wishes): ReadonlyMap<string, string> {
  const tenant = `tenants/${answers.tenant}`
  return new Map([
    ['.gitignore', '# what roster keeps on this machine: ledger, locks, initial passwords\n.roster/\n'],
    ['roster.yaml', workspace(answers, reviewers)],
    [`${tenant}/tenant.yaml`, tenantSettings(answers)],
    ...(samples
      ? ([
          [`${tenant}/departments.yaml`, departments],
          [`${tenant}/groups.yaml`, groups],
          [`${tenant}/templates.yaml`, templates],
          [`${tenant}/users.yaml`, users(answers)],
        ] as const)
      : []),
    ...schemaCopies.map((kind) => [`schema/${kind}.schema.json`, schemaText(kind)] as const),
    ...(answers.vscode ? [['.vscode/settings.json', editorSettings()] as const] : []),
  ])
}

/** Text as YAML takes it for a string, whatever is in it. */
function quoted(text: string): string {
  return JSON.stringify(text)
}

function workspace({ organisation, timezone }: Answers, reviewers: readonly string[] | undefined): string {
  return `# yaml-language-server: $schema=./schema/roster.schema.json
version: 1
organisation: ${quoted(organisation)}
timezone: ${timezone}
${reviewers === undefined ? alone : together(reviewers)}`
}

const alone = `ledger: { store: file } # or git: on the branch roster-ledger
approvers:
  leads: { forge: ["@example/leads"] } # who may approve acknowledgements
`

function together(reviewers: readonly string[]): string {
  return `ledger: { store: git } # on the branch roster-ledger
approvers:
  leads: { forge: [${reviewers.map(quoted).join(', ')}] }${reviewers.some(isTeam) ? teamNote : ''}
approvals:
  default: { approvers: [leads], count: 1 }
  critical: { approvers: [leads], count: 2 } # privileged access, and what the base branch decides
# Whose login is whose, so that nobody approves what they gain themselves:
# forgeAccounts: { their-login: tenant/user }
`
}

const teamNote = ' # the token of a workflow may not read teams: see ROSTER_TOKEN in the workflows'

function isTeam(reviewer: string): boolean {
  return reviewer.includes('/')
}

function tenantSettings({ tenantName, domain }: Answers): string {
  return `# yaml-language-server: $schema=../../schema/tenant.schema.json
name: ${quoted(tenantName)}
domains: [${domain}]
deleteAfter: 30 days
naming:
  username: "{first}.{last}"
  upn: "{username}@${domain}"
  onCollision: number
directories:
  # An embedded directory in one file, to try things out; later: provider: active-directory, entra or ldap
  main: { provider: local, mode: authoritative }
`
}

const departments = `# yaml-language-server: $schema=../../schema/departments.schema.json
operations: { name: Operations }
service-desk: { name: Service desk, parent: operations, template: technician }
`

const groups = `# yaml-language-server: $schema=../../schema/groups.schema.json
everybody:
  name: Everybody
  description: Everybody who works here
  members: { select: { all: true } }
service-desk:
  name: Service desk
  members: { select: { departments: [service-desk] } }
vpn-users:
  name: VPN users
`

const templates = `# yaml-language-server: $schema=../../schema/templates.schema.json
technician:
  applies: continuous
  attributes: { title: Technician }
  groups: [vpn-users]
`

function users({ domain }: Answers): string {
  return `# yaml-language-server: $schema=../../schema/users.schema.json
ana-li:
  name: { first: Ana, last: Li }
  email: ana.li@${domain}
  department: service-desk
  manager: ben-osei
ben-osei:
  name: { first: Ben, last: Osei }
  email: ben.osei@${domain}
  title: Head of operations
  department: operations
  groups: [vpn-users]
eva-lo:
  name: { first: Eva, last: Lo }
  email: eva.lo@${domain}
  department: service-desk
  manager: ana-li
`
}

function editorSettings(): string {
  const schemas = Object.fromEntries(
    schemaCopies.map((kind) => [`./schema/${kind}.schema.json`, patterns(kind)] as const),
  )
  return `${JSON.stringify({ 'yaml.schemas': schemas, 'yaml.yamlVersion': '1.2' }, undefined, 2)}\n`
}

function patterns(kind: string): readonly string[] {
  if (kind === 'roster') return ['/roster.yaml']
  if (kind === 'tenant') return ['/tenants/*/tenant.yaml']
  if (kind === 'platform') return ['/platforms/*.yaml']
  const folders = ['/tenants/*', '/tenants/*/library', '/library']
  return folders.flatMap((folder) => [`${folder}/${kind}.yaml`, `${folder}/${kind}.*.yaml`])
}
