import type { Entry } from '../../src/model/entry.ts'
import type { SeatEvent } from '../../src/model/seats.ts'
import { ofSeats, opening, seen } from '../cli/seats-world.ts'

/** A workspace for one piece of docs/seats.md, and what its ledger says. */
export interface Scene {
  readonly files: Readonly<Record<string, string>>
  readonly ledger: readonly Entry[]
}

const tenant = (contract: readonly string[]): string =>
  [
    'name: Northwind',
    'timezone: Europe/Berlin',
    'subscriptions:',
    '  desk:',
    '    platform: atera',
    '    edition: it',
    '    tier: expert',
    '    billing: { cycle: monthly, anchor: 2026-11-01, term: annual }',
    ...contract.map((line) => `    ${line}`),
    '    delivery: manual',
    '    operator: ana-li',
    '',
  ].join('\n')

const member = (id: string, name: string, more = ''): string => {
  const [first = '', last = ''] = name.split(' ')
  return `${id}: { name: { first: ${first}, last: ${last} }, email: ${id}@acme.example, platforms: { desk: { role: beginner } }${more} }\n`
}

const admin = (id: string, name: string): string =>
  member(id, name, ', dailyAccount: exempt').replace('role: beginner', 'role: admin, reason: runs the desk')

const staff = [admin('ana-li', 'Ana Li'), admin('ben-osei', 'Ben Osei')].join('')
const holders = ['ana-li', 'ben-osei', 'tom-berg']

const known = (...events: readonly SeatEvent[]): readonly Entry[] => [
  seen('acme', 'ana-li', { roles: ['admin'], lastActivityAt: '2026-11-15' }),
  seen('acme', 'ben-osei', { roles: ['admin'], lastActivityAt: '2026-08-30' }),
  seen('acme', 'tom-berg'),
  ofSeats(opening(holders, { on: '2026-11-01', purchased: 3 }), ...events),
]

const gone = ', state: absent, leaving: { accept: [personalReports], reason: left }'

/** Every scene of the page, by the name that its output has there. */
export const scenes: Readonly<Record<string, Scene>> = {
  swap: {
    files: {
      'tenants/acme/tenant.yaml': tenant(['seats: { purchased: 3 }']),
      'tenants/acme/users.yaml': staff + member('eva-lo', 'Eva Lo') + member('tom-berg', 'Tom Berg', gone),
    },
    ledger: known(),
  },
  buy: {
    files: {
      'tenants/acme/tenant.yaml': tenant(['seats: { purchased: 4 }']),
      'tenants/acme/users.yaml': staff + member('eva-lo', 'Eva Lo') + member('tom-berg', 'Tom Berg'),
    },
    ledger: known(),
  },
  unasked: {
    files: {
      'tenants/acme/tenant.yaml': tenant(['seats: { purchased: 3 }']),
      'tenants/acme/users.yaml': staff + member('eva-lo', 'Eva Lo') + member('tom-berg', 'Tom Berg'),
    },
    ledger: known(),
  },
  limit: {
    files: {
      'tenants/acme/tenant.yaml': tenant(['seats: { purchased: 4 }']),
      'tenants/acme/users.yaml': staff + member('eva-lo', 'Eva Lo') + member('tom-berg', 'Tom Berg'),
      'tenants/acme/policies.yaml': 'gates: { cost: { warn: { now: "50.00" }, block: { absolute: "150.00" } } }\n',
    },
    ledger: known(),
  },
  waste: {
    files: {
      'tenants/acme/tenant.yaml': tenant(['seats: { purchased: 3 }']),
      'tenants/acme/users.yaml': staff,
    },
    ledger: known({ event: 'release', on: '2026-11-01', user: 'tom-berg', reason: 'declared' }),
  },
  moved: {
    files: {
      'tenants/acme/tenant.yaml': tenant(['seats: { purchased: 3 }']),
      'tenants/acme/users.yaml': staff + member('tom-berg', 'Tom Berg'),
    },
    ledger: known({
      event: 'observe',
      on: '2026-11-15',
      purchased: 4,
      assigned: Object.fromEntries(holders.map((id) => [id, { address: `${id}@acme.example` }])),
    }),
  },
  forecast: {
    files: {
      'tenants/acme/tenant.yaml': tenant(['seats: { purchased: 3, autoPurchase: { upTo: 2 } }']),
      'tenants/acme/users.yaml':
        staff +
        member('eva-lo', 'Eva Lo', ', starts: 2027-02-15') +
        member('kim-ro', 'Kim Ro', ', starts: 2027-02-15') +
        member('tom-berg', 'Tom Berg', ', ends: 2026-12-16') +
        member('zoe-ng', 'Zoe Ng', ', starts: 2027-02-15'),
    },
    ledger: known(),
  },
}
