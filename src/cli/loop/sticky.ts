import type { Forge } from '../../forge/forge.ts'
import { type Standing, stickyOn, type StickyOutcome, upsertSticky } from '../../forge/sticky.ts'

const marker = 'plan'

/** What the one comment of a request is to say. */
export interface Said {
  readonly body: string
  readonly head: string
  /** RFC 3339 in UTC: when it was seen. */
  readonly observedAt: string
  readonly digest?: string
  /** Nothing is to be said: what stands there is replaced, and no comment is made for it. */
  readonly quiet?: boolean
}

/** Puts it into the one comment of the request: that of the plan, then of the apply. */
export async function replaceSticky(
  forge: Forge,
  number: number,
  { body, head, observedAt, digest, quiet = false }: Said,
): Promise<StickyOutcome> {
  const state = { head, ...(digest === undefined ? {} : { digest }) }
  return upsertSticky(forge, number, { marker, body, observedAt, state, quiet })
}

/** What stands there, and when that was seen; undefined: no comment of ours. */
export function standing(forge: Forge, number: number): Promise<Standing | undefined> {
  return stickyOn(forge, number, marker)
}
