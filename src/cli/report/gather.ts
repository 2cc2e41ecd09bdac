import { LedgerBroken, LedgerUnavailable, type Ledger } from '../../ledger/ledger.ts'
import type { ChainedEntry } from '../../model/entry.ts'
import type { Plan } from '../../model/plan.ts'
import { contractsOf } from '../../reconciler/seats/contracts.ts'
import { remember } from '../../reconciler/memory.ts'
import { momentForPeople, dayIn } from '../../report/days.ts'
import type {
  ReportApply,
  ReportCatalogue,
  ReportData,
  ReportDuty,
  ReportGroup,
  ReportPerson,
  ReportPlatform,
  ReportPool,
  ReportReview,
  ReportTenant,
} from '../../report/html/data.ts'
import { levelCode } from '../../report/html/level-code.ts'
import { planPart } from '../../report/html/plan-part.ts'
import type { Asked, Reading } from '../inquiry.ts'
import { emptyBook, numbering } from './book.ts'
import { byApply, historyPart, type DoneRow } from './history.ts'
import { groupsPart, peoplePart } from './people.ts'
import { cataloguePart, platformParts, type Shelves } from './platforms.ts'
import { dutiesPart, reviewsPart } from './rules.ts'
import { poolsPart } from './seats.ts'

/** How many times entities may be spelt out as reached by a group or a role, in a whole report. */
const entitiesSpelled = 150_000
/** How many rows of what was done for people may be in a whole report. */
const rowsKept = 20_000

/** What a report is made of besides the tenants. */
export interface Frame {
  readonly reading: Reading
  readonly ledger: Pick<Ledger, 'read'>
  readonly organisation: string
  readonly commit: string | null
  readonly tool: string
  readonly plans: readonly Plan[]
}

/** A report while tenant after tenant is put into it; each is let go before the next. */
export interface Gathering {
  add(asked: Asked): Promise<void>
  done(): ReportData
}

interface Lists {
  readonly tenants: ReportTenant[]
  readonly people: ReportPerson[]
  readonly groups: ReportGroup[]
  readonly platforms: ReportPlatform[]
  readonly duties: ReportDuty[]
  readonly reviews: ReportReview[]
  readonly pools: ReportPool[]
  readonly applies: ReportApply[]
  readonly left: string[]
}

/** Begins a report. */
export function gathering(frame: Frame): Gathering {
  const book = emptyBook()
  const levels = numbering()
  const { catalogues, catalogue } = cataloguing()
  let entities = entitiesSpelled
  const shelves: Shelves = { book, levels: levels.of, catalogue, spend: (count) => (entities -= count) >= 0 }
  const lists: Lists = {
    tenants: [],
    people: [],
    groups: [],
    platforms: [],
    duties: [],
    reviews: [],
    pools: [],
    applies: [],
    left: [],
  }
  return {
    add: async (asked) => addTenant(frame, lists, { asked, shelves }),
    done: () => {
      const { reading, organisation, commit, tool, plans } = frame
      const zone = reading.settings.zone
      const at = reading.asOf.toISOString()
      return {
        formatVersion: '1.0',
        kind: 'report',
        organisation,
        made: { at, words: momentForPeople(at, zone), day: dayIn(at, zone), zone },
        commit,
        tool,
        code: levelCode,
        ...lists,
        files: book.files,
        words: book.words,
        levels: levels.all,
        catalogues,
        plans: plans.map((plan) => planPart(plan, { zone, zoneOf: reading.settings.zoneOf })),
        left: [
          ...lists.left,
          ...(entities < 0
            ? ['Which entities are reached is not spelt out everywhere: there are too many. roster explain tells it.']
            : []),
        ],
      }
    },
  }
}

async function addTenant(
  { ledger }: Frame,
  lists: Lists,
  { asked, shelves }: { readonly asked: Asked; readonly shelves: Shelves },
): Promise<void> {
  const { desired, documents, asOf } = asked
  const { id, name, timezone, production } = desired
  const tenant = lists.tenants.length
  const chain = await chainOf(ledger, id)
  lists.tenants.push({
    id,
    name,
    zone: timezone,
    production,
    ...(documents.parent === undefined ? {} : { parent: documents.parent.spec.name }),
    directories: [...desired.directories.values()].map((each) => ({
      id: each.id,
      mode: each.mode,
      provider: each.settings.provider,
    })),
    ...('why' in chain ? { unknown: chain.why } : {}),
  })
  const parts = platformParts(asked, tenant, shelves)
  const ground = {
    asked,
    tenant,
    shelves,
    platforms: parts,
    firstPlatform: lists.platforms.length,
    firstGroup: lists.groups.length,
  }
  const people = peoplePart(ground)
  const first = lists.people.length
  const numbers = new Map(people.map((person, offset) => [person.id, first + offset]))
  const personOf = (user: string): number | undefined => numbers.get(user)
  const history = historyPart('why' in chain ? [] : chain.entries, {
    tenant: { id, number: tenant, zone: timezone },
    book: shelves.book,
    first: lists.applies.length,
  })
  const looked = { asked, tenant, book: shelves.book }
  lists.groups.push(...groupsPart(ground))
  lists.platforms.push(...parts.map(({ platform }) => platform))
  lists.duties.push(...dutiesPart(looked, personOf))
  if ('entries' in chain) {
    const memory = remember(chain.entries)
    lists.reviews.push(...reviewsPart(looked, memory))
    lists.pools.push(...poolsPart({ asked, memory, contracts: contractsOf(desired, memory, asOf) }, tenant, personOf))
  }
  lists.applies.push(...history.applies)
  if (history.older > 0)
    lists.left.push(`${id}: ${history.older} older applies, which roster log --tenant ${id} tells.`)
  lists.people.push(...withHistory(people, history.rows, lists))
}

/** What was done for people, as far as there is room for it: else an apply is one row of somebody, and old ones are left out. */
function withHistory(
  people: readonly ReportPerson[],
  all: ReadonlyMap<string, readonly DoneRow[]>,
  { people: before, left }: Lists,
): readonly ReportPerson[] {
  const room = rowsKept - rowsIn(before.map(({ history = [] }) => history))
  const isShort = rowsIn([...all.values()]) > room
  const rows = isShort ? new Map([...all].map(([user, own]) => [user, byApply(own)])) : all
  const each = isShort ? Math.max(0, Math.floor(room / Math.max(1, people.length))) : Infinity
  if (isShort)
    left.push('What was done for people is shortened: one row for an apply. roster timeline <id> tells all of it.')
  return people.map((person) => {
    const history = rows.get(person.id)?.slice(0, each)
    return history === undefined || history.length === 0 ? person : { ...person, history }
  })
}

function rowsIn(lists: readonly (readonly unknown[])[]): number {
  return lists.reduce((sum, list) => sum + list.length, 0)
}

/** A ledger that cannot be read is not an empty one: the page says what is not known. */
async function chainOf(
  ledger: Frame['ledger'],
  tenant: string,
): Promise<{ readonly entries: readonly ChainedEntry[] } | { readonly why: string }> {
  try {
    return { entries: await ledger.read(tenant) }
  } catch (error) {
    if (error instanceof LedgerUnavailable || error instanceof LedgerBroken) return { why: error.message }
    throw error
  }
}

/** Tenants on one platform of one version share its catalogue. */
function cataloguing(): {
  readonly catalogues: readonly ReportCatalogue[]
  readonly catalogue: Shelves['catalogue']
} {
  const catalogues: ReportCatalogue[] = []
  const known = new Map<string, number>()
  return {
    catalogues,
    catalogue: (full) => {
      const part = cataloguePart(full)
      const text = JSON.stringify(part)
      const there = known.get(text)
      if (there !== undefined) return there
      known.set(text, catalogues.length)
      return catalogues.push(part) - 1
    },
  }
}
