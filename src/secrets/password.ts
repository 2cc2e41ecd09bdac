import { randomInt } from 'node:crypto'
import { Secret } from '../model/secret.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const ofEachSort = /^(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9])/
const length = 24

/**
 * A new password: 24 characters of A-Z, a-z and 0-9 (so that no encoding hides it from a scrubber), each equally likely, with at least
 * one of each sort. Drawn again as a whole where a sort is missing (1 in 68), which keeps the rest uniform.
 */
export function newPassword(random: (below: number) => number = randomInt): Secret {
  for (;;) {
    const drawn = Array.from({ length }, () => alphabet.charAt(random(alphabet.length))).join('')
    if (ofEachSort.test(drawn)) return new Secret(drawn)
  }
}
