import { rowsIn } from './court.ts'
import type { Client } from './court.ts'
import { groups, guests, holders, inGroup, members, shownOf } from './expected.ts'
import type { Declared } from './workspace.ts'

const v1 = 'https://graph.microsoft.com/v1.0'
const about = 'what roster applied'
const byName = 'sort_by(@, &userPrincipalName)'

/** What Azure's command line sees of what roster applied is what the files say. */
export async function readByAz(az: Client, declared: Declared): Promise<void> {
  const accounts = ['ad', 'user', 'list', '--filter', "userType eq 'Member'", '--query', byName]
  await az.ask(about, accounts, members(declared).map(shownOf))
  for (const person of members(declared))
    await az.ask(about, ['ad', 'user', 'show', '--id', `${person.upn}`], shownOf(person))
  await groupsByAz(az, declared)
  await furtherByAz(az, declared)
  // Its own mistake: it does not double the quote. Graph says so, and so has the tenant.
  await az.refused(about, ['ad', 'user', 'list', '--upn', `${withQuote(declared)}`], /Invalid filter clause/)
}

/** The sign-in name of somebody who has a quote in it. */
function withQuote(declared: Declared): string | undefined {
  return members(declared).find(({ upn = '' }) => upn.includes("'"))?.upn
}

/** Groups by their ids: where a name has a quote in it, az asks in a way that Graph does not understand. */
async function groupsByAz(az: Client, declared: Declared): Promise<void> {
  const listed = await az.ask(about, ['ad', 'group', 'list', '--query', 'sort_by(@, &displayName)'], groups(declared))
  for (const { id, displayName } of rowsIn(listed)) {
    const [declaredId = ''] = Object.entries(declared.groups).find(([, { name }]) => name === displayName) ?? []
    const listing = ['ad', 'group', 'member', 'list', '--group', String(id), '--query', 'sort([].displayName)']
    await az.ask(about, listing, inGroup(declared, declaredId))
  }
}

/** What has no command of its own: managers, countries, services of licences, invitations. */
async function furtherByAz(az: Client, declared: Declared): Promise<void> {
  const { people } = declared
  const properties = 'userPrincipalName,usageLocation,country,accountEnabled,assignedLicenses'
  const accounts = `${v1}/users?$filter=userType eq 'Member'&$select=${properties}&$expand=manager($select=displayName)`
  await az.ask(
    about,
    ['rest', '--url', accounts, '--query', `sort_by(value, &userPrincipalName)`],
    members(declared).map(({ upn, manager, licences = [] }) => ({
      userPrincipalName: upn,
      usageLocation: 'NL',
      country: 'NL',
      accountEnabled: true,
      assignedLicenses: licences.map(() => ({ disabledPlans: [yammer] })),
      ...(manager === undefined ? {} : { manager: shown(people[manager]) }),
    })),
  )
  const invited = `${v1}/users?$filter=userType eq 'Guest'&$select=displayName,mail,externalUserState`
  await az.ask(
    about,
    ['rest', '--url', invited, '--query', 'value'],
    guests(declared).map((person) => ({
      ...shown(person),
      mail: person.email,
      externalUserState: 'PendingAcceptance',
    })),
  )
}

const yammer = '7547a3fe-08ee-4ccb-b430-5077c5041653'

function shown(person: Declared['people'][string] | undefined): { readonly displayName: unknown } {
  return { displayName: person === undefined ? undefined : shownOf(person)['displayName'] }
}

/** And so does the one of Microsoft 365. */
export async function readByM365(m365: Client, declared: Declared): Promise<void> {
  await m365.ask(
    about,
    ['entra', 'user', 'list', '--type', 'Member', '--query', byName],
    members(declared).map(shownOf),
  )
  const listed = await m365.ask(about, ['entra', 'user', 'list', '--type', 'Guest'], guests(declared).map(shownOf))
  // Its sign-in name has `#EXT#` in it.
  for (const guest of rowsIn(listed).map(({ userPrincipalName }) => String(userPrincipalName)))
    await m365.ask(about, ['entra', 'user', 'get', '--userName', guest], { userPrincipalName: guest })
  for (const [id, { name, description = null, kind }] of Object.entries(declared.groups)) {
    const who = inGroup(declared, id)
    const names = ['--query', 'sort([].displayName)']
    if (kind === 'administrativeUnit') {
      const unit = ['entra', 'administrativeunit', 'get', '--displayName', name]
      await m365.ask(about, unit, { displayName: name, description })
    } else if (kind === 'microsoft365') {
      await m365.ask(about, ['entra', 'm365group', 'get', '--displayName', name], { displayName: name, description })
      await m365.ask(about, ['entra', 'm365group', 'user', 'list', '--groupDisplayName', name, ...names], who)
    } else {
      await m365.ask(about, ['entra', 'group', 'get', '--displayName', name], { displayName: name, description })
      await m365.ask(about, ['entra', 'group', 'member', 'list', '--groupName', name, ...names], who)
    }
  }
  // Its own mistake: it doubles the quote in a segment of a path, where nobody halves it again.
  await m365.refused(
    about,
    ['entra', 'user', 'get', '--userName', `${withQuote(declared)}`],
    /o''brien.* does not exist/,
  )
  const pool = ['entra', 'license', 'list', '--query', "[?skuPartNumber=='SPE_E3'].consumedUnits | [0]"]
  await m365.ask(about, pool, holders(declared, 'e3'))
}
