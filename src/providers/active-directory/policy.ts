import { createHash } from 'node:crypto'
import { lasting } from '../../model/lasting.ts'
import { present, valuesOf } from '../../model/value.ts'
import type { HeldPolicy, PolicyDialect } from '../provider.ts'
import { attributesOf, settingsOf, stricterSettings } from './policy-values.ts'
import type { PasswordSettings } from './policy-values.ts'

/** Rules for passwords as fine-grained password settings: objects that name whom they hold for. */
export const adPolicies: PolicyDialect = {
  called: 'password policy',
  topics: ['password'],
  nameOf: (tenant, id) => shortened(`roster-${tenant}-${id}`),
  express: (rules, under) => {
    const before = settingsOf(under)
    const after = stricterSettings(before, rules)
    const beyond = [
      ...((rules['password.complexity'] ?? 0) > 3
        ? ['passwords of four kinds of characters (Active Directory asks for three of them)']
        : []),
      ...(rules['password.lockout.duration'] !== undefined && after.attempts === 0
        ? ['a lock where nothing says after how many wrong passwords (lockout.attempts), and the domain locks nobody']
        : []),
    ]
    return { attributes: attributesOf(after), isNeeded: !isSame(before, after), beyond }
  },
  holding: (policies) => {
    const direct = policies.filter(({ isDirect }) => isDirect)
    return (direct.length > 0 ? direct : policies).toSorted(byPrecedence)[0]
  },
  goesBefore: 'Give it a higher number (precedence)',
  spoken: (attributes) => {
    const settings = settingsOf(present(attributes))
    const isNeverLocked = 'msDS-LockoutThreshold' in attributes && settings.attempts === 0
    const said = Object.entries(wordings).filter(
      ([name]) => valuesOf(attributes[name]).length > 0 && !(isNeverLocked && name === 'msDS-LockoutDuration'),
    )
    return said.length > 0 ? said.map(([, say]) => say(settings)).join(', ') : Object.keys(attributes).join(', ')
  },
}

const longestName = 64

/** An object of a domain is called by 64 characters at most. */
function shortened(name: string): string {
  if (name.length <= longestName) return name
  return `${name.slice(0, longestName - 9)}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`
}

/** Precedence and what follows from others are left out: what differs is what holds for people. */
function isSame(a: PasswordSettings, b: PasswordSettings): boolean {
  const [left, right] = [attributesOf(a), attributesOf(b)]
  return Object.keys(wordings).every((name) => left[name] === right[name])
}

function byPrecedence(a: HeldPolicy, b: HeldPolicy): number {
  const number = ({ attributes }: HeldPolicy): number =>
    Number(valuesOf(attributes['msDS-PasswordSettingsPrecedence'])[0] ?? '0')
  // One that is not there yet has no id: of two with one number it is taken for the later.
  const id = ({ immutableId }: HeldPolicy): string => (immutableId === '' ? '~' : immutableId)
  return number(a) - number(b) || (id(a) < id(b) ? -1 : 1)
}

type Wording = (settings: PasswordSettings) => string

const wordings: Readonly<Record<string, Wording>> = {
  'msDS-MinimumPasswordLength': ({ minLength }) => `at least ${minLength} characters`,
  'msDS-PasswordComplexityEnabled': ({ complexity }) =>
    complexity ? 'three kinds of characters' : 'characters of any kind',
  'msDS-MaximumPasswordAge': ({ maxAge }) =>
    maxAge === undefined ? 'never too old' : `changed after ${lasting(maxAge)}`,
  'msDS-PasswordHistoryLength': ({ history }) => (history === 0 ? 'old ones again' : `none of the last ${history}`),
  'msDS-LockoutThreshold': ({ attempts }) => (attempts === 0 ? 'never locked' : `locked after ${attempts} wrong ones`),
  'msDS-LockoutDuration': ({ lockout }) =>
    lockout === undefined ? 'locked until somebody unlocks it' : `locked for ${lasting(lockout)}`,
}
