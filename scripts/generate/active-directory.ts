import { extended, signIns } from '../../src/providers/active-directory/fault-details.ts'
import type { Row } from '../../src/providers/active-directory/fault-details.ts'
import { plain } from '../../src/providers/active-directory/fault-meanings.ts'
import { defaultMapping } from '../../src/providers/active-directory/mapping.ts'
import { adCapabilities } from '../../src/providers/active-directory/capabilities.ts'
import { pairs, table, withParts } from './page-parts.ts'

/** Attributes of an account that roster writes besides those of the mapping. `name` is written with every other CN. */
const ofAccounts = [
  'sAMAccountName',
  'userPrincipalName',
  'cn',
  'name',
  'userAccountControl',
  'accountExpires',
  'proxyAddresses',
  'adminDescription',
]
const ofGroups = ['cn', 'name', 'sAMAccountName', 'groupType', 'description', 'mail', 'managedBy', 'member']

/** docs/providers/active-directory.md with the parts that come from the code as it is now. */
export function activeDirectoryPage(page: string): string {
  return withParts(page, { attributes, capabilities, 'signing in': signingIn, answers, writable })
}

const attributes = table(
  ['attribute', 'from', 'attribute', 'from'],
  pairs(Object.entries(defaultMapping).map(([attribute, path]) => [code(attribute), code(path)])),
)

const kinds = [
  ['user', 'accounts'],
  ['group', 'groups'],
  ['membership', 'memberships'],
  ['organizationalUnit', 'organizational units'],
  ['policy', 'password policies (PSO)'],
] as const

const capabilities = table(
  ['', 'can', 'cannot, and why'],
  kinds.map(([kind, words]) => {
    const all = Object.entries(adCapabilities).flatMap(([pair, can]) => {
      const [of, verb = ''] = pair.split('.')
      return of === kind ? [[verb, can] as const] : []
    })
    const cannot = all.flatMap(([verb, can]) => (can === true ? [] : [`${verb}: ${can.cannot}`]))
    const can = all.flatMap(([verb, one]) => (one === true ? [verb] : []))
    return [words, can.join(', '), cannot.join('. ')]
  }),
)

const signingIn = table(
  ['answer', 'what it says', 'what to do'],
  signIns.map(([data, what, next]) => [code(`data ${data}`), sentence(what), next]),
)

const answers = table(
  ['answer', 'what it says', 'what to do'],
  [
    ...plain.flatMap((row) => [row, ...extended.filter(([key]) => belongsTo(key, row[0]))]),
    ...extended.filter(([key]) => !key.includes('/')),
  ].map(([key, , , what, next]) => [answerOf(key), sentence(what), next]),
)

/** Details in words are Samba's: there is no number to look for. */
function belongsTo(key: Row[0], result: string): boolean {
  return key.startsWith(`${result}/`)
}

function answerOf(key: string): string {
  const [result = '', detail] = key.split('/')
  if (detail === undefined) return code(result.length === 8 ? result.toUpperCase() : result)
  return /^[0-9a-f]{8}$/.test(detail) ? `${code(result)} ${code(detail.toUpperCase())}` : `${code(result)} (Samba)`
}

function sentence(what: string): string {
  return what
    .replace(/\[[^\]]*\]/, '')
    .replaceAll('{attribute}', 'an attribute')
    .replaceAll('{domain}', 'another domain')
}

const writable = [
  '```powershell',
  `$ofAccounts = ${quoted([...ofAccounts, ...Object.keys(defaultMapping)])}`,
  `$ofGroups = ${quoted(ofGroups)}`,
  '```',
].join('\n')

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ')
}

function code(text: string): string {
  return `\`${text}\``
}
