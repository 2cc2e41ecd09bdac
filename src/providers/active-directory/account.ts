/** Bits of userAccountControl (MS-ADTS 2.2.16) that roster reads or writes; all others are left as they are. */
export const accountBits = {
  disabled: 0x2,
  /** PASSWD_NOTREQD: an empty password is taken. */
  mayBeBlank: 0x20,
  normalAccount: 0x200,
} as const

/** userAccountControl of a new account: of a person, and disabled. */
export const newAccountControl = String(accountBits.normalAccount | accountBits.disabled)

/** Is this bit set? The text is what the directory holds. */
export function hasBit(control: string, bit: number): boolean {
  // A signed number of 32 bits.
  return (Number(control) & bit) !== 0
}

/** The same control with one bit set or cleared. */
export function withBit(control: string, bit: number, wished: 'set' | 'clear'): string {
  const number = Number(control)
  return String(wished === 'set' ? number | bit : number & ~bit)
}

/** What a domain does with accounts after failed sign-ins. Times are in milliseconds. */
export interface Lockout {
  /** undefined: until somebody unlocks it. */
  readonly duration: number | undefined
}

const forever = '-9223372036854775808'

/** Reads lockoutDuration of the domain: a negative number of 100 ns; 0 and the lowest number mean for ever. */
export function lockoutOf(duration: string | undefined): Lockout {
  if (duration === undefined || duration === '0' || duration === forever) return { duration: undefined }
  return { duration: Number(-BigInt(duration) / 10_000n) }
}

/** Is an account with this lockoutTime locked at this moment? */
export function isLocked(lockoutTime: string | undefined, { duration }: Lockout, now: Date): boolean {
  if (lockoutTime === undefined || lockoutTime === '0') return false
  if (duration === undefined) return true
  return millisecondsOf(lockoutTime) + duration > now.getTime()
}

const epoch = 11_644_473_600_000n

/** What accountExpires holds where an account never expires (MS-ADTS: accountExpires). */
export const neverExpires = '9223372036854775807'

/** Does accountExpires say that the account never expires? Both numbers do, and so does no value. */
export function isNever(accountExpires: string): boolean {
  return accountExpires === '0' || accountExpires === neverExpires
}

/** A moment as the number of 100 ns since 1601 (MS-DTYP 2.3.3). */
export function fileTimeOf(moment: string): string {
  return String((BigInt(Date.parse(moment)) + epoch) * 10_000n)
}

/** The moment of such a number, RFC 3339 in UTC; undefined for one that no calendar reaches. */
export function momentOf(fileTime: string): string | undefined {
  const date = new Date(millisecondsOf(fileTime))
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}

/** Attribute that says when an account expires. Inside roster it holds a moment that people can read. */
export const expiryAttribute = 'accountExpires'

/** The moment, RFC 3339 in UTC, that the directory's number stands for; a number that no moment stands for exactly stays as it is. */
export function expiryIn(fileTime: string): string {
  const moment = momentOf(fileTime)?.replace('.000Z', 'Z')
  return moment !== undefined && fileTimeOf(moment) === fileTime ? moment : fileTime
}

/** The directory's number for such a moment. */
export function expiryOut(expiry: string): string {
  return /^-?\d+$/.test(expiry) ? expiry : fileTimeOf(expiry)
}

function millisecondsOf(fileTime: string): number {
  return Number(BigInt(fileTime) / 10_000n - epoch)
}
