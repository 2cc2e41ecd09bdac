import type { Source } from '../model/desired.ts'
import type { AnyVerb } from '../model/kind.ts'
import { isLeft } from '../model/leave.ts'
import type { Operation, Reason } from '../model/operation.ts'
import { changedValues, type ChangedValue } from './changes.ts'

/** `+` comes, `-` goes, `~` changes. */
export type Sign = '+' | '-' | '~'

/** One line of a report: plain words, and beside them what happens technically, where it is said, and why. */
export interface Line {
  readonly sign: Sign
  readonly words: string
  /** Verb and address; of several operations, what they share. */
  readonly technical: string
  readonly place: string
  readonly why: string
  readonly risk: Operation['risk']
  /** What keeps it from being done, and what it brings about besides. */
  readonly notes: readonly string[]
  readonly changes: readonly ChangedValue[]
  /** Of several operations: whom or what they are about, sorted. Empty for one operation. */
  readonly names: readonly string[]
}

/** The sign of each verb. */
export const signs: Readonly<Record<AnyVerb, Sign>> = {
  create: '+',
  grant: '+',
  enable: '+',
  restore: '+',
  delete: '-',
  revoke: '-',
  disable: '-',
  update: '~',
  rename: '~',
  invite: '~',
  resetPassword: '~',
  revokeSessions: '~',
  notify: '~',
  purchase: '+',
  release: '-',
}

/** Why something happens, in words. */
export const reasons: Readonly<Record<Reason, string>> = {
  declared: 'declared',
  undeclared: 'no longer declared',
  expired: 'its end has come',
  started: 'its start has come',
  template: 'comes from a template',
  drift: 'the live directory differs',
  access: 'access on the platform no longer asks for it',
  seat: 'a paid seat is short',
  reverted: 'takes an apply back',
}

/** The line of one operation. */
export function lineOf(operation: Operation): Line {
  return {
    sign: signs[operation.verb],
    words: operation.summary,
    technical: `${operation.verb} ${operation.address}`,
    place: placeOf(operation.source),
    why: whyOf(operation),
    risk: operation.risk,
    notes: notesOf(operation),
    changes: changedValues(operation),
    names: [],
  }
}

/** The line of one operation in a drift report: the sign says what was found, the operation is what would mend it. */
export function asFound(operation: Operation): Line {
  const mends = signs[operation.verb]
  const line = lineOf(operation)
  // What happened is the other way round than what would mend it.
  const changes = line.changes.map(({ name, before, after }) => ({ name, before: after, after: before }))
  const notes = isLeft(operation) ? operation.effects : []
  return { ...line, sign: mends === '+' ? '-' : mends === '-' ? '+' : '~', why: '', notes, changes }
}

/** `users.yaml:12`, as an editor understands it. */
export function placeOf(source: Source): string {
  return source.file === '' ? '' : `${source.file}:${source.line}`
}

/** `template:technician` -> `template technician`; `select` -> `the group's selection`. */
export function viaInWords(via: string): string {
  return via === 'select' ? "the group's selection" : via.replace(/:\s*/, ' ')
}

/** Why an operation is asked for, and through what. */
export function whyOf(operation: Operation): string {
  const via = operation.source.via.map(viaInWords).join(', ')
  if (operation.reason === 'template' && via !== '') return `comes from ${via}`
  return via === '' ? reasons[operation.reason] : `${reasons[operation.reason]}, through ${via}`
}

/** What an operation waits for, in words. */
const waitingWords: Readonly<Partial<Record<string, string>>> = {
  manual: 'somebody who does it by hand',
  firstLogin: 'their first sign-in',
  verification: 'the account to be verified',
  mfa: 'a second factor that they set up',
  cycleEnd: 'the last days of the cycle',
  visible: 'the directory to show what it has taken',
  sync: 'the synchronisation from the directory that holds the account',
}

/** What blocks an operation, where the plan has a name for it. */
const blockedWords: Readonly<Partial<Record<string, string>>> = {
  licence: 'no unit of it is free',
}

/** What holds an operation back, what it brings about, and whether it can be undone. */
export function notesOf(operation: Operation): readonly string[] {
  const held =
    operation.status === 'waiting' && !isLeft(operation)
      ? [`waits for ${waitingWords[operation.waitingFor ?? ''] ?? operation.waitingFor ?? 'something else'}`]
      : operation.status === 'blocked'
        ? [`blocked: ${blockedWords[operation.blockedBy ?? ''] ?? operation.blockedBy ?? 'by a gate'}`]
        : []
  return [...held, ...operation.effects, ...(operation.reversible ? [] : ['this cannot be undone'])]
}
