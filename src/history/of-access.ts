import { parseAddress } from '../model/address.ts'
import type { AccessGroupChange } from '../model/plan.ts'
import { isDone } from '../model/outcome.ts'
import type { Memory } from '../reconciler/memory.ts'
import { elementWords } from './element-words.ts'
import { accountKeyOf } from './in-effect.ts'
import type { Lens } from './lens.ts'
import { isGone, type Moment } from './replay.ts'
import type { DraftRow, Scene, Teller } from './scene.ts'
import type { Proof } from './timeline-row.ts'
import type { Found } from './trail.ts'
import { Trail } from './trail.ts'

/** Where a change of access was recorded, and what was known right after it. */
type Spot = Pick<Moment, 'seq' | 'at' | 'entry' | 'memory'>

/**
 * Who could do what on the platforms from when on. A run is one step: what is in effect after it is compared with what was before,
 * so that a change of something else shows where it reaches the subject.
 */
export function tellAccess(scene: Scene, lens: Lens): Teller {
  const trails = new Map<string, Trail>()
  const touched = new Set<Trail>()
  const left = new Set<string>()
  let asOf = ''
  let last: Spot | undefined
  const looked = (): readonly DraftRow[] => {
    const spot = last
    if (spot === undefined) return []
    const rows = [...touched].flatMap((trail) => {
      const { memory, seq, at } = spot
      const nameNow = (user: string): string => scene.nameNow(user)
      const found = trail.look({ memory, seq, asOf: asOf || at, hasLeft: (user) => left.has(user), nameNow })
      return found === undefined ? [] : rowsOf(scene, spot, found)
    })
    touched.clear()
    last = undefined
    return rows
  }
  const told = (moment: Moment): readonly DraftRow[] => {
    const { entry, operation } = moment
    // A run that was cut off is looked at when the next one begins.
    const before = entry.type === 'run' ? looked() : []
    if (entry.type === 'run') {
      left.clear()
      asOf = entry.asOf
    }
    if (entry.type === 'outcome' && operation?.kind === 'user' && isDone(entry.status) && isGone(operation.verb))
      left.add(parseAddress(operation.address).id)
    for (const [platform, key] of keysIn(moment)) {
      const trail = trails.get(platform) ?? new Trail(scene.tenant, platform, lens)
      trails.set(platform, trail)
      trail.note(key)
      touched.add(trail)
      last = moment
    }
    const isOver = entry.type === 'end' || entry.type === 'observed' || entry.type === 'attested'
    return isOver ? [...before, ...looked()] : before
  }
  return { told, rest: looked }
}

/** Elements that a record says something of: platform and key. */
export function* keysIn({ entry, memory }: Moment): Iterable<readonly [string, string]> {
  if (entry.type === 'access') for (const key of Object.keys(entry.elements)) yield [entry.platform, key]
  if (entry.type === 'account') yield* keysOf(memory, entry.address)
  if (entry.type === 'observed') {
    const { tenant, subscription } = entry
    for (const id of Object.keys(entry.accounts)) yield* keysOf(memory, `${tenant}/${subscription}/account/${id}`)
  }
  if (entry.type !== 'attested') return
  for (const address of Object.keys(entry.accounts)) yield* keysOf(memory, address)
  for (const [platform, elements] of Object.entries(entry.access ?? {}))
    for (const key of Object.keys(elements)) yield [platform, key]
}

function* keysOf({ access }: Memory, address: string): Iterable<readonly [string, string]> {
  const key = accountKeyOf(address)
  for (const platform of access.keys()) yield [platform, key]
}

function rowsOf(scene: Scene, spot: Spot, found: Found): readonly DraftRow[] {
  const { seq, at, entry } = spot
  const decision = entry.type === 'attested' ? scene.decisions.ofOrder(entry.order) : scene.decisions.at(seq)
  const until = entry.type === 'attested' ? { until: { order: entry.order, step: entry.step } } : {}
  const rows = found.changes.map((change): DraftRow => {
    const { cause, source, summary } = change
    const row = { at, seq, what: summary, decision, proof: proofOf(spot, change, found), ...until }
    // A list of the platform only shows what somebody did there.
    if (entry.type === 'observed') return { ...row, cause: 'outside' }
    const known = found.known(change.users[0] ?? '')
    return { ...row, source, cause: found.isFirst && known?.from === 'export' ? 'adoption' : cause }
  })
  if (rows.length > 0 || found.element === undefined) return rows
  const { words, source } = elementWords(found.element)
  const cause = 'own'
  return [{ at, seq, what: words, cause, source, decision, proof: { state: 'verified', at }, ...until }]
}

const ofAccounts: ReadonlySet<string> = new Set([
  'own',
  'template',
  'persona',
  'application',
  'start',
  'expiry',
  'leaver',
])

/** Access through groups of a directory was read there; of accounts that people make, only a list of the platform shows them. */
function proofOf({ at, entry }: Spot, { users, cause }: AccessGroupChange, { known }: Found): Proof {
  if (entry.type === 'attested') return { state: 'attested', by: entry.by, on: entry.on }
  if (entry.type === 'observed') return { state: 'verified', at }
  const seen = users.map(known).find((each) => each !== undefined)
  if (seen === undefined) return { state: 'verified', at }
  return seen.from === 'export' && ofAccounts.has(cause) ? { state: 'verified', at: seen.at } : { state: 'awaited' }
}
