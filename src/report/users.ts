import type { Standing } from '../access/answers-users.ts'
import type { DesiredState } from '../model/desired.ts'
import type { AccountState } from '../model/observed.ts'
import type { AccessPlace } from '../model/plan.ts'
import type { Answer } from './answer.ts'
import { count } from './count.ts'
import { paintTable, type Table } from './table.ts'

/** A person and, unless they have none, one account of theirs. */
export interface UserRow {
  readonly tenant: string
  readonly user: string
  readonly name: string
  readonly email: string
  readonly department: string
  readonly state: Standing | DesiredState
  readonly place: AccessPlace
  readonly platform?: string
  readonly subscription?: string
  readonly type?: string
  readonly roles?: readonly string[]
  /** `all`: whoever runs the platform reaches everything and belongs to no group. */
  readonly accessGroups?: 'all' | readonly string[]
  /** How many entities are in reach. */
  readonly reach?: 'all' | number
  readonly from?: string
  /** First moment at which it holds no more. */
  readonly until?: string
  /** The first and the last calendar day of it, in the tenant's zone. */
  readonly firstDay?: string
  readonly lastDay?: string
  /** What the ledger knows of the account as it is live. */
  readonly live?: AccountState
  readonly invitedAt?: string
  /** How long ago that was. */
  readonly days?: number
  readonly resends?: number
  /** Whole days from the last invitation to the first sign-in; not there: not yet, or nobody knows. */
  readonly daysToActive?: number
}

const titles = {
  tenant: 'TENANT',
  user: 'USER',
  name: 'NAME',
  email: 'E-MAIL',
  department: 'DEPARTMENT',
  platform: 'PLATFORM',
  subscription: 'SUBSCRIPTION',
  type: 'TYPE',
  role: 'ROLE',
  accessGroup: 'ACCESS GROUP',
  reach: 'REACH',
  state: 'STATE',
  from: 'FROM',
  until: 'UNTIL',
  live: 'LIVE',
  invitedAt: 'INVITED',
  days: 'DAYS',
  resends: 'RESENT',
  daysToActive: 'DAYS TO ACTIVE',
} as const

/** What a list of people can show. */
export type UserColumn = keyof typeof titles

/** Every column that a list of people can show, in the order of the list. */
export const userColumns = Object.keys(titles) as readonly UserColumn[]

/** The list of people, with some columns. */
export function usersAnswer(
  rows: readonly UserRow[],
  { columns, hidden }: { readonly columns: readonly UserColumn[]; readonly hidden: number },
): Omit<Answer, 'exitCode'> {
  const table: Table = {
    columns: columns.map((name) => ({ name, title: titles[name] })),
    rows: rows.map((row) => columns.map((column) => cellOf(row, column))),
  }
  return {
    document: { kind: 'users', columns, hidden, users: rows },
    table,
    text: ({ ink }) => {
      const people = count(new Set(rows.map(({ tenant, user }) => `${tenant}/${user}`)).size, 'person')
      const rest = hidden === 0 ? '' : `; ${count(hidden, 'row')} left out of this view`
      return [...paintTable(table, ink), '', ink.plain(`${people}${rest}.`), ''].join('\n')
    },
  }
}

function cellOf(row: UserRow, column: UserColumn): string {
  if (column === 'role') return (row.roles ?? []).join(' ')
  if (column === 'accessGroup')
    return typeof row.accessGroups === 'object' ? row.accessGroups.join(' ') : (row.accessGroups ?? '')
  if (column === 'from') return row.firstDay ?? ''
  if (column === 'until') return row.lastDay ?? ''
  if (column === 'invitedAt') return row.invitedAt?.slice(0, 10) ?? ''
  return String(row[column] ?? '')
}
