import type { SecurityRules } from '../../model/policy.ts'
import type { WishedAttributes } from '../../model/value.ts'
import { lasting } from '../../model/lasting.ts'
import { present, valuesOf } from '../../model/value.ts'
import type { PolicyDialect } from '../provider.ts'
import { nameOf } from './policy-place.ts'
import { only, settingsOf, stricterAttributes } from './policy-values.ts'
import type { PasswordSettings } from './policy-values.ts'

/** Rules for passwords as entries of slapo-ppolicy that people name in `pwdPolicySubentry`; `fields`: what the server lets them say. */
export function ldapPolicies(fields: readonly string[]): PolicyDialect {
  return {
    called: 'password policy',
    topics: ['password'],
    nameOf,
    express: (rules, under) => {
      const [before, attributes] = [settingsOf(under), only(stricterAttributes(under, rules), fields)]
      const after = settingsOf(attributes)
      return {
        attributes,
        isNeeded: !isSame(before, after) || passesHashed(rules, under),
        beyond: beyond(rules, after),
      }
    },
    // A person names one policy: while it is somebody else's, roster does not put its own there.
    holding: (policies) => policies.find(({ immutableId }) => immutableId !== '') ?? policies[0],
    spoken: (attributes) => {
      const settings = settingsOf(present(attributes))
      const said = Object.entries(wordings)
        .filter(([name]) => valuesOf(attributes[name]).length > 0)
        .flatMap(([, say]) => say(settings, attributes))
      return said.length > 0 ? said.join(', ') : Object.keys(attributes).join(', ')
    },
  }
}

/** A length is asked, and a password that comes as a hash is taken without a look at it. */
function passesHashed(rules: SecurityRules, under: WishedAttributes): boolean {
  return rules['password.minLength'] !== undefined && valuesOf(under['pwdCheckQuality'])[0] !== '2'
}

function beyond(rules: SecurityRules, after: PasswordSettings): readonly string[] {
  return [
    ...((rules['password.complexity'] ?? 0) > 1
      ? [`passwords of ${rules['password.complexity']} kinds of characters (no field of slapo-ppolicy asks for them)`]
      : []),
    ...(rules['password.lockout.duration'] !== undefined && after.attempts === 0
      ? ['a lock where nothing says after how many wrong passwords (lockout.attempts), and the server locks nobody']
      : []),
  ]
}

function isSame(a: PasswordSettings, b: PasswordSettings): boolean {
  const locks = a.attempts > 0 || b.attempts > 0
  return (
    a.minLength === b.minLength &&
    a.history === b.history &&
    a.maxAge === b.maxAge &&
    a.attempts === b.attempts &&
    (!locks || a.lockout === b.lockout)
  )
}

type Wording = (settings: PasswordSettings, attributes: WishedAttributes) => readonly string[]

const wordings: Readonly<Record<string, Wording>> = {
  pwdMinLength: ({ minLength }, attributes) => {
    // Of a change, the other half may not be among what is said.
    const length = 'pwdCheckQuality' in attributes ? minLength : Number(valuesOf(attributes['pwdMinLength'])[0])
    // That is what the server counts: a letter beyond ASCII is more than one.
    return [length === 0 ? 'of any length' : `at least ${length} bytes`]
  },
  pwdCheckQuality: (_, attributes) => {
    const quality = valuesOf(attributes['pwdCheckQuality'])[0]
    return 'pwdMinLength' in attributes ? [] : [quality === '2' ? 'hashed ones refused' : 'hashed ones not looked at']
  },
  pwdMaxAge: ({ maxAge }) => [maxAge === undefined ? 'never too old' : `changed after ${lasting(maxAge)}`],
  pwdInHistory: ({ history }) => [history === 0 ? 'old ones again' : `none of the last ${history}`],
  pwdMaxFailure: (_, attributes) => {
    const attempts = Number(valuesOf(attributes['pwdMaxFailure'])[0])
    return [attempts === 0 ? 'never locked' : `locked after ${attempts} wrong ones`]
  },
  pwdLockout: (_, attributes) =>
    'pwdMaxFailure' in attributes ? [] : [valuesOf(attributes['pwdLockout'])[0] === 'TRUE' ? 'locks' : 'does not lock'],
  pwdLockoutDuration: ({ lockout }, attributes) =>
    valuesOf(attributes['pwdMaxFailure'])[0] === '0'
      ? []
      : [lockout === undefined ? 'locked until somebody unlocks it' : `locked for ${lasting(lockout)}`],
}
