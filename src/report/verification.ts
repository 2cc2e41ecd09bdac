import { headText } from '../ledger/ledger.ts'
import type { Verification } from '../ledger/ledger.ts'
import { count } from './count.ts'
import type { Ink } from './ink.ts'

/** The proof of every tenant's chain, for people. */
export function paintVerifications(verifications: readonly Verification[], ink: Ink): string {
  if (verifications.length === 0) return `${ink.plain('The ledger is empty: nothing was applied yet.')}\n`
  return `${verifications.flatMap((one) => paintOne(one, ink)).join('\n')}\n`
}

function paintOne(one: Verification, ink: Ink): string[] {
  const head = one.head === undefined ? 'no head' : `head ${headText(one.head)}`
  const verdict = one.faults.length > 0 ? ink.remove('BROKEN') : ink.good('proven')
  const tail = one.anchored
    ? 'tail anchored'
    : 'tail not anchored: give the head that apply printed with --head to prove that nothing was cut off'
  return [
    `${ink.strong(one.tenant)}: ${verdict}, ${ink.plain(`${count(one.entries, 'entry')}, ${head}`)}`,
    ...one.faults.map((fault) => `    ${ink.remove('!')} ${ink.plain(fault)}`),
    ...one.notes.map((note) => `    ${ink.plain(`note: ${note}`)}`),
    `    ${ink.faint(tail)}`,
  ]
}
