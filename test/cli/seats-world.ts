import { openFileLedger } from '../../src/ledger/file-store.ts'
import type { Entry } from '../../src/model/entry.ts'
import type { ObservedAccount } from '../../src/model/platform.ts'
import type { SeatEvent } from '../../src/model/seats.ts'
import { workspace } from './roster.ts'

/** tenant.yaml with one contract for paid seats that is charged on the first of a month; `more`: further lines of the contract. */
export function deskTenant(name: string, purchased: number, more: readonly string[] = []): string {
  return [
    `name: ${name}`,
    'timezone: Europe/Berlin',
    'directories: { main: { provider: local, mode: authoritative } }',
    'subscriptions:',
    '  desk:',
    '    platform: atera',
    '    edition: it',
    '    tier: expert',
    '    delivery: manual',
    '    billing: { cycle: monthly, anchor: 2026-11-01, term: annual }',
    ...(more.some((line) => line.startsWith('seats:')) ? [] : [`    seats: { purchased: ${purchased} }`]),
    ...more.map((line) => `    ${line}`),
    '',
  ].join('\n')
}

/** Somebody with a seat on it; `more`: further properties of the person. */
export function deskUser(id: string, more = ''): string {
  const [first = '', last = ''] = id.split('-').map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}`)
  const rest = more === '' ? '' : `, ${more}`
  const platforms = more.includes('platforms:') ? '' : ', platforms: { desk: { role: beginner } }'
  return `${id}: { name: { first: ${first}, last: ${last} }, email: ${id}@acme.example${platforms}${rest} }\n`
}

/** An office whose people sit at the desk. */
export function office(files: Readonly<Record<string, string>>): string {
  return workspace({ 'tenants/acme/groups.yaml': '{}\n', ...files })
}

/** The first that is known of the seats: so many are paid since a day, and these people have one. */
export function opening(
  users: readonly string[],
  { on, purchased }: { readonly on: string; readonly purchased: number },
): SeatEvent {
  const assigned = Object.fromEntries(users.map((user) => [user, { address: `${user}@acme.example` }]))
  const terms = { edition: 'it', tier: 'expert', cycle: 'monthly', term: 'annual', addons: [] } as const
  return { event: 'opening', on, purchased, declared: purchased, assigned, terms }
}

/** The ledger entry for events of the desk. */
export function ofSeats(...events: readonly SeatEvent[]): Entry {
  return { type: 'seats', subscription: 'desk', events }
}

/** What is known of somebody's account there. */
export function seen(tenant: string, user: string, more: Partial<ObservedAccount> = {}): Entry {
  const usual = { state: 'active', type: 'technician', roles: ['beginner'], accessGroups: [] } as const
  const account = { ...usual, login: `${user}@acme.example`, firstLoginAt: '2026-10-01T08:00:00Z', ...more }
  return { type: 'account', address: `${tenant}/desk/account/${user}`, account, from: 'export' }
}

/** Writes entries into the ledger of a tenant. */
export async function recorded(root: string, tenant: string, entries: readonly Entry[]): Promise<void> {
  const ledger = openFileLedger({ root, now: () => new Date() })
  const lease = await ledger.lock(tenant)
  const journal = await ledger.open(tenant, 'test', lease)
  await journal.record(entries)
  await journal.close()
  await lease.release()
}
