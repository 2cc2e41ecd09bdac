import { entraCapabilities } from '../../src/providers/entra/capabilities.ts'
import { graphRows, signInRows } from '../../src/providers/entra/fault-meanings.ts'
import type { Row } from '../../src/providers/entra/fault-meanings.ts'
import { limits, perBatch } from '../../src/providers/entra/graph/effort.ts'
import { defaultMapping } from '../../src/providers/entra/mapping.ts'
import { readPermissions, writePermissions } from '../../src/providers/entra/permissions.ts'
import type { Permission } from '../../src/providers/entra/permissions.ts'
import { pairs, table, withParts } from './page-parts.ts'

/** docs/providers/entra.md with the parts that come from the code as it is now. */
export function entraPage(page: string): string {
  return withParts(page, {
    attributes,
    capabilities,
    'to read': permissionsTable(readPermissions),
    'to write': permissionsTable(writePermissions),
    names,
    limits: limitsTable,
    'signing in': answersOf(signInRows),
    answers: answersOf(graphRows),
  })
}

const attributes = table(
  ['property', 'from', 'property', 'from'],
  pairs(Object.entries(defaultMapping).map(([attribute, path]) => [code(attribute), code(path)])),
)

const kinds = [
  ['user', 'accounts, guests among them'],
  ['group', 'groups, directory roles, administrative units'],
  ['membership', 'memberships, and who holds a role'],
  ['licence', 'licences'],
  ['policy', 'Conditional Access policies'],
  ['organizationalUnit', 'organizational units'],
] as const

const capabilities = table(
  ['', 'can', 'cannot, and why'],
  kinds.map(([kind, words]) => {
    const all = Object.entries(entraCapabilities).flatMap(([pair, can]) => {
      const [of, verb = ''] = pair.split('.')
      return of === kind ? [[verb, can] as const] : []
    })
    return [words, all.flatMap(([verb, one]) => (one === true ? [verb] : [])).join(', '), reasonsIn(all)]
  }),
)

/** Verbs that fail for one reason stand before it together. */
function reasonsIn(verbs: readonly (readonly [string, true | { readonly cannot: string }])[]): string {
  const byReason = new Map<string, string[]>()
  for (const [verb, can] of verbs)
    if (can !== true) byReason.set(can.cannot, [...(byReason.get(can.cannot) ?? []), verb])
  return [...byReason].map(([why, of]) => `${of.join(', ')}: ${why}`).join('. ')
}

function permissionsTable(permissions: readonly Permission[]): string {
  return table(
    ['permission', 'what for', 'needed only where'],
    permissions.map(({ name, purpose, onlyWhere = '' }) => [code(name), purpose, onlyWhere]),
  )
}

/** Names for the command that asks for them; what writing includes is not asked for twice. */
const names = [
  '```sh',
  ...listOf('reads', readPermissions),
  ...listOf('writes', [...readPermissions.filter(({ within }) => !within.some(isAlwaysWritten)), ...writePermissions]),
  '```',
].join('\n')

function listOf(variable: string, permissions: readonly Permission[]): readonly string[] {
  const always = permissions.filter(({ onlyWhere }) => onlyWhere === undefined)
  return [`${variable}="${always.map(({ name }) => name).join(' ')}"`]
}

function isAlwaysWritten(name: string): boolean {
  return writePermissions.some((permission) => permission.name === name && permission.onlyWhere === undefined)
}

const limitsTable = table(
  ['of one application in one tenant', 'at once', 'each second'],
  (
    [
      ['resource units (what Graph counts a request as: 1 to 5)', limits.units],
      ['writes', limits.writes],
      ['requests about Conditional Access', limits.conditionalAccess],
      ['requests for reports', limits.reports],
    ] as const
  )
    .map(([what, { burst, perSecond }]) => [what, String(burst), String(perSecond)])
    .concat([['requests in one batch', String(perBatch), '']]),
)

function answersOf(rows: readonly Row[]): string {
  return table(
    ['answer', 'what it says', 'what to do'],
    rows.map(([codes, , , what, next]) => [codes.split(', ').map(answer).join(', '), what, next]),
  )
}

/** A word after the slash is told from the message: it is no part of the code. */
const inWords: Readonly<Record<string, string>> = {
  securityDefaults: 'security defaults',
  exists: 'the value is taken',
  references: 'it is there already',
  upstream: 'synchronised',
  password: 'password',
  domain: 'domain',
  usageLocation: 'usage location',
  noLicences: 'no licences',
  invited: 'invited before',
  guestsOff: 'guests not allowed',
}

function answer(written: string): string {
  const [name = '', word] = written.split('/')
  if (word === undefined) return code(name)
  const words = inWords[word]
  if (words === undefined) throw new Error(`no words for ${written} on the page`)
  return `${code(name)} (${words})`
}

function code(text: string): string {
  return `\`${text}\``
}
