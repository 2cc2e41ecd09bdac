import type { SchemaError, Validator } from '../generated/validators.js'
import { hiddenIn } from '../language/load/hygiene.ts'
import { valuesOf, type Value } from '../model/value.ts'

/** An entry while it is put together. */
export type Entry = Record<string, unknown>

/** Single texts of users.yaml that a directory can hold, by dotted path; names and keys are not among them. */
const texts = [
  'email',
  'title',
  'location',
  'employeeId',
  'address.country',
  'address.city',
  'address.region',
  'address.postalCode',
  'address.street',
  'phones.work',
  'phones.mobile',
  'phones.home',
  'phones.fax',
  'phones.pager',
  'profile.language',
  'profile.timezone',
  'posix.homeDirectory',
  'posix.loginShell',
] as const

const numbers = ['posix.uidNumber', 'posix.gidNumber'] as const
const lists = ['emails', 'skills', 'profile.notifications'] as const

/** Every path of users.yaml that is taken over as it is. */
export const plainPaths: readonly string[] = [...texts, ...numbers, ...lists]

/** What templates, departments and tenants may state for several people at once. */
export const sharedPaths: readonly string[] = [
  'title',
  'location',
  ...plainPaths.filter((path) => /^(?:address|phones|profile)\./.test(path)),
  'skills',
  'posix.gidNumber',
  'posix.loginShell',
]

/** A text as a file can say it, or why it cannot. */
export function sayable(text: string): { readonly text: string } | { readonly why: string } {
  const hidden = hiddenIn(text)
  return hidden === undefined ? { text: text.normalize('NFC') } : { why: `it holds ${hidden}` }
}

/** A value as users.yaml says it at a path, or why it cannot. */
export function written(path: string, value: Value): { readonly value: unknown } | { readonly why: string } {
  const said: string[] = []
  for (const each of valuesOf(value)) {
    const one = sayable(each)
    if ('why' in one) return one
    if (one.text !== '' && !said.includes(one.text)) said.push(one.text)
  }
  const [first] = said
  if (first === undefined) return { why: 'it is empty' }
  if (includes(lists, path)) return { value: path === 'emails' ? said.map((address) => ({ address })) : said }
  if (said.length > 1) return { why: `it has ${said.length} values, and one can be declared` }
  if (!includes(numbers, path)) return { value: first }
  return /^\d{1,10}$/.test(first) ? { value: Number(first) } : { why: 'it is no number' }
}

function includes(names: readonly string[], path: string): boolean {
  return names.includes(path)
}

/** The value at a dotted path of an entry. */
export function at(entry: Entry, path: string): unknown {
  let value: unknown = entry
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Entry)[step]
  }
  return value
}

/** Puts a value at a dotted path. */
export function put(entry: Entry, path: string, value: unknown): void {
  const [first = '', ...rest] = path.split('.')
  if (rest.length === 0) entry[first] = value
  else {
    const inner = (entry[first] ??= {}) as Entry
    put(inner, rest.join('.'), value)
  }
}

/** Takes the value at a dotted path out, and the map around it once it is empty. */
export function take(entry: Entry, path: string): void {
  const [first = '', ...rest] = path.split('.')
  const inner = entry[first]
  if (rest.length === 0) delete entry[first]
  else if (typeof inner === 'object' && inner !== null) {
    take(inner as Entry, rest.join('.'))
    if (Object.keys(inner).length === 0) delete entry[first]
  }
}

/** Takes out what the schema refuses, and says what that was; a path of `vital` stays, and is told. */
export function fitted(
  entry: Entry,
  validate: Validator,
  vital: readonly string[],
): { readonly dropped: readonly string[]; readonly wrong?: string } {
  const dropped: string[] = []
  for (;;) {
    if (validate(entry)) return { dropped }
    const paths = new Set((validate.errors ?? []).map(pathOf))
    for (const path of paths) {
      const [first = ''] = path.split('.')
      if (path === '' || vital.includes(first) || at(entry, path) === undefined) return { dropped, wrong: path }
      take(entry, path)
      dropped.push(path)
    }
  }
}

/** The property that an error is about; of a list the whole list. */
function pathOf({ instancePath }: SchemaError): string {
  const steps = instancePath.split('/').slice(1)
  const list = steps.findIndex((step) => /^\d+$/.test(step))
  return (list === -1 ? steps : steps.slice(0, list)).join('.')
}
