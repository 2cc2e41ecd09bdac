import { lasting } from '../../model/lasting.ts'
import type { RuleName, SecurityRules, Topic } from '../../model/policy.ts'

/** The rules of one topic in plain words: «at least 14 characters, locked after 10 wrong ones». Empty: they ask nothing. */
export function spokenRules(rules: SecurityRules, topic: Topic): string {
  return (Object.keys(phrases) as RuleName[])
    .filter((name) => name === topic || name.startsWith(`${topic}.`))
    .flatMap((name) => {
      const value = rules[name]
      return value === undefined ? [] : phrases[name](value)
    })
    .join(', ')
}

type Phrase = (value: NonNullable<SecurityRules[RuleName]>) => readonly string[]

const phrases: Readonly<Record<RuleName, Phrase>> = {
  'password.minLength': (value) => [`at least ${String(value)} characters`],
  'password.complexity': (value) => [value === 1 ? '1 kind of characters' : `${String(value)} kinds of characters`],
  'password.maxAge': (value) => [`changed after ${lasting(Number(value))}`],
  'password.history': (value) => [`none of the last ${String(value)}`],
  'password.lockout.attempts': (value) => [`locked after ${String(value)} wrong ones`],
  'password.lockout.duration': (value) => [`locked for ${lasting(Number(value))}`],
  'authentication.methods': (value) => [`sign-in only by ${listed(value)}`],
  'mfa.required': (value) =>
    value === 'none' ? [] : [`a second factor for ${value === 'all' ? 'everybody' : 'administrators'}`],
  'mfa.minMethods': (value) => [value === 1 ? 'at least 1 method set up' : `at least ${String(value)} methods set up`],
  'mfa.methods': (value) => [`only ${weighed(value)}`],
  'sso.required': (value) => (value === true ? ['no sign-in but by single sign-on'] : []),
  'sso.provider': (value) => [`single sign-on at ${listed(value)}`],
  'session.idle': (value) => [`signed out after ${lasting(Number(value))} without use`],
  'session.maxConcurrent': (value) => [`at most ${String(value)} sessions at once`],
  'session.trackDevices': (value) => (value === true ? ['devices recorded'] : []),
  ipAllow: (value) => [`only from ${listed(value)}`],
}

/** Codes that travel by other people's networks can be read or redirected on their way. */
const weaker: ReadonlySet<unknown> = new Set(['sms', 'email'])

function weighed(value: unknown): string {
  const methods: readonly unknown[] = Array.isArray(value) ? value : [value]
  return methods
    .map((method) => (weaker.has(method) ? `${String(method)} (weaker: a code can be intercepted)` : String(method)))
    .join(', ')
}

function listed(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value)
}
