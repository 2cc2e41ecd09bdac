import { DnSyntaxError, parseDn } from './dn.ts'

interface Syntax {
  readonly wants: string
  readonly allows: (value: string) => boolean
}

const printable = /^[A-Za-z0-9'()+,\-./:? =]+$/

/** Syntaxes of RFC 4517 section 3.3 that a text can fail, by the end of their OID. */
const syntaxes: Readonly<Record<string, Syntax>> = {
  '7': { wants: 'TRUE or FALSE', allows: (value) => /^(TRUE|FALSE)$/.test(value) },
  '11': { wants: 'a country as two letters', allows: (value) => /^[A-Za-z]{2}$/.test(value) },
  '12': { wants: 'the DN of an entry', allows: isDn },
  '15': { wants: 'a text that is not empty', allows: (value) => value !== '' },
  '22': {
    wants: "a fax number of letters, digits, spaces and '()+,-./:?",
    allows: (value) => value.split('$').every((part) => printable.test(part)),
  },
  '24': {
    wants: 'a time such as 20261201120000Z',
    allows: (value) => /^\d{10}(\d\d){0,2}([.,]\d+)?(Z|[+-]\d\d(\d\d)?)$/.test(value),
  },
  '26': { wants: 'ASCII characters only', allows: (value) => /^\p{ASCII}*$/u.test(value) },
  '27': { wants: 'a whole number', allows: (value) => /^-?(0|[1-9]\d*)$/.test(value) && value !== '-0' },
  '34': { wants: 'the DN of an entry', allows: (value) => isDn(value.replace(/#'[01]*'B$/, '')) },
  '36': { wants: 'digits and spaces', allows: (value) => /^[0-9 ]+$/.test(value) },
  '44': { wants: "letters, digits, spaces and '()+,-./:?= of ASCII", allows: (value) => printable.test(value) },
  '50': {
    wants: "a telephone number of letters, digits, spaces and '()+,-./:?",
    allows: (value) => printable.test(value),
  },
}

const prefix = '1.3.6.1.4.1.1466.115.121.1.'

/** What a syntax wants where a value does not meet it; undefined: it is fine, as far as can be told. */
export function offence(syntax: string | undefined, value: string): string | undefined {
  if (syntax === undefined || !syntax.startsWith(prefix)) return undefined
  const found = syntaxes[syntax.slice(prefix.length)]
  return found === undefined || found.allows(value) ? undefined : found.wants
}

function isDn(value: string): boolean {
  try {
    return value === '' || parseDn(value).length > 0
  } catch (error) {
    if (error instanceof DnSyntaxError) return false
    throw error
  }
}
