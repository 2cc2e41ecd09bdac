import type { Operation } from '../model/operation.ts'
import { isLeft, left } from '../model/leave.ts'
import type { World } from './diff/world.ts'
import type { AnyDraft, Draft } from './digest.ts'
import { fingerprintOf } from './digest.ts'
import type { Memory } from './memory.ts'
import { creationAwaited, isTaken } from './on-its-way.ts'
import { inOrder } from './order.ts'
import { unseenIn } from './unseen.ts'

/**
 * The directory took the same operation and does not show it yet: it is not asked for twice. Something that may have been made already
 * is not made again, whatever is asked of it by now, until it would have shown; and nothing is done to what looks otherwise than it is.
 */
export function stillOnTheirWay(drafts: readonly Draft[], memory: Memory, worlds: readonly World[]): readonly Draft[] {
  const places = new Map(worlds.map((world) => [world.directory.id, { ...world, memory }]))
  const unseen = new Map([...places].map(([id, world]) => [id, unseenIn(world)]))
  return drafts.map((draft) => {
    const [world, late] = [places.get(draft.directory), unseen.get(draft.directory)]
    if (world === undefined || late === undefined || draft.status === 'waiting') return draft
    return draft.status === 'planned' ? stillOnItsWay(draft, { ...world, late }) : blockedByThePast(draft, late)
  })
}

function stillOnItsWay(draft: Draft, world: World & { readonly late: ReturnType<typeof unseenIn> }): Draft {
  const { memory, late } = world
  const awaited = draft.verb === 'create' ? creationAwaited(world, draft.address) : undefined
  if (awaited !== undefined) {
    const until = `it may be there already and not show yet; from ${awaited.toISOString()} on it is looked for again`
    return { ...draft, status: 'waiting', waitingFor: 'visible', effects: [...draft.effects, until] }
  }
  const accepted = memory.accepted.get(draft.id)
  const isSame = accepted !== undefined && accepted.fingerprint === fingerprinted(draft, [world]).fingerprint
  const isBehind = isSame
    ? isTaken(world, draft.id)
    : late.has(draft.address) || late.has(draft.previousAddress ?? draft.address)
  return isBehind ? { ...draft, status: 'waiting', waitingFor: 'visible' } : draft
}

/** What stands in the way may be over: an account that was enabled a moment ago looks as if somebody else had disabled it. */
function blockedByThePast(draft: Draft, late: ReturnType<typeof unseenIn>): Draft {
  if (!late.has(draft.address)) return draft
  const { blockedBy: _, ...rest } = draft
  return { ...rest, status: 'waiting', waitingFor: 'visible' }
}

/** What needs something that waits or is blocked does the same: it is not tried in vain. */
export function heldBack(drafts: readonly Draft[]): readonly Draft[] {
  if (drafts.every(({ status }) => status === 'planned')) return drafts
  const settled = new Map(drafts.map((draft) => [draft.id, draft]))
  for (const draft of inOrder(drafts).order) {
    if (draft.status !== 'planned') continue
    const needed = draft.needs.map((id) => settled.get(id)).filter((need) => need !== undefined)
    const blocking = needed.find(({ status }) => status === 'blocked')
    const awaited = needed.find(({ status }) => status === 'waiting')
    if (blocking !== undefined)
      settled.set(draft.id, { ...draft, status: 'blocked', blockedBy: `needs ${blocking.id}` })
    else if (awaited !== undefined)
      settled.set(draft.id, { ...draft, status: 'waiting', waitingFor: isLeft(awaited) ? left : awaitedToo(awaited) })
  }
  return [...settled.values()]
}

/** What waits for an account that a synchronisation brings waits for that. */
function awaitedToo({ waitingFor }: Draft): string {
  return waitingFor === 'sync' ? 'sync' : 'visible'
}

/** The operation with its fingerprint, which is bound to the directory that was read. */
export function fingerprinted(draft: AnyDraft, worlds: readonly World[]): Operation {
  const identity = worlds.find(({ directory }) => directory.id === draft.directory)?.snapshot.identity ?? ''
  return { ...draft, fingerprint: fingerprintOf(draft, identity) }
}
