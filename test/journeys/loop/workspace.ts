/** Files of a workspace: path -> text. */
type Files = Readonly<Record<string, string>>

/** Leads approve; what is critical needs security. Whose login is whose. */
export const rosterFile = [
  'version: 1',
  'organisation: Northwind MSP',
  'timezone: Europe/Berlin',
  'ledger: { store: git }',
  'approvers:',
  '  leads: { forge: ["@msp/leads"] }',
  '  security: { forge: ["@msp/security"] }',
  'approvals:',
  '  default: { approvers: [leads], count: 1 }',
  '  critical: { approvers: [security], count: 1 }',
  'forgeAccounts:',
  '  bo: acme/ben-osei',
  '  dan: acme/dan-roe',
  '  cleo: acme/cleo-fox',
  '',
].join('\n')

/** The tenant whose directory is a real one. */
export function acme(directory: string): Files {
  const hq = directory
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')
  return {
    'tenants/acme/tenant.yaml': `name: Acme\ntimezone: Europe/Berlin\nnaming: { username: "{first}.{last}" }\ndirectories:\n  hq:\n${hq}\n`,
    'tenants/acme/users.yaml': [
      'ben-osei: { name: { first: Ben, last: Osei } }',
      'dan-roe: { name: { first: Dan, last: Roe }, groups: [vpn] }',
      'cleo-fox: { name: { first: Cleo, last: Fox } }',
      '',
    ].join('\n'),
    'tenants/acme/groups.yaml': 'vpn: { name: VPN }\nstaff: { members: { select: { all: true } } }\n',
  }
}

/** The tenant that tries things out. */
export function bakery(): Files {
  return {
    'tenants/bakery/tenant.yaml':
      'name: Bakery\nnaming: { username: "{first}.{last}" }\ndirectories:\n  try: { provider: local, mode: authoritative }\n',
    'tenants/bakery/users.yaml': 'gus-om: { name: { first: Gus, last: Om }, title: Baker }\n',
  }
}
