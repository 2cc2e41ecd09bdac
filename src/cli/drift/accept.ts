import type { FileChange } from '../../adoption/result.ts'
import type { Operation } from '../../model/operation.ts'
import { operationId } from '../../model/operation.ts'
import type { TenantDraft } from '../../reconciler/tenant.ts'
import { changed, type EntryChange } from './changes.ts'
import { namesChanged, whom, type DriftItem } from './items.ts'
import type { Look, Outlook } from './look.ts'
import { waysOf } from './ways.ts'

/** What becomes of things that drifted when the files are to say what is live. */
export interface Acceptance {
  /** Those that the next plan leaves alone. `also`: what it would do besides, because of it. */
  readonly accepted: readonly { readonly item: DriftItem; readonly also: readonly string[] }[]
  readonly refused: readonly { readonly item: DriftItem; readonly why: string }[]
  readonly files: readonly FileChange[]
}

interface Taken {
  readonly item: DriftItem
  readonly changes: readonly EntryChange[]
}

/**
 * Edits the files so that they say what is live. Nothing is taken for done before a plan with the new files, of the same reading, leaves
 * the thing alone, and does nothing new to anybody else.
 */
export async function accept(
  look: Look,
  items: readonly DriftItem[],
  besides: readonly EntryChange[] = [],
): Promise<Acceptance> {
  const ways = items.map((item) => ({ item, ways: waysOf(look, item) }))
  const refused = ways.flatMap(({ item, ways: of }) => ('why' in of ? [{ item, why: of.why }] : []))
  const open = ways.flatMap(({ item, ways: of }) => ('why' in of ? [] : [{ item, ways: of.ways }]))
  const atOnce = open.map(({ item, ways: [first = []] }): Taken => ({ item, changes: first }))
  const together = await proved(look, atOnce, besides)
  if ('files' in together) return { ...together, refused }
  const taken: Taken[] = []
  for (const { item, ways: several } of open) {
    const one = await firstProved(look, { item, several, taken }, besides)
    if ('why' in one) refused.push({ item, why: one.why })
    else taken.push(one)
  }
  const all = await proved(look, taken, besides)
  if ('files' in all) return { ...all, refused }
  return { accepted: [], refused: [...refused, ...taken.map(({ item }) => ({ item, why: all.why }))], files: [] }
}

interface Trying {
  readonly item: DriftItem
  readonly several: readonly (readonly EntryChange[])[]
  readonly taken: readonly Taken[]
}

/** The first way that a plan proves; or what speaks against the first one. */
async function firstProved(
  look: Look,
  { item, several, taken }: Trying,
  besides: readonly EntryChange[],
): Promise<Taken | { readonly why: string }> {
  let why = 'nothing in the files stands for it'
  for (const [at, changes] of several.entries()) {
    const tried = await proved(look, [...taken, { item, changes }], besides)
    if ('files' in tried) return { item, changes }
    if (at === 0) why = tried.why
  }
  return { why }
}

/** What speaks against changes that take nothing over. */
export async function whyNotEdited(look: Look, changes: readonly EntryChange[]): Promise<string | undefined> {
  if (changes.length === 0) return undefined
  const tried = await proved(look, [], changes)
  return 'files' in tried ? undefined : tried.why
}

async function proved(
  look: Look,
  taken: readonly Taken[],
  besides: readonly EntryChange[],
): Promise<Pick<Acceptance, 'accepted' | 'files'> | { readonly why: string }> {
  const { changes, diagnostics } = changed(look.files, look.tenant, [
    ...besides,
    ...taken.flatMap((one) => one.changes),
  ])
  const [mistake] = diagnostics
  if (mistake !== undefined) return { why: `${mistake.file} cannot be edited so: ${mistake.message}` }
  const outlook = await look.planWith(changes)
  const against = outlook.plan === undefined ? whyNot(outlook) : objection(look.plan, outlook.plan, taken)
  if (against !== undefined) return { why: against }
  const after = outlook.plan?.operations ?? []
  const fresh = freshOperations(look.plan.operations, after)
  return {
    files: changes,
    accepted: taken.map(({ item }) => ({
      item,
      also: fresh.filter((each) => whom(each) === whom(item.operation)).map(({ summary }) => summary),
    })),
  }
}

function whyNot({ diagnostics, findings }: Extract<Outlook, { readonly plan?: undefined }>): string {
  const [first] = diagnostics
  if (first !== undefined) return `the files would have a mistake: ${first.file}:${first.line} ${first.message}`
  return `it could not be planned: ${findings[0]?.message ?? 'the directory was not read'}`
}

/** What speaks against new files: something is still changed back, or somebody else would be changed. */
export function objection(
  before: Pick<TenantDraft, 'operations'>,
  after: Pick<TenantDraft, 'operations'>,
  taken: readonly { readonly item: DriftItem }[],
): string | undefined {
  const still = taken
    .map(({ item }) => after.operations.find((operation) => undoes(operation, item)))
    .find((operation) => operation !== undefined)
  if (still !== undefined) return `the next plan would still change it: ${still.summary}`
  const people = new Set(taken.map(({ item }) => whom(item.operation)))
  const stranger = freshOperations(before.operations, after.operations).find(
    (operation) => !people.has(whom(operation)),
  )
  return stranger === undefined ? undefined : `the next plan would change something else: ${stranger.summary}`
}

/** Whether an operation would take back what drifted. */
function undoes(operation: Operation, { operation: drifted, address }: DriftItem): boolean {
  if (operation.id !== operationId(address, drifted.verb)) return false
  const names = new Set(namesChanged(drifted))
  return names.size === 0 || namesChanged(operation).some((name) => names.has(name))
}

/** What is planned now and was not before; of an update that has shrunk nothing. */
function freshOperations(before: readonly Operation[], after: readonly Operation[]): readonly Operation[] {
  const known = new Map(before.map((operation) => [operation.id, operation]))
  return after.filter((operation) => {
    const then = known.get(operation.id)
    if (then === undefined) return true
    if (then.fingerprint === operation.fingerprint) return false
    const names = new Set(namesChanged(then))
    return names.size === 0 || namesChanged(operation).some((name) => !names.has(name))
  })
}
