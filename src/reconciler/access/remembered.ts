import type { Memory } from '../memory.ts'
import type { FormerAccess } from './former.ts'
import type { Element, Elements } from './elements.ts'

/**
 * Before the key of an element that was agreed to in an apply, and waits for somebody to bring it about. What is agreed is not
 * in effect; but gates have judged it, and do not ask again at every plan until it is done.
 */
export const agreedPrefix = 'agreed/'

/** The access of a platform that is in effect, as the ledger knows it. */
export function inEffect({ access }: Pick<Memory, 'access'>, platform: string): Elements {
  return effective(access.get(platform) ?? new Map<string, Element>())
}

/** What is in effect, of all that the ledger holds of a platform. */
export function effective(recorded: Elements): Elements {
  const elements = new Map<string, Element>()
  for (const [key, element] of recorded) if (!key.startsWith(agreedPrefix)) elements.set(key, element)
  return elements
}

/** What was agreed to, laid over what is in effect. */
export function agreed(recorded: Elements, current: Elements): Elements {
  const result = new Map(current)
  for (const [key, wrapped] of recorded) {
    if (!key.startsWith(agreedPrefix)) continue
    const bare = key.slice(agreedPrefix.length)
    const element = wrapped['element']
    if (isElement(element)) result.set(bare, element)
    else result.delete(bare)
  }
  return result
}

/** Whether anything is agreed to and waits for somebody. */
export function holdsAgreed(elements: Elements): boolean {
  for (const key of elements.keys()) if (key.startsWith(agreedPrefix)) return true
  return false
}

/** How an element that is agreed to, and not in effect, is kept; null: it is agreed that it goes. */
export function asAgreed(element: Element | undefined): Element {
  return { element: element ?? null }
}

/** All that the ledger held of a platform at a moment of the last 24 hours: later changes are taken back. */
export function rememberedAt(memory: Memory, platform: string, moment: Date): Elements {
  const since = moment.toISOString()
  const elements = new Map(memory.access.get(platform))
  const later = memory.accessBefore.filter(
    (each): each is FormerAccess => each.platform === platform && each.at > since,
  )
  for (const { elements: former } of later.toReversed()) {
    for (const [key, element] of former) {
      if (element === null) elements.delete(key)
      else elements.set(key, element)
    }
  }
  return elements
}

function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null
}
