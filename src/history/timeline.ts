import type { ChainedEntry } from '../model/entry.ts'
import type { Memory } from '../reconciler/memory.ts'
import { isProven } from '../reconciler/work-orders/remembered.ts'
import { decisionsIn } from './decisions.ts'
import { lensFor } from './lens.ts'
import type { Name } from './names.ts'
import { isNamed, namesOf } from './names.ts'
import { tellAccess } from './of-access.ts'
import { tellAccounts } from './of-accounts.ts'
import { tellMembers, tellMemberships } from './of-memberships.ts'
import { tellObjects } from './of-objects.ts'
import type { Moment } from './replay.ts'
import { replay } from './replay.ts'
import type { DraftRow, Scene, Teller } from './scene.ts'
import type { SubjectKind, TimelineRow } from './timeline-row.ts'

/** Whom or what a timeline is about. */
export interface Subject {
  readonly tenant: string
  readonly kind: SubjectKind
  readonly id: string
}

/** Everything that took effect for one subject, oldest first. */
export interface Timeline extends Subject {
  /** Ids that it went by before, newest first. */
  readonly formerly: readonly string[]
  readonly rows: readonly TimelineRow[]
}

/** Tells how a person, a group, an entity or a role came to be as it is, from one tenant's chain. One pass over it. */
export function timelineOf({ tenant, kind, id: asked }: Subject, chain: readonly ChainedEntry[]): Timeline {
  const names =
    kind === 'user' || kind === 'group' ? namesOf(chain, kind, asked) : [{ id: asked, from: 0, to: Infinity }]
  const id = names[0]?.id ?? asked
  const scene = sceneOf(tenant, names, chain)
  const tellers = tellersFor(kind, id, scene)
  const open = new Set<DraftRow>()
  const rows: DraftRow[] = []
  const add = (told: readonly DraftRow[]): void => {
    rows.push(...told)
    for (const row of told) if (row.until !== undefined) open.add(row)
  }
  for (const moment of replay(chain)) {
    const told = tellers.map((teller) => teller.told(moment))
    // What somebody did on a platform is told by what it gave, where it gave something.
    const [access = [], ...rest] = told
    add(moment.entry.type === 'attested' && access.length > 0 ? access : [...rest.flat(), ...access])
    if (open.size > 0) prove(open, moment)
  }
  add(tellers.flatMap((teller) => teller.rest?.() ?? []))
  const formerly = names.slice(1).map((name) => name.id)
  return { tenant, kind, id, formerly, rows: rows.map(proven) }
}

/** A row without what only the telling needed. */
function proven(row: DraftRow): TimelineRow {
  const { until: _, ...told } = row
  return told
}

function tellersFor(kind: SubjectKind, id: string, scene: Scene): readonly Teller[] {
  const access = tellAccess(scene, lensFor(kind, id, scene))
  switch (kind) {
    case 'user':
      return [access, tellObjects(scene, 'user'), tellMemberships(scene), tellAccounts(scene)]
    case 'group':
      return [access, tellObjects(scene, 'group'), tellMembers(scene)]
    case 'entity':
    case 'role':
      return [access]
  }
}

function sceneOf(tenant: string, names: readonly Name[], chain: readonly ChainedEntry[]): Scene {
  const newest = names[0]?.id ?? ''
  const all = new Set(names.map(({ id }) => id))
  return {
    tenant,
    decisions: decisionsIn(tenant, chain),
    isSubject: (id, seq) => all.has(id) && isNamed(names, id, seq),
    namesAt: (seq) => names.filter(({ from, to }) => from <= seq && seq <= to).map(({ id }) => id),
    nameNow: (id) => (all.has(id) ? newest : id),
  }
}

/** What was open until now, and is shown or contradicted by this record. */
function prove(open: Set<DraftRow>, { entry, at, memory }: Moment): void {
  if (entry.type !== 'outcome' && entry.type !== 'observed') return
  for (const row of open) {
    if (row.until === undefined) continue
    const proof =
      'operation' in row.until
        ? entry.type === 'outcome' && entry.operation === row.until.operation && entry.status === 'applied'
          ? ({ state: 'verified', at } as const)
          : undefined
        : judged(memory, row.until)
    if (proof === undefined) continue
    row.proof = proof
    if (proof.state === 'verified') open.delete(row)
  }
}

function judged(
  { orders }: Memory,
  { order, step }: { readonly order: string; readonly step: number },
): TimelineRow['proof'] | undefined {
  const known = orders.get(order)?.steps[step - 1]
  if (known?.contradicted !== undefined)
    return { state: 'contradicted', by: known.attested?.by ?? '', why: known.contradicted.why }
  return known?.verified !== undefined && isProven(known) ? { state: 'verified', at: known.verified } : undefined
}
