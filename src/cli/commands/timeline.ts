import type { Subjects } from '../../history/subjects.ts'
import { kindsOf, subjectsOf } from '../../history/subjects.ts'
import { timelineOf } from '../../history/timeline.ts'
import type { SubjectKind } from '../../history/timeline-row.ts'
import { nearest } from '../../language/load/nearest.ts'
import { UsageError } from '../../model/fault.ts'
import { timelineAnswer } from '../../report/timeline.ts'
import { refuseTwoForms, tell } from '../inquiry.ts'
import { openLedger } from '../ledger.ts'
import { momentOf } from '../moment.ts'
import type { Session } from '../session.ts'
import { settingsOf } from '../settings.ts'
import { findRoot, tenantIds } from '../workspace.ts'

/** What `roster timeline` can be told. */
export interface TimelineOptions {
  readonly tenant?: string
  readonly kind?: string
  readonly since?: string
  readonly csv?: boolean
}

/** `roster timeline`: what took effect for a person, a group, an entity or a role, read from the ledger. */
export async function timeline(session: Session, id: string, options: TimelineOptions): Promise<number> {
  refuseTwoForms(session, options)
  const asked = kindAsked(options.kind)
  const root = findRoot(session.folder)
  const settings = settingsOf(root)
  const since =
    options.since === undefined ? undefined : momentOf(options.since, settings.zone, '--since').toISOString()
  const ledger = await openLedger(root, settings, session)
  const tenant = tenantOf(options.tenant, await ledger.tenants(), tenantIds(root))
  const chain = await ledger.read(tenant)
  const kind = kindMeant(subjectsOf(chain), { tenant, id, asked })
  return tell(session, options, timelineAnswer(timelineOf({ tenant, kind, id }, chain), since))
}

const kinds = ['user', 'group', 'entity', 'role'] as const

function kindAsked(written: string | undefined): SubjectKind | undefined {
  const kind = kinds.find((one) => one === written)
  if (written === undefined || kind !== undefined) return kind
  throw new UsageError(`--kind ${written} is none of ${kinds.join(', ')}.`)
}

/** A tenant that was applied to once has a history, whether it is still declared or not. */
function tenantOf(named: string | undefined, recorded: readonly string[], declared: readonly string[]): string {
  const known = [...new Set([...recorded, ...declared])].toSorted()
  if (named !== undefined) {
    if (known.includes(named)) return named
    const near = nearest(named, known)
    const hint = near === undefined ? 'roster log shows what was applied.' : `Did you mean ${near}?`
    throw new UsageError(`There is no tenant ${named}. ${hint}`)
  }
  const [only, ...others] = known
  if (only === undefined) throw new UsageError('There are no tenants here: tenants/ has a folder for each.')
  if (others.length === 0) return only
  throw new UsageError(`Which tenant? Name it with --tenant: ${known.slice(0, 20).join(', ')}.`)
}

interface Meant {
  readonly tenant: string
  readonly id: string
  readonly asked: SubjectKind | undefined
}

function kindMeant(subjects: Subjects, { tenant, id, asked }: Meant): SubjectKind {
  const found = kindsOf(subjects, id)
  const [only, ...others] = found
  if (asked !== undefined && found.includes(asked)) return asked
  if (asked === undefined && only !== undefined && others.length === 0) return only
  if (asked === undefined && only !== undefined)
    throw new UsageError(
      `${id} is more than one thing in ${tenant}: ${found.join(', ')}. Say which with --kind: ${found.join(', ')}.`,
    )
  const ids = (asked === undefined ? kinds : [asked]).flatMap((kind) => [...subjects[kind]])
  const near = nearest(id, ids)
  const hint =
    near === undefined ? 'What was never applied has no history; roster log shows what was.' : `Did you mean ${near}?`
  throw new UsageError(`The ledger of ${tenant} knows no ${asked ?? 'person, group, entity or role'} ${id}. ${hint}`)
}
