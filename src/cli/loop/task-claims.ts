import type { RememberedOrder } from '../../reconciler/work-orders/remembered.ts'
import { dayIn } from '../../report/days.ts'

/** What people said in the issue of a work order. */
export interface SaidInIssue {
  /** The issue. */
  readonly number: number
  readonly ticked: ReadonlySet<number>
  /** Oldest first; only those that say that steps are done. */
  readonly comments: readonly SaidDone[]
}

/** A comment that says that steps are done. */
export interface SaidDone {
  readonly login: string
  readonly steps: readonly number[]
  /** RFC 3339. */
  readonly at: string
  /** `<tenant>/<user>`, where roster.yaml says whose login it is. */
  readonly person: string | undefined
  readonly mayWrite: boolean
}

/** Whose word can be recorded for a tenant. */
export interface Around {
  readonly tenant: string
  readonly parent?: string
  readonly people: ReadonlySet<string>
  readonly zone: string
  /** The calendar day there. */
  readonly today: string
}

/** Somebody's word that a step is done, as it can be recorded. */
export interface TaskClaim {
  readonly step: number
  /** User id. */
  readonly by: string
  readonly note: string
  /** The calendar day, where it is known. */
  readonly on?: string
}

/** What can be recorded, in the order of the steps, and why something cannot: step -> sentence. */
export interface Claims {
  readonly claims: readonly TaskClaim[]
  readonly unclear: ReadonlyMap<number, string>
}

/** Judges what people said of the open steps of an order. A comment says who did it; a box alone counts for whoever is asked. Pure. */
export function claimsIn(order: RememberedOrder, said: SaidInIssue, around: Around): Claims {
  const claims: TaskClaim[] = []
  const unclear = new Map<number, string>()
  const done = new Set(order.steps.flatMap(({ attested }, at) => (attested === undefined ? [] : [at + 1])))
  for (const [at, { attested, assignee, after }] of order.steps.entries()) {
    const step = at + 1
    if (attested !== undefined) continue
    const found = wordFor({ step, assignee, on: order.on }, said, around)
    if (found === undefined) continue
    const missing = after.filter((before) => !done.has(before))
    if ('why' in found) unclear.set(step, found.why)
    else if (missing.length > 0) unclear.set(step, tooEarly(missing))
    else {
      claims.push(found)
      done.add(step)
    }
  }
  return { claims, unclear }
}

interface Asked {
  readonly step: number
  readonly assignee: string | undefined
  /** When the order was given out. */
  readonly on: string
}

function wordFor(asked: Asked, said: SaidInIssue, around: Around): TaskClaim | { readonly why: string } | undefined {
  const { step, assignee } = asked
  const { number, ticked } = said
  const words = said.comments
    .filter(({ steps }) => steps.includes(step))
    .map((word) => commented(asked, word, said, around))
  const word = words.find((one) => !('why' in one))
  if (word !== undefined) return word
  if (!ticked.has(step)) return words[0]
  if (assignee === undefined)
    return { why: `the box is ticked, and nobody is asked by name. Whoever did it comments \`done ${step}\`.` }
  if (!around.people.has(assignee))
    return {
      why: `the box is ticked, and \`${assignee}\` is not in the files any more. Whoever did it comments \`done ${step}\`.`,
    }
  return { step, by: assignee, note: `ticked in #${number}` }
}

function commented(
  { step, assignee, on }: Asked,
  { login, person, at, mayWrite }: SaidDone,
  { number }: SaidInIssue,
  around: Around,
): TaskClaim | { readonly why: string } {
  const by = userOf(person, around)
  if (by === undefined)
    return {
      why: `\`${login}\` says that it is done, and is nobody of \`${around.tenant}\` in \`forgeAccounts\` of \`roster.yaml\`.`,
    }
  if (by !== assignee && !mayWrite)
    return { why: `\`${login}\` says that it is done, and is neither asked to do it nor may write to the repository.` }
  return { step, by, note: `said by ${login} in #${number}`, on: within(dayIn(at, around.zone), on, around.today) }
}

/** Who it is among those who may have done something for the tenant: its own people, and those of whoever serves it. */
function userOf(person: string | undefined, { tenant, parent, people }: Around): string | undefined {
  const [of, user] = person?.split('/') ?? []
  return user !== undefined && (of === tenant || of === parent) && people.has(user) ? user : undefined
}

/** Clocks differ: nothing was done before it was asked for, nor is it still to come. */
function within(day: string, first: string, last: string): string {
  if (day < first) return first
  return day > last ? last : day
}

function tooEarly(missing: readonly number[]): string {
  const steps = missing.length === 1 ? 'step' : 'steps'
  return `it comes after ${steps} ${missing.join(' and ')}, which nobody has said to be done.`
}
