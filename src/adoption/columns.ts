import { nearest } from '../language/load/nearest.ts'

/** What a column holds: a path of users.yaml, or one of the words below. */
export type Column =
  | { readonly path: string }
  | { readonly special: 'id' | 'department' | 'manager' | 'groups' | 'template' | 'guest' }

const special = (name: Extract<Column, { special: unknown }>['special']): Column => ({ special: name })
const path = (name: string): Column => ({ path: name })

/** The columns by their usual names, as `docs/import.md` lists them, and what else they are called. */
const columns: readonly (readonly [name: string, column: Column, others: string])[] = [
  ['id', special('id'), ''],
  ['username', path('username'), 'login, user, user name, user id, account, samaccountname, uid'],
  ['upn', path('upn'), 'user principal name'],
  ['first name', path('name.first'), 'first, given name, forename'],
  ['last name', path('name.last'), 'last, surname, family name, sn'],
  ['display name', path('displayName'), 'name, full name'],
  ['email', path('email'), 'e-mail, mail, email address, e-mail address, primary email'],
  ['title', path('title'), 'job title, position'],
  ['department', special('department'), 'dept, team'],
  ['manager', special('manager'), 'reports to, supervisor'],
  ['employee id', path('employeeId'), 'employee number, employee no, staff number, personnel number'],
  ['groups', special('groups'), 'group, member of, memberships'],
  ['template', special('template'), ''],
  ['starts', path('starts'), 'start, start date, first day'],
  ['ends', path('ends'), 'end, end date, last day, expires'],
  ['state', path('state'), 'status'],
  ['guest', special('guest'), ''],
  ['location', path('location'), 'office, site'],
  ['work phone', path('phones.work'), 'phone, telephone, telephone number, phones.work, business phone, office phone'],
  ['mobile phone', path('phones.mobile'), 'mobile, cell, cell phone, phones.mobile, mobile number'],
  ['home phone', path('phones.home'), 'home, phones.home'],
  ['fax', path('phones.fax'), 'phones.fax, fax number'],
  ['pager', path('phones.pager'), 'phones.pager'],
  ['street', path('address.street'), 'address, street address, address.street'],
  ['postal code', path('address.postalCode'), 'zip, zip code, post code, address.postalCode'],
  ['city', path('address.city'), 'town, address.city'],
  ['region', path('address.region'), 'state or province, province, county, address.region'],
  ['country', path('address.country'), 'country code, address.country'],
  ['language', path('profile.language'), 'profile.language'],
  ['timezone', path('profile.timezone'), 'profile.timezone'],
]

const byName: ReadonlyMap<string, readonly [name: string, column: Column]> = new Map(
  columns.flatMap(([name, column, others]) =>
    [name, ...others.split(', ')].filter((each) => each !== '').map((each) => [folded(each), [name, column]] as const),
  ),
)

/** The names under which the columns are told. */
export const columnNames: readonly string[] = columns.map(([name]) => name)

function folded(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
}

/** Header -> its column; and why a header cannot be taken. */
export function columnsOf(headers: readonly string[]): {
  readonly columns: ReadonlyMap<string, Column>
  readonly mistakes: readonly string[]
} {
  const found = new Map<string, Column>()
  const mistakes: string[] = []
  const unknown: string[] = []
  const taken = new Map<string, string>()
  for (const header of headers) {
    const known = byName.get(folded(header))
    if (known === undefined) unknown.push(header)
    else {
      const [name, column] = known
      const before = taken.get(name)
      if (before === undefined) found.set(header, column)
      else mistakes.push(`The columns ${before} and ${header} both hold the ${name}. Delete one of them.`)
      taken.set(name, before ?? header)
    }
  }
  return { columns: found, mistakes: [...unknownColumns(unknown), ...mistakes] }
}

/** Columns that are not known: each with the nearest one, the others in one sentence with the list of all. */
function unknownColumns(headers: readonly string[]): readonly string[] {
  const nearTo = (header: string): string | undefined => nearest(folded(header), [...byName.keys()])
  const named = headers.flatMap((header) => {
    const [name] = byName.get(nearTo(header) ?? '') ?? []
    if (name === undefined) return []
    return [`There is no column ${JSON.stringify(header)}. Did you mean ${name}? Else delete the column.`]
  })
  const far = headers.filter((header) => nearTo(header) === undefined).map((header) => JSON.stringify(header))
  if (far.length === 0) return named
  const subject =
    far.length === 1
      ? `There is no column ${far.join('')}. Delete it.`
      : `There are no columns ${far.join(', ')}. Delete them.`
  return [...named, `${subject} The columns are ${columnNames.join(', ')}.`]
}
