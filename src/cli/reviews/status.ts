import { look } from '../../history/live.ts'
import { dayIn } from '../../language/compile/calendar.ts'
import { workTree } from '../../language/load/tree.ts'
import { addressOf } from '../../model/address.ts'
import type { ChainedEntry } from '../../model/entry.ts'
import { exit, exitOf } from '../../model/exit-code.ts'
import { remember } from '../../reconciler/memory.ts'
import { compiled } from '../../reconciler/workspace.ts'
import { folderHash } from '../../reviews/campaign.ts'
import { itemKey, type ReviewItem } from '../../reviews/item.ts'
import { liveItems, type Live } from '../../reviews/live.ts'
import { count } from '../../report/count.ts'
import { tellUnsound } from '../inquiry.ts'
import type { Session } from '../session.ts'
import { refuseShallow } from './authors.ts'
import { openDesk, type Desk } from './desk.ts'
import { campaignsIn, filesOf, reviewsFolder } from './folder.ts'
import { heard } from './hearing.ts'
import { goneFrom } from './outcomes-file.ts'
import { reviewsIn, type Recorded } from './record.ts'
import { lineInWords } from './texts.ts'

export interface ReviewStatusOptions {
  readonly tenant?: string
}

/** Where a campaign stands. */
export type Standing = { readonly campaign: string } & (
  | {
      readonly state: 'open' | 'overdue'
      readonly decided: number
      readonly items: number
      readonly due: string
      readonly doubts: number
    }
  /** Closed; its files are on a request that is not merged yet. */
  | { readonly state: 'closing' }
  /** Something that was to go is still there, or nobody has seen that it is not. */
  | {
      readonly state: 'closed'
      readonly left: readonly string[]
      readonly unseen: readonly string[]
      readonly gone: number
    }
  /** Everything that was to go is seen to be gone. */
  | { readonly state: 'complete'; readonly gone: number }
  /** Its files are not those that were closed, or that began. */
  | { readonly state: 'changed'; readonly why: string }
)

/** `roster review status`: where campaigns stand, and whether what they took away is gone. Reads directories; writes nothing. */
export async function reviewStatus(session: Session, options: ReviewStatusOptions): Promise<number> {
  const desk = await openDesk(session, options.tenant)
  if ('diagnostics' in desk) return tellUnsound(session, desk.diagnostics)
  const known = reviewsIn(desk.chain)
  const there = campaignsIn(workTree(desk.run.root), desk.tenant)
  const closed = [...known].flatMap(([name, { closed: entry }]) => (entry === undefined ? [] : [name]))
  const names = [...new Set([...there, ...closed])].toSorted()
  const live = once(() => liveOf(desk))
  const all: Standing[] = []
  for (const name of names) all.push(await standingOf(session, { desk, name, known: known.get(name), live }))
  return tell(session, desk.tenant, all)
}

interface Case {
  readonly desk: Desk
  readonly name: string
  readonly known: Recorded | undefined
  readonly live: () => Promise<Seen>
}

/** What everybody has, and what could not be read. */
interface Seen {
  readonly live: Live
  readonly unread: ReadonlyMap<string, string>
}

async function standingOf(session: Session, kase: Case): Promise<Standing> {
  const { desk, name, known } = kase
  if (known?.closed !== undefined) return closedStanding(kase, known.closed.hash)
  await refuseShallow({ root: desk.run.root, env: session.environment.forGit })
  const hearing = await heard(session, desk, name, known)
  if ('why' in hearing) return { campaign: name, state: 'changed', why: hearing.why }
  const { campaign, judged, isEscalated } = hearing
  const due = isEscalated ? campaign.escalatedDue : campaign.due
  const today = dayIn(desk.asked.desired.timezone, desk.run.asOf)
  const { decided, lines, doubts } = judged
  return {
    campaign: name,
    state: today < due ? 'open' : 'overdue',
    decided: decided.size,
    items: lines.length,
    due,
    doubts: doubts.length,
  }
}

async function closedStanding({ desk, name, live }: Case, hash: string): Promise<Standing> {
  const folder = `${reviewsFolder(desk.tenant)}/${name}`
  const files = filesOf(workTree(desk.run.root), folder)
  const text = files.get('closed.yaml')
  if (text === undefined && files.size > 0) return { campaign: name, state: 'closing' }
  if (text === undefined || folderHash(files) !== hash)
    return { campaign: name, state: 'changed', why: `${folder} is not what was closed: the ledger has ${hash}` }
  const wanted = goneFrom(`${folder}/closed.yaml`, text)
  if (wanted.length === 0) return { campaign: name, state: 'complete', gone: 0 }
  const seen = await live()
  const held = new Set(seen.live.items.map(itemKey))
  const left = wanted.filter((item) => held.has(itemKey(item)))
  const unseen = wanted.filter((item) => !held.has(itemKey(item)) && !isShown(item, desk, seen))
  const gone = wanted.length - left.length - unseen.length
  if (left.length + unseen.length === 0) return { campaign: name, state: 'complete', gone }
  return { campaign: name, state: 'closed', left: left.map(lineInWords), unseen: unseen.map(lineInWords), gone }
}

/** Whether a directory, or a list of the platform, shows that it is gone: what somebody only says does not count. */
function isShown(item: ReviewItem, { tenant, chain, asked }: Desk, { live, unread }: Seen): boolean {
  const { where, person } = item
  if (live.unseen.has(where) || unread.has(where)) return false
  const subscription = asked.desired.subscriptions.get(where)
  if (subscription === undefined || subscription.delivery === 'groups')
    return !unread.has(subscription?.settings.groups?.directory ?? '')
  return isAfterWord(chain, { where, address: addressOf({ tenant, directory: where, kind: 'account', id: person }) })
}

/** A list that was read after the last time somebody said that something was done there. */
export function isAfterWord(
  chain: readonly ChainedEntry[],
  { where, address }: { readonly where: string; readonly address: string },
): boolean {
  const said = chain.findLastIndex(({ entry }) => entry.type === 'attested' && Object.hasOwn(entry.accounts, address))
  const shown = chain.findLastIndex(({ entry }) => entry.type === 'observed' && entry.subscription === where)
  return shown > said
}

async function liveOf({ run, asked, chain }: Desk): Promise<Seen> {
  const memory = remember(chain)
  const desired = compiled(asked.documents, memory, run)
  const sight = await look(desired, memory, run)
  const unread = new Map([...sight.unread, ...sight.unseen.map(({ about, why }) => [about, why] as const)])
  const everybody = new Set([
    ...desired.people.keys(),
    ...[...memory.members.values()].flatMap((members) => [...members]),
  ])
  return { live: liveItems({ desired, memory, sight, asOf: run.asOf }, everybody), unread }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}

function tell({ output, ink }: Session, tenant: string, all: readonly Standing[]): number {
  const exitCode = exitOf(all.map(exitCodeOf))
  output.result({
    document: () => ({ formatVersion: '1.0', kind: 'reviewStatus', tenant, campaigns: all, exitCode }),
    text: () =>
      all.length === 0
        ? `${ink.plain(`No review of ${tenant} has begun. roster review start begins one.`)}\n`
        : all
            .map(
              (one) =>
                `${ink.strong(one.campaign)}${ink.plain(`: ${inWords(one)}`)}\n${listed(one)
                  .map((line) => `${ink.warn('  !')} ${ink.plain(line)}\n`)
                  .join('')}`,
            )
            .join(''),
  })
  return exitCode
}

function exitCodeOf(one: Standing): number {
  switch (one.state) {
    case 'open':
    case 'closing':
    case 'complete':
      return exit.done
    case 'closed':
      return one.unseen.length > 0 ? exit.unreadable : exit.changes
    case 'overdue':
      return exit.changes
    case 'changed':
      return exit.invalid
  }
}

function inWords(one: Standing): string {
  switch (one.state) {
    case 'open':
    case 'overdue': {
      const doubt =
        one.doubts === 0 ? '' : `; ${count(one.doubts, 'line')} cannot be counted (roster review close says why)`
      const late =
        one.state === 'overdue' ? `it was to be decided before ${one.due}` : `there is time before ${one.due}`
      return `${one.decided} of ${one.items} decided; ${late}${doubt}`
    }
    case 'closing':
      return 'closed; its closed.yaml is not here yet: merge the request that closes it'
    case 'closed':
      return `closed; ${one.gone} seen to be gone, not yet:`
    case 'complete':
      return one.gone === 0 ? 'complete; nothing was to go' : `complete; ${one.gone} seen to be gone`
    case 'changed':
      return one.why
  }
}

function listed(one: Standing): readonly string[] {
  if (one.state !== 'closed') return []
  return [...one.left, ...one.unseen.map((line) => `${line} (not seen: nothing was read that would show it)`)]
}
