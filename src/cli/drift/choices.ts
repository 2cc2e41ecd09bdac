import type { FileChange } from '../../adoption/result.ts'
import { dayIn } from '../../language/compile/calendar.ts'
import { isOfDirectory } from '../../model/operation.ts'
import { daysAfter } from '../../report/days.ts'
import { accept, whyNotEdited } from './accept.ts'
import type { Box, Boxes, Way } from './boxes.ts'
import { leaveEntry } from './forgetting.ts'
import type { EntryChange } from './changes.ts'
import { itemsOf, type DriftItem } from './items.ts'
import type { Look } from './look.ts'
import { waysOf } from './ways.ts'

/** What is done about one thing that drifted. */
export interface Choice {
  readonly item: DriftItem
  /** Names what was seen: a value that moves again is another thing. */
  readonly key: string
  readonly way: Way
  /** The last day, where it is left. */
  readonly until: string
  /** Why the files cannot say what is live. */
  readonly cannot?: string
  /** What the next plan would do besides, if they did. */
  readonly also: readonly string[]
  /** Whether it can be left: what is in a directory can. */
  readonly canBeLeft: boolean
}

/** What is done about everything that drifted in a tenant, and the files as they are to be. */
export interface Choices {
  readonly choices: readonly Choice[]
  readonly files: readonly FileChange[]
}

/** For how many days something is left where nobody says until when. */
const usualDays = 30

/** Takes what people ticked; of what nobody has seen yet the default: whatever gives somebody more is neither taken over nor taken back. */
export async function choose(look: Look, boxes: Boxes, most: number): Promise<Choices> {
  const today = dayIn(look.desired.timezone, look.asOf)
  const all = itemsOf(look).map((item, at) => wanted(look, item, { boxes, today, isShown: at < most }))
  const left = await leftOf(look, all)
  const wishes = left.choices
  const first = await accept(look, itemsOn(wishes, 'accept'), left.changes)
  // What changes more than it takes over is for somebody to decide.
  const more = new Map(first.accepted.filter(({ also }) => also.length > 0).map(({ item, also }) => [item, also]))
  const refused = new Map(first.refused.map(({ item, why }) => [item, why]))
  const settled = wishes.map((choice): Choice => {
    const why = refused.get(choice.item)
    const also = more.get(choice.item) ?? []
    if (why !== undefined) return { ...choice, way: 'revert', cannot: why }
    return also.length > 0 && !boxes.has(choice.key) ? { ...choice, way: 'revert', also } : { ...choice, also }
  })
  const isSame = itemsOn(settled, 'accept').length === first.accepted.length
  const last = isSame ? first : await accept(look, itemsOn(settled, 'accept'), left.changes)
  return { choices: settled, files: last.files }
}

function itemsOn(choices: readonly Choice[], way: Way): readonly DriftItem[] {
  return choices.filter((choice) => choice.way === way).map(({ item }) => item)
}

interface Wishing {
  readonly boxes: Boxes
  readonly today: string
  readonly isShown: boolean
}

function wanted(look: Look, item: DriftItem, { boxes, today, isShown }: Wishing): Choice {
  const key = item.operation.fingerprint.slice(0, 16)
  const box = boxes.get(key)
  const ways = waysOf(look, item)
  const usual = daysAfter(today, usualDays)
  const until = box?.until !== undefined && box.until >= today ? box.until : usual
  const { operation } = item
  const canBeLeft = isOfDirectory(operation) && operation.kind !== 'organizationalUnit'
  const wish = !isShown ? 'revert' : box === undefined ? usualWay(item) : tickedWay(box)
  const isPossible = wish === 'accept' ? !('why' in ways) : wish === 'revert' || canBeLeft
  const cannot = 'why' in ways ? { cannot: ways.why } : {}
  return { item, key, way: isPossible ? wish : 'revert', until, also: [], canBeLeft, ...cannot }
}

/** Whoever was taken out of something, or has another title, is taken over; an account that is gone may only be hidden. */
function usualWay({ operation, isGain, isPrivileged }: DriftItem): Way {
  return isGain || isPrivileged || operation.verb === 'create' ? 'revert' : 'accept'
}

/** One box decides; none, or several, decide nothing. */
function tickedWay({ ticked }: Box): Way {
  const [only, ...others] = ticked
  return only === undefined || others.length > 0 ? 'revert' : only
}

/** The entries of leave.yaml for what is to be left; where they cannot be written, nothing is left. */
async function leftOf(
  look: Look,
  choices: readonly Choice[],
): Promise<{ readonly choices: readonly Choice[]; readonly changes: readonly EntryChange[] }> {
  const taken = new Set<string>()
  const changes = choices
    .filter(({ way }) => way === 'leave')
    .map(({ item, until }) => {
      const reason = `found as drift and left on ${dayIn(look.desired.timezone, look.asOf)}: ${item.operation.summary}`
      const entry = leaveEntry(look.documents, { address: item.address, until, reason: reason.slice(0, 500) }, taken)
      taken.add(entry.id)
      return entry
    })
  const why = await whyNotEdited(look, changes)
  if (why === undefined) return { choices, changes }
  return {
    choices: choices.map((each) =>
      each.way === 'leave' ? { ...each, way: 'revert', canBeLeft: false, cannot: why } : each,
    ),
    changes: [],
  }
}
