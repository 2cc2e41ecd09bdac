import type { User } from '../../generated/users.ts'
import { seen } from './problem.ts'
import type { Findings, Spot } from './world.ts'
import { below } from './world.ts'

/** What users, templates, departments, personas and tenants can say of people alike. */
type Attributes = Pick<User, 'department' | 'manager' | 'address' | 'profile'>

/** Whom and what the attributes point to, and the codes in them. */
export function checkAttributes(spot: Spot, attributes: Attributes, findings: Findings): void {
  const { department, manager } = attributes
  if (typeof department === 'string') findings.refer('departments', department, spot, 'department')
  if (typeof manager === 'string') findings.refer('users', manager, spot, 'manager')
  checkCodes(spot, attributes, findings)
}

/** Countries, languages and time zones. */
function checkCodes(spot: Spot, { address, profile }: Attributes, findings: Findings): void {
  if (typeof address?.country === 'string' && !isCountry(address.country)) {
    findings.mistake(below(spot, 'address', 'country'), {
      slug: 'unknown-country',
      message: `${seen(address.country)} is not a country of ISO 3166-1.`,
      fix: 'Write its two capital letters, for example `NL`.',
    })
  }
  if (typeof profile?.language === 'string' && !isLanguage(profile.language)) {
    findings.mistake(below(spot, 'profile', 'language'), {
      slug: 'unknown-language',
      message: `${seen(profile.language)} is not a language tag of BCP 47.`,
      fix: 'Write for example `nl` or `nl-NL`, with a dash.',
    })
  }
  if (typeof profile?.timezone === 'string')
    checkTimezone(below(spot, 'profile', 'timezone'), profile.timezone, findings)
}

/** A time zone that this machine's copy of the IANA database knows. */
export function checkTimezone(spot: Spot, timezone: string, findings: Findings): void {
  if (isTimezone(timezone)) return
  findings.mistake(spot, {
    slug: 'unknown-timezone',
    message: `${seen(timezone)} is not a time zone of the IANA database.`,
    fix: 'Write for example `Europe/Amsterdam`, or `UTC`.',
  })
}

// Asking Intl costs tens of microseconds, and a tenant has few different values: what was asked once is remembered.
const isTimezone = remembered((name) => {
  if (/^[+-]/.test(name)) return false
  return succeeds(() => new Intl.DateTimeFormat('en', { timeZone: name }))
})
const isLanguage = remembered((tag) => succeeds(() => Intl.getCanonicalLocales(tag)))
const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
const isCountry = remembered((code) => countries.of(code) !== undefined)

function remembered(judge: (text: string) => boolean): (text: string) => boolean {
  const known = new Map<string, boolean>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const now = judge(text)
    if (known.size < 10_000) known.set(text, now)
    return now
  }
}

function succeeds(attempt: () => unknown): boolean {
  try {
    attempt()
    return true
  } catch {
    return false
  }
}
