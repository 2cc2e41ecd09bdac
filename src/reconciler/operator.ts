import { hostname, userInfo } from 'node:os'

/** Whoever runs this, `ana@desk-7`: the account and the machine. */
export function operator(): string {
  return `${userInfo().username}@${hostname()}`
}
