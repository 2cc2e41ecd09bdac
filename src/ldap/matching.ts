import { canonicalDn, DnSyntaxError } from './dn.ts'
import { foldExact, foldText } from './fold.ts'

/** Brings a value into the form under which equal values are the same text. */
type Fold = (value: string) => string

/** The matching rules of RFC 4517 section 4.2, by name in lower case. */
const folds: Readonly<Record<string, Fold>> = {
  caseignorematch: foldText,
  caseignoreia5match: foldText,
  caseignorelistmatch: (value) => value.split('$').map(foldText).join('$'),
  caseexactmatch: foldExact,
  caseexactia5match: foldExact,
  telephonenumbermatch: (value) => foldText(value).replace(/[ -]/g, ''),
  numericstringmatch: (value) => value.replaceAll(' ', ''),
  distinguishednamematch: foldDn,
  uniquemembermatch: foldDn,
  integermatch: (value) => (/^-?\d+$/.test(value) ? BigInt(value).toString() : value),
  booleanmatch: (value) => value.toUpperCase(),
  generalizedtimematch: foldTime,
  objectidentifiermatch: (value) => value.toLowerCase(),
  uuidmatch: (value) => value.toLowerCase(),
}

/** How values under this equality rule are compared; without a rule, or under an unknown one, byte by byte. */
export function foldFor(equality: string | undefined): Fold {
  return folds[equality?.toLowerCase() ?? ''] ?? ((value) => value)
}

/** A member that is held as `DN#'0101'B` (RFC 4517 section 3.3.21) is compared by its DN. */
function foldDn(value: string): string {
  try {
    return canonicalDn(value.replace(/#'[01]*'B$/, ''))
  } catch (error) {
    if (error instanceof DnSyntaxError) return value
    throw error
  }
}

const time = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)?(\d\d)?(?:[.,](\d+))?(Z|[+-]\d{4}|[+-]\d\d)$/

/** All ways to write one moment, as one (RFC 4517 section 3.3.13). */
function foldTime(value: string): string {
  const match = time.exec(value)
  if (match === null) return value
  const [, year, month, day, hour, minute = '00', second = '00', fraction = '', zone = 'Z'] = match
  const offset = zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3, 5) === '' ? '00' : zone.slice(3, 5)}`
  const moment = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`)
  return Number.isNaN(moment.getTime()) ? value : `${moment.toISOString().slice(0, 19)}.${fraction.replace(/0+$/, '')}`
}
