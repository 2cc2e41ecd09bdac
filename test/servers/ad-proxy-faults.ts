import { setTimeout as pause } from 'node:timers/promises'
import { resultOf } from './ad-proxy-message.ts'
import type { Fate, Faults, Request } from './ldap-proxy.ts'

/** The n-th request of these sorts (from 1) is answered with this result code: 51 busy, 52 unavailable, 4 size limit, ... */
export function refuseNth(nth: number, code: number, ...types: readonly Request['type'][]): Faults {
  return onNth(nth, types, ({ bytes }) => ({
    reply: resultOf(bytes, code, `0000200E: SvcErr: DSID-03100000, injected ${code}\n`),
  }))
}

/** The connection is lost instead of the n-th request of these sorts: once, or again with every n-th one. */
export function cutNth(nth: number, how: 'once' | 'every', ...types: readonly Request['type'][]): Faults {
  return onNth(nth, types, () => 'cut', how)
}

/** The n-th answer (from 1) stops in the middle, and the connection is lost. */
export function cutAnswer(nth: number): Faults {
  let count = 0
  return { answer: () => (++count === nth ? 'cutMid' : 'pass') }
}

/** Every answer comes this much later. */
export function slow(milliseconds: number): Faults {
  return {
    request: async (): Promise<Fate> => {
      await pause(milliseconds)
      return 'pass'
    },
  }
}

function onNth(
  nth: number,
  types: readonly Request['type'][],
  then: (request: Request) => Fate,
  how: 'once' | 'every' = 'once',
): Faults {
  let count = 0
  return {
    request: (request) => {
      if (types.length > 0 && !types.includes(request.type)) return 'pass'
      count++
      return (how === 'every' ? count % nth === 0 : count === nth) ? then(request) : 'pass'
    },
  }
}
