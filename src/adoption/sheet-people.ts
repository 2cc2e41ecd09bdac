import { quoted } from '../sheets/problem.ts'
import type { TenantDocuments } from '../language/validate/documents.ts'
import type { Entry } from './attributes.ts'
import { at } from './attributes.ts'
import { Ids } from './ids.ts'
import type { KeyName, Keys, People } from './people-known.ts'
import { keyNames } from './people-known.ts'
import type { RowProblem } from './result.ts'
import type { RowPerson } from './row.ts'

/** Gives every new row its id, and tells rows apart that claim the same. */
export function newcomers(
  rows: readonly RowPerson[],
  people: People,
  { users }: TenantDocuments,
  problems: RowProblem[],
): { readonly fresh: ReadonlyMap<string, RowPerson>; readonly known: number } {
  const ids = new Ids([...users.keys(), ...rows.flatMap(({ id }) => id ?? [])])
  const fresh = new Map<string, RowPerson>()
  let known = 0
  for (const person of rows) {
    const { row, entry } = person
    const keys = keysOf(person)
    const holders = new Set(
      keyNames.flatMap((key) => (keys[key] === undefined ? [] : (people.find(key, keys[key]) ?? []))),
    )
    const before = [...holders].filter((id) => users.has(id))
    if (before.length > 1)
      problems.push({
        row,
        message: `The row names several people who are declared: ${before.join(', ')}. Correct the id, the username, the e-mail address or the employee id.`,
      })
    else if (before.length === 1 && holders.size === 1) known += 1
    else {
      const id = person.id ?? ids.give(wishesOf(entry), 'person')
      const clash = people.add(id, { ...keys, id }, textAt(entry, 'displayName') ?? fullName(entry))
      const other = clash === undefined ? fresh.get(id) : fresh.get(clash.holder)
      if (clash === undefined && other === undefined) fresh.set(id, person)
      else
        problems.push({
          row,
          message: `The ${keyWords[clash?.key ?? 'id']} ${quoted(keys[clash?.key ?? 'id'] ?? id)} belongs to ${other === undefined ? (clash?.holder ?? id) : `row ${other.row}`} already. Every person needs their own.`,
        })
    }
  }
  return { fresh, known }
}

/** What people call the keys. */
const keyWords: Readonly<Record<KeyName, string>> = {
  id: 'id',
  employeeId: 'employee id',
  username: 'username',
  upn: 'UPN',
  email: 'e-mail address',
}

function keysOf({ id, entry }: RowPerson): Keys {
  const found = keyNames.flatMap((key) => {
    const value = key === 'id' ? id : textAt(entry, key)
    return value === undefined ? [] : [[key, value] as const]
  })
  return Object.fromEntries(found)
}

function wishesOf(entry: Entry): readonly string[] {
  const username = (textAt(entry, 'username') ?? '').replace(/(?<=.)@.*$/s, '')
  return [
    username,
    fullName(entry) ?? '',
    textAt(entry, 'displayName') ?? '',
    (textAt(entry, 'email') ?? '').replace(/@.*$/s, ''),
  ]
}

function fullName(entry: Entry): string | undefined {
  const name = `${textAt(entry, 'name.first') ?? ''} ${textAt(entry, 'name.last') ?? ''}`.trim()
  return name === '' ? undefined : name
}

/** The text at a dotted path of an entry. */
export function textAt(entry: Entry, path: string): string | undefined {
  const value = at(entry, path)
  return typeof value === 'string' ? value : undefined
}
