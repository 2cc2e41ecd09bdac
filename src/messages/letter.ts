import type { MessageAfter } from '../model/operation.ts'

/** A message as it is sent: plain text to one address. */
export type Letter = Pick<MessageAfter, 'from' | 'to' | 'subject' | 'text'>

/** An address and nothing else: no name, no list, no comment, no quotes, nothing that ends a line or a command (RFC 5321 4.1.2). */
const plainAddress = /^[^\s\p{Cc}<>()[\]\\,;:"@]{1,64}@[^\s\p{Cc}<>()[\]\\,;:"@]{1,255}$/u

/** Whatever a mail program could take for the end of a line. */
const endsLine = /[\p{Cc}\u2028\u2029]/u

/** Why such a letter is not sent, with what to do; undefined: it can be. */
export function flawOf({ from, to, subject }: Omit<Letter, 'text'>): string | undefined {
  if (!plainAddress.test(to)) return `${JSON.stringify(to)} is not an address that mail can be sent to; correct it`
  if (!plainAddress.test(from)) return `${JSON.stringify(from)} is not an address that mail can come from; correct it`
  if (subject.trim() === '') return 'the subject is empty; write one'
  if (endsLine.test(subject)) return 'the subject is more than one line; write it in one'
  return undefined
}
