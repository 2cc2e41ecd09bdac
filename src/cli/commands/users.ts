import { grouped } from '../../model/grouped.ts'
import type { AccountRow } from '../../access/answers-users.ts'
import { accountRows } from '../../access/answers-users.ts'
import { nearest } from '../../language/load/nearest.ts'
import type { Person } from '../../model/desired.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import { exit } from '../../model/exit-code.ts'
import { UsageError } from '../../model/fault.ts'
import type { ObservedAccount } from '../../model/platform.ts'
import type { RememberedAccount } from '../../reconciler/memory.ts'
import { recall } from '../../reconciler/checkpoints/recall.ts'
import { dayIn, lastDayBefore } from '../../report/days.ts'
import { userColumns, usersAnswer, type UserColumn, type UserRow } from '../../report/users.ts'
import type { Answer } from '../../report/answer.ts'
import type { Side } from '../../report/side.ts'
import { withDeclared } from '../../report/side.ts'
import { refuseTwoForms, tell, tellUnsound, type Asked } from '../inquiry.ts'
import { openLedger } from '../ledger.ts'
import type { Session } from '../session.ts'
import { withSides } from '../sided-answer.ts'
import { sidesOf, tenantsIn, viewOf, type Sided, type SidedOptions } from '../sides.ts'
import { checkTenants } from '../workspace.ts'

/** What `roster users` can be told. */
export interface UsersOptions extends SidedOptions {
  readonly tenant?: readonly string[]
  readonly columns?: string
  readonly platform?: string
  readonly hideDisabled?: boolean
  readonly invited?: boolean
}

const usual: readonly UserColumn[] = ['user', 'name', 'platform', 'role', 'accessGroup', 'state']
const ofInvitations: readonly UserColumn[] = ['user', 'email', 'platform', 'role', 'invitedAt', 'days', 'resends']
const fromLedger: ReadonlySet<string> = new Set(['live', 'invitedAt', 'days', 'resends', 'daysToActive'])

/** `roster users`: people and their accounts, with the columns that are asked for. Hiding is only a view. */
export async function users(session: Session, options: UsersOptions): Promise<number> {
  refuseTwoForms(session, options)
  const wanted = columnsOf(options)
  const view = await viewOf(session, options)
  checkTenants(view.root, options.tenant)
  const [main, declared]: readonly [Gathered, Gathered] = [
    { rows: [], sides: [] },
    { rows: [], sides: [] },
  ]
  const diagnostics: Diagnostic[] = []
  let tenants = 0
  // Each tenant is let go before the next: there may be thousands.
  for (const id of options.tenant ?? tenantsIn(view)) {
    const sides = await sidesOf(session, view, id)
    if (!('main' in sides)) {
      diagnostics.push(...sides.diagnostics)
      continue
    }
    tenants++
    await gather(session, main, { id, sided: sides.main, wanted })
    if (sides.declared !== undefined) await gather(session, declared, { id, sided: sides.declared, wanted })
  }
  if (diagnostics.some(({ severity }) => severity === 'error')) return tellUnsound(session, diagnostics)
  const columns: readonly UserColumn[] = tenants > 1 && !wanted.includes('tenant') ? ['tenant', ...wanted] : wanted
  const first = listOf(main, columns, options)
  return tell(
    session,
    options,
    declared.sides.length === 0 ? first : withDeclared(first, listOf(declared, columns, options)),
  )
}

/** Rows of all tenants, and what is said about where they come from. */
interface Gathered {
  readonly rows: UserRow[]
  readonly sides: { readonly tenant: string; readonly side: Side }[]
}

interface Listing {
  readonly id: string
  readonly sided: Sided
  readonly wanted: readonly UserColumn[]
}

async function gather(session: Session, { rows, sides }: Gathered, { id, sided, wanted }: Listing): Promise<void> {
  const { asked, side } = sided
  const asksLedger = wanted.some((column) => fromLedger.has(column))
  rows.push(...rowsOf(asked, asksLedger ? (asked.accounts ?? (await knownAccounts(session, asked))) : undefined))
  if (side !== undefined) sides.push({ tenant: id, side })
}

function listOf({ rows, sides }: Gathered, columns: readonly UserColumn[], options: UsersOptions): Answer {
  const shown = rows.filter((row) => isShown(row, options))
  const answer = { ...usersAnswer(shown, { columns, hidden: rows.length - shown.length }), exitCode: exit.done }
  return withSides(answer, sides)
}

function columnsOf({ columns, invited }: UsersOptions): readonly UserColumn[] {
  if (columns === undefined) return invited === true ? ofInvitations : usual
  return columns.split(',').map((written) => {
    const name = written.trim()
    const found = userColumns.find((column) => column.toLowerCase() === name.toLowerCase())
    if (found !== undefined) return found
    const near = nearest(name, userColumns)
    const hint = near === undefined ? `The columns are ${userColumns.join(', ')}.` : `Did you mean ${near}?`
    throw new UsageError(`There is no column ${name}. ${hint}`)
  })
}

function isShown({ state, platform, live }: UserRow, options: UsersOptions): boolean {
  if (options.platform !== undefined && platform !== options.platform) return false
  if (options.invited === true && live !== 'invited') return false
  return options.hideDisabled !== true || !['disabled', 'ended', 'absent'].includes(live === 'disabled' ? live : state)
}

type Known = ReadonlyMap<string, RememberedAccount>

async function knownAccounts(session: Session, { root, settings, desired }: Asked): Promise<Known> {
  const ledger = await openLedger(root, settings, session)
  return (await recall(ledger, desired.id)).accounts
}

/** A row for each account of a person, and one for whoever has none. */
function rowsOf(asked: Asked, known: Known | undefined): readonly UserRow[] {
  const { desired, asOf } = asked
  const rows = [...desired.access.values()].flatMap((access) => accountRows(access, asOf))
  const accounts = grouped(rows, ({ user }) => user)
  return [...desired.people.values()]
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((person) => {
      const own = accounts.get(person.id) ?? []
      const about = aboutPerson(asked, person)
      if (own.length === 0) return [about]
      return own.map((account) => ({ ...about, ...ofAccount(asked, account, known) }))
    })
}

function aboutPerson({ desired, placeOf }: Asked, { id, values, departmentPath, state, source }: Person): UserRow {
  const text = (path: string): string => (typeof values[path] === 'string' ? values[path] : '')
  return {
    tenant: desired.id,
    user: id,
    name: text('displayName'),
    email: text('email'),
    department: departmentPath.at(-1) ?? '',
    state,
    place: placeOf(source),
  }
}

function ofAccount(
  { desired, asOf, placeOf, now }: Asked,
  row: AccountRow,
  known: Known | undefined,
): Partial<UserRow> & Pick<UserRow, 'state' | 'place'> {
  const { platform, subscription, type, roles, accessGroups, state, from, until, source } = row
  const live = known?.get(`${desired.id}/${subscription}/account/${row.user}`)?.account
  const toActive = daysToActive(live)
  const reach = now(platform).reach(`${subscription}/${row.user}`)
  return {
    platform,
    subscription,
    type,
    roles,
    accessGroups,
    state,
    reach: reach === 'all' ? 'all' : reach.size,
    ...(from === undefined ? {} : { from, firstDay: dayIn(from, desired.timezone) }),
    ...(until === undefined ? {} : { until, lastDay: lastDayBefore(until, desired.timezone) }),
    ...(live === undefined ? {} : { live: live.state }),
    ...(live?.invitedAt === undefined ? {} : { invitedAt: live.invitedAt, days: wholeDays(live.invitedAt, asOf) }),
    ...(live?.resends === undefined ? {} : { resends: live.resends }),
    ...(toActive === undefined ? {} : { daysToActive: toActive }),
    place: placeOf(source),
  }
}

/** How long somebody took to sign in; a list may show a first sign-in of before the invitation, which says nothing. */
function daysToActive(live: ObservedAccount | undefined): number | undefined {
  if (live?.invitedAt === undefined || live.firstLoginAt === undefined) return undefined
  const days = wholeDays(live.invitedAt, new Date(live.firstLoginAt))
  return days < 0 ? undefined : days
}

function wholeDays(since: string, until: Date): number {
  return Math.floor((until.getTime() - Date.parse(since)) / 86_400_000)
}
