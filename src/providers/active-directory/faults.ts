import { DirectoryFault } from '../../model/fault.ts'
import type { Outcome } from '../../model/outcome.ts'
import { directoryFault, failedWrite, Refusal } from '../../ldap/faults.ts'
import type { Result } from '../../ldap/wire/answer.ts'
import { meaningOf } from './fault-meanings.ts'
import type { Meaning } from './fault-details.ts'

/** Trouble with the domain as a whole, as the contract words it. A bug stays what it is. */
export function adFault(error: unknown, doing: string): unknown {
  const refusal = refusalIn(error)
  if (refusal === undefined) return directoryFault(error, doing)
  return new DirectoryFault(told(refusal.result).kind, sentence(refusal), { cause: refusal })
}

/** What a write that failed comes to. `unknown` where the answer was lost: it may have been done. */
export function adFailedWrite(error: unknown): Outcome {
  if (!(error instanceof Refusal)) return failedWrite(error)
  const { write } = told(error.result)
  const detail = sentence(error)
  return write === 'conflict' ? { status: 'conflict', detail } : { status: 'failed', class: write, detail }
}

/** Whether an answer may come from somebody else having written between our look and our write: look again. */
export function isRace(error: unknown): error is Refusal {
  return error instanceof Refusal && told(error.result).write === 'conflict'
}

/** What a domain controller’s answer to a request says, with what to do next. */
function sentence({ doing, result }: Refusal): string {
  const { what, next } = told(result)
  const text = plainText(result.text)
  return `${doing}: ${filled(what, text)} (${result.code}${text === '' ? '' : `, "${text}"`}). ${next}`
}

function told(result: Result): Meaning {
  return meaningOf(result.code, detailsOf(result))
}

/** Shared code of all servers that speak LDAP words a refusal in its own way; the refusal itself is its cause. */
function refusalIn(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  return error instanceof DirectoryFault && error.cause instanceof Refusal ? error.cause : undefined
}

/**
 * What the text says besides the result code. Active Directory opens with a Win32 error as eight hexadecimal digits, and ends a
 * failed bind with `data <error>` (MS-ADTS 3.1.1.3.1.9); Samba says some things in words only.
 */
function detailsOf({ code, text }: Result): readonly string[] {
  const data = code === 49 ? /\bdata ([0-9a-f]+)/i.exec(text)?.[1] : undefined
  const win32 = /^\s*([0-9a-f]{8}):/i.exec(text)?.[1]
  const words = inWords.find(([pattern]) => pattern.test(text))?.[1]
  return [data, words, win32].filter((detail) => detail !== undefined).map((detail) => detail.toLowerCase())
}

const inWords: readonly (readonly [RegExp, string])[] = [
  [/not found in the schema/i, 'schema'],
  [/userPrincipalName .* is already in use/i, 'taken'],
  [/samAccountName .* already in use/i, 'sam'],
  [/Change from security\/distribution \w+ group forbidden/i, 'grouptype'],
]

const attributeIn = [/\bAtt [0-9a-f]+ \(([\w-]+)\)/i, /\battribute '([\w-]+)'/, /SINGLE-VALUE attribute ([\w-]+)/]

function filled(what: string, text: string): string {
  const attribute = attributeIn.map((pattern) => pattern.exec(text)?.[1]).find((name) => name !== undefined)
  const domain = /\bref \d+: '([^']+)'/.exec(text)?.[1]
  return what
    .replace(/\[([^\]]*)\]/, attribute === undefined ? '' : '$1')
    .replace('{attribute}', attribute ?? 'an attribute')
    .replace('{domain}', domain === undefined ? 'another domain' : `the domain ${domain}`)
}

/** One line, without what no terminal should see. */
function plainText(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 300)
}
