import type { Schema } from '../../ldap/schema.ts'
import { least, longerLock } from '../../ldap/stricter.ts'
import type { SecurityRules } from '../../model/policy.ts'
import type { Attributes } from '../../model/value.ts'
import { valuesOf } from '../../model/value.ts'

/** Class of a password policy (slapo-ppolicy, draft-behera-ldap-password-policy). */
export const policyClass = 'pwdPolicy'

/** Class that lets a policy name a module that looks at passwords (OpenLDAP). */
export const checkerClass = 'pwdPolicyChecker'

/**
 * What a policy may say, with what it means where it is not said. An entry without `pwdMaxAge` and one with 0 ask the same:
 * a policy that is read always has all of them, so that two that ask the same look the same.
 */
const defaults = {
  pwdMinLength: '0',
  pwdMaxLength: '0',
  pwdCheckQuality: '0',
  pwdInHistory: '0',
  pwdMinAge: '0',
  pwdMaxAge: '0',
  pwdExpireWarning: '0',
  pwdGraceAuthNLimit: '0',
  pwdGraceExpiry: '0',
  pwdLockout: 'FALSE',
  pwdMaxFailure: '0',
  pwdLockoutDuration: '0',
  pwdFailureCountInterval: '0',
  pwdMaxRecordedFailure: '0',
  pwdMinDelay: '0',
  pwdMaxDelay: '0',
  pwdMaxIdle: '0',
  pwdMustChange: 'FALSE',
  pwdAllowUserChange: 'TRUE',
  pwdSafeModify: 'FALSE',
  pwdCheckModule: '',
  pwdCheckModuleArg: '',
  pwdUseCheckModule: 'FALSE',
} as const

type Field = keyof typeof defaults

const allFields = Object.keys(defaults) as readonly Field[]

/** The fields that policies of this server can have. */
export function fieldsOf(schema: Schema): readonly string[] {
  const { may } = schema.contents([policyClass, checkerClass])
  return allFields.filter((name) => may.has(schema.nameOf(name).toLowerCase()))
}

/** What an attribute that is not there stands for. */
export function defaultOf(name: string): string {
  return defaults[name as Field] ?? ''
}

/** The one spelling of a value, and of none. */
export function tidied(name: string, value: string | undefined): string {
  if (value === undefined) return defaultOf(name)
  if (defaultOf(name) === '0' && /^\s*\d+\s*$/.test(value)) return String(BigInt(value.trim()))
  return /^(true|false)$/i.test(value) ? value.toUpperCase() : value
}

/** What a policy asks of passwords, as far as rules can ask it. Times are in seconds; undefined: for ever. */
export interface PasswordSettings {
  /** In bytes. */
  readonly minLength: number
  readonly history: number
  readonly maxAge: number | undefined
  /** 0: nobody is ever locked out. */
  readonly attempts: number
  readonly lockout: number | undefined
}

/** What holds of a policy. A length that nothing looks at asks nothing, and so does a number of wrong passwords that locks nobody. */
export function settingsOf(attributes: Attributes): PasswordSettings {
  const isChecked = numberIn(attributes, 'pwdCheckQuality') > 0
  const locks = textIn(attributes, 'pwdLockout') === 'TRUE'
  return {
    minLength: isChecked ? numberIn(attributes, 'pwdMinLength') : 0,
    history: numberIn(attributes, 'pwdInHistory'),
    maxAge: positive(numberIn(attributes, 'pwdMaxAge')),
    attempts: locks ? numberIn(attributes, 'pwdMaxFailure') : 0,
    lockout: positive(numberIn(attributes, 'pwdLockoutDuration')),
  }
}

/**
 * What held before and the rules together, of each the stricter: a policy of one's own takes the place of what held before, so
 * it says all that that one said.
 */
export function stricterAttributes(under: Attributes, rules: SecurityRules): Attributes {
  const before = settingsOf(under)
  const { 'password.minLength': length, 'password.maxAge': age, 'password.lockout.attempts': asked } = rules
  const maxAge = least(before.maxAge, age)
  const attempts = before.attempts === 0 ? (asked ?? 0) : Math.min(before.attempts, asked ?? before.attempts)
  const lockout = attempts === 0 ? before.lockout : longerLock(before, rules['password.lockout.duration'])
  const minAge = numberIn(under, 'pwdMinAge')
  const numbers: Readonly<Partial<Record<Field, number>>> = {
    // A password that is hashed already passes below 2 without being looked at.
    ...(length === undefined ? {} : { pwdMinLength: Math.max(before.minLength, length), pwdCheckQuality: 2 }),
    ...longEnough(under, length),
    pwdInHistory: Math.max(before.history, rules['password.history'] ?? 0),
    pwdMaxAge: maxAge ?? 0,
    // What may not be changed before it must be locks its owner out.
    pwdMinAge: maxAge !== undefined && minAge >= maxAge ? 0 : minAge,
    pwdMaxFailure: attempts,
    pwdLockoutDuration: lockout ?? 0,
  }
  const stated = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)]))
  const all = Object.fromEntries(allFields.map((name) => [name, textIn(under, name)]))
  // Without pwdLockout the mark of a disabled account would keep nobody out; alone it locks nobody.
  return { ...all, ...stated, pwdLockout: 'TRUE' }
}

/** A longest length below the shortest would leave no password. */
function longEnough(under: Attributes, length: number | undefined): Partial<Record<Field, number>> {
  const most = numberIn(under, 'pwdMaxLength')
  return length !== undefined && most > 0 && most < length ? { pwdMaxLength: length } : {}
}

/** The fields that a server has, of more. */
export function only(attributes: Attributes, fields: readonly string[]): Attributes {
  return Object.fromEntries(fields.map((name) => [name, attributes[name] ?? defaultOf(name)]))
}

function textIn(attributes: Attributes, name: Field): string {
  return tidied(name, valuesOf(attributes[name])[0])
}

function numberIn(attributes: Attributes, name: Field): number {
  const number = Number(textIn(attributes, name))
  return Number.isFinite(number) ? number : 0
}

function positive(seconds: number): number | undefined {
  return seconds > 0 ? seconds : undefined
}
