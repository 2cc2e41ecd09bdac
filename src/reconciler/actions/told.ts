import type { DesiredAction } from '../../language/compile/desired-platforms.ts'
import type { Finding } from '../../model/plan.ts'

/** What became of the people of one action, by their names. */
export interface Tally {
  readonly served: string[]
  readonly skipped: { readonly name: string; readonly why: string }[]
  readonly unknown: string[]
}

/** What is said of an action besides its operations. */
export function told(tenant: string, action: DesiredAction, { served, skipped, unknown }: Tally): readonly Finding[] {
  const { id, reason } = action
  const findings: Finding[] = []
  const note = (
    slug: Finding['slug'],
    result: Finding['result'],
    rest: { measured: number; message: string },
  ): void => {
    findings.push({ slug, scope: tenant, result, ...rest })
  }
  if (served.length > 0) {
    const message = `${id} (${reason}): ${people(served.length)} ${deeds[action.do]}, once`
    note('action-counted', 'pass', { measured: served.length, message })
  }
  if (skipped.length > 0) {
    const each = skipped.map(({ name, why }) => `${name} ${why}`)
    note('action-skipped', 'warn', { measured: each.length, message: `${id}: nothing is done where ${some(each)}` })
  }
  if (unknown.length > 0) {
    const message = `${id}: whether the message reached ${some(unknown)} is not known. It is not sent again; ask them, or give the action another id to send it anew`
    note('message-unknown', 'warn', { measured: unknown.length, message })
  }
  return findings
}

const deeds: Readonly<Record<DesiredAction['do'], string>> = {
  resetPassword: 'to get a new password',
  revokeSessions: 'to be signed out everywhere',
  notify: 'to be told something',
  resendInvitation: 'to be invited again',
}

const namedAtMost = 5

function some(list: readonly string[]): string {
  const rest = list.length - namedAtMost
  return `${list.slice(0, namedAtMost).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

function people(number: number): string {
  return number === 1 ? '1 person is' : `${number} people are`
}
