import { least, longerLock } from '../../ldap/stricter.ts'
import type { SecurityRules } from '../../model/policy.ts'
import type { Attributes } from '../../model/value.ts'
import { valuesOf } from '../../model/value.ts'

/** What a domain, or a policy of its own, asks of passwords. Times are in seconds; undefined: for ever. */
export interface PasswordSettings {
  readonly minLength: number
  readonly history: number
  readonly complexity: boolean
  readonly reversible: boolean
  readonly minAge: number
  readonly maxAge: number | undefined
  /** 0: nobody is ever locked out. */
  readonly attempts: number
  readonly window: number
  readonly lockout: number | undefined
}

/** Attributes of msDS-PasswordSettings (MS-ADA2 2.329 to 2.340), each of which every policy must have. */
export const policyAttributes = [
  'msDS-PasswordSettingsPrecedence',
  'msDS-MinimumPasswordLength',
  'msDS-PasswordHistoryLength',
  'msDS-PasswordComplexityEnabled',
  'msDS-PasswordReversibleEncryptionEnabled',
  'msDS-MinimumPasswordAge',
  'msDS-MaximumPasswordAge',
  'msDS-LockoutThreshold',
  'msDS-LockoutObservationWindow',
  'msDS-LockoutDuration',
] as const

/** What the root of a domain holds of the same (MS-SAMR 3.1.1.5). */
export const domainAttributes = [
  'minPwdLength',
  'pwdHistoryLength',
  'pwdProperties',
  'minPwdAge',
  'maxPwdAge',
  'lockoutThreshold',
  'lockOutObservationWindow',
  'lockoutDuration',
] as const

type DomainAttribute = (typeof domainAttributes)[number]

const domainPasswordComplex = 0x1
const domainPasswordStoreCleartext = 0x10

/** The rules of a domain in the words of a policy of its own. */
export function generalAttributes(read: (attribute: DomainAttribute) => string | undefined): Attributes {
  const properties = Number(read('pwdProperties') ?? '0')
  return attributesOf({
    minLength: Number(read('minPwdLength') ?? '0'),
    history: Number(read('pwdHistoryLength') ?? '0'),
    complexity: (properties & domainPasswordComplex) !== 0,
    reversible: (properties & domainPasswordStoreCleartext) !== 0,
    minAge: secondsOf(read('minPwdAge')) ?? 0,
    maxAge: secondsOf(read('maxPwdAge')),
    attempts: Number(read('lockoutThreshold') ?? '0'),
    window: secondsOf(read('lockOutObservationWindow')) ?? 0,
    lockout: secondsOf(read('lockoutDuration')),
  })
}

/** A policy as it is held. */
export function attributesOf(settings: PasswordSettings): Attributes {
  return {
    'msDS-PasswordSettingsPrecedence': String(precedenceOf(settings)),
    'msDS-MinimumPasswordLength': String(settings.minLength),
    'msDS-PasswordHistoryLength': String(settings.history),
    'msDS-PasswordComplexityEnabled': settings.complexity ? 'TRUE' : 'FALSE',
    'msDS-PasswordReversibleEncryptionEnabled': settings.reversible ? 'TRUE' : 'FALSE',
    'msDS-MinimumPasswordAge': ticksOf(settings.minAge),
    'msDS-MaximumPasswordAge': ticksOf(settings.maxAge),
    'msDS-LockoutThreshold': String(settings.attempts),
    'msDS-LockoutObservationWindow': ticksOf(settings.window),
    'msDS-LockoutDuration': ticksOf(settings.lockout),
  }
}

/** A policy as it was read. */
export function settingsOf(attributes: Attributes): PasswordSettings {
  const text = (name: (typeof policyAttributes)[number]): string | undefined => valuesOf(attributes[name])[0]
  return {
    minLength: Number(text('msDS-MinimumPasswordLength') ?? '0'),
    history: Number(text('msDS-PasswordHistoryLength') ?? '0'),
    complexity: text('msDS-PasswordComplexityEnabled') === 'TRUE',
    reversible: text('msDS-PasswordReversibleEncryptionEnabled') === 'TRUE',
    minAge: secondsOf(text('msDS-MinimumPasswordAge')) ?? 0,
    maxAge: secondsOf(text('msDS-MaximumPasswordAge')),
    attempts: Number(text('msDS-LockoutThreshold') ?? '0'),
    window: secondsOf(text('msDS-LockoutObservationWindow')) ?? 0,
    lockout: secondsOf(text('msDS-LockoutDuration')),
  }
}

/** What holds already and the rules together, of each the stricter: a policy takes the place of what held before. */
export function stricterSettings(under: PasswordSettings, rules: SecurityRules): PasswordSettings {
  const maxAge = least(under.maxAge, rules['password.maxAge'])
  const asked = rules['password.lockout.attempts']
  const attempts = under.attempts === 0 ? (asked ?? 0) : Math.min(under.attempts, asked ?? under.attempts)
  const lockout = attempts === 0 ? under.lockout : longerLock(under, rules['password.lockout.duration'])
  const longest = lockout ?? Infinity
  const window = under.window === 0 && attempts > 0 ? (lockout ?? oneDay) : under.window
  return {
    minLength: Math.max(under.minLength, rules['password.minLength'] ?? 0),
    history: Math.max(under.history, rules['password.history'] ?? 0),
    complexity: under.complexity || (rules['password.complexity'] ?? 0) > 1,
    reversible: under.reversible,
    // A domain controller refuses a password that may not be changed before it must be.
    minAge: maxAge !== undefined && under.minAge >= maxAge ? 0 : under.minAge,
    maxAge,
    attempts,
    // Nor does it take a lock that is over before the wrong passwords are forgotten.
    window: Math.min(window, longest),
    lockout,
  }
}

const oneDay = 86_400

const firstPrecedence = 1000

/**
 * Which policy goes first where several name a person: the lowest number (MS-SAMR 3.1.1.7.1). roster's are 1000 to 3047,
 * and what is stricter never has the higher one.
 */
function precedenceOf({ minLength, complexity, history, attempts, maxAge }: PasswordSettings): number {
  const flags = [complexity, history > 0, attempts > 0, maxAge !== undefined]
  const strictness = flags.reduce((sum, flag, at) => sum + (flag ? 8 >> at : 0), Math.min(minLength, 127) * 16)
  return firstPrecedence + 127 * 16 + 15 - strictness
}

const never = '-9223372036854775808'

/** A duration as a domain holds it: a negative number of 100 ns. */
function ticksOf(seconds: number | undefined): string {
  if (seconds === undefined) return never
  return seconds === 0 ? '0' : `-${BigInt(seconds) * 10_000_000n}`
}

/** Undefined: for ever. Of an age and of a lock 0 means the same; of a shortest age it is 0 (see the callers). */
function secondsOf(ticks: string | undefined): number | undefined {
  if (ticks === undefined || ticks === '0' || ticks === never) return undefined
  return Number(-BigInt(ticks) / 10_000_000n)
}
