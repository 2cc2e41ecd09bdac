import type { Plan } from '../../model/plan.ts'
import { count } from '../count.ts'
import { outlineOf, type Outline } from '../outline.ts'
import { sentence } from '../markdown.ts'
import { approvals } from './approval.ts'
import { changes, leastOf, type Changes, type FoldedBy } from './changes.ts'
import type { CommentContext, Rendering } from './context.ts'
import { accessPaths } from './diagram.ts'
import { github, type Dialect } from './dialect.ts'
import { factsOf, mustStay, type Fact } from './facts.ts'
import { foldedAcross, type Apart, type Folded } from './folded.ts'
import { footer, link } from './footer.ts'
import { guardrails } from './guardrails.ts'
import { money } from './money.ts'
import { ladder, type Rung } from './rung.ts'
import { counted, inRows } from './tenant-names.ts'
import { details, rows } from './tenants.ts'
import { verdict } from './verdict.ts'

/**
 * A plan as the comment on its request: at most `budget` characters, as told at as much length as fits. Losses, what is
 * privileged, what blocks and what was not read are in it on every step of the ladder; folded where they are many.
 */
export function planComment(plan: Plan, context: CommentContext, budget?: number): Rendering {
  const dialect = context.dialect ?? github
  const most = budget ?? dialect.budget
  // Forges count code points, or bytes of UTF-8 in fours; there are never more of those than of UTF-16's units.
  return rendered(plan, { context, dialect, most, sizeOf: (body) => body.length })
}

/** The same for the summary of a job, which holds a megabyte. */
export function jobSummary(plan: Plan, context: CommentContext): string {
  const encoder = new TextEncoder()
  const sizeOf = (body: string): number => encoder.encode(body).length
  return rendered(plan, { context, dialect: context.dialect ?? github, most: mostBytes, sizeOf }).body
}

/** A mebibyte, less what other steps of a job may have to say. */
const mostBytes = 1_000_000

interface Sheet {
  readonly context: CommentContext
  readonly dialect: Dialect
  readonly most: number
  /** How large a text is; never less than its length. */
  readonly sizeOf: (body: string) => number
}

interface Contents extends Changes {
  readonly outline: Outline
}

/** The first step of the ladder that fits; the last one is as short as it gets. */
function rendered(plan: Plan, sheet: Sheet): Rendering {
  const outline = outlineOf(plan, { everything: false, zoneOf: sheet.context.zoneOf })
  const contents = { outline, facts: factsOf(outline), folded: onceFolded(plan) }
  const shortest = ladder.at(-1)
  let last: Rendering = { body: '', detail: 'full', omitted: [] }
  for (const rung of ladder) {
    // What cannot fit is not written to find that out.
    if (rung !== shortest && leastOf(rung, contents) > sheet.most) continue
    last = onRung(rung, contents, sheet)
    if (sheet.sizeOf(last.body) <= sheet.most) break
  }
  return last
}

function onceFolded(plan: Plan): FoldedBy {
  const known = new Map<Apart, readonly Folded[]>()
  return (apart) => {
    const folded = known.get(apart) ?? foldedAcross(plan, apart)
    known.set(apart, folded)
    return folded
  }
}

function onRung(rung: Rung, { outline, facts, folded }: Contents, { context, dialect }: Sheet): Rendering {
  const { plan } = outline
  const all = plan.tenants.map(({ tenant }) => tenant)
  const names = rung.losses === 'byKindCounted' ? counted(all) : inRows(all)
  const namesTenant = plan.tenants.length > 1
  const table = rung.rows === 0 ? { lines: [], left: 0 } : rows(outline, rung.rows)
  const omitted = omittedOn(rung, facts, table.left)
  const lines = [
    ...verdict(outline, context),
    ...shortened(omitted, context),
    ...approvals(context.approval, rung),
    ...changes({ facts, folded }, { rung, names, dialect, namesTenant }),
    ...(rung.everything ? accessPaths(plan, dialect) : []),
    ...money(outline, { everything: rung.everything, namesTenant }),
    ...guardrails(plan, { rung, names }),
    ...table.lines,
    ...(rung.everything ? details(outline, context, dialect) : []),
    ...footer(plan, context),
  ]
  return { body: lines.join('\n'), detail: rung.detail, omitted }
}

/** Exactly what is left out, in words. */
function omittedOn(rung: Rung, facts: readonly Fact[], rowsLeft: number): readonly string[] {
  if (rung.everything) return []
  const others = facts.filter((fact) => !mustStay(fact)).length
  const losses = count(facts.length - others, 'line')
  return [
    ...(others > 0 ? [`${count(others, 'line')} of what is gained or changed`] : []),
    ...(rung.losses === 'lines'
      ? []
      : [`${unnamed[rung.names]} of what is lost or privileged: ${losses} folded into counts`]),
    'what each warning says, each contract, the values that change and the calendar',
    ...(rowsLeft > 0 ? [`rows of ${count(rowsLeft, 'tenant')}, those with least at stake`] : []),
  ]
}

const unnamed: Readonly<Record<Rung['names'], string>> = {
  all: 'places',
  privileged: 'places, and names of who loses something,',
  none: 'places and names',
}

function shortened(omitted: readonly string[], { fullReport }: CommentContext): readonly string[] {
  if (omitted.length === 0) return []
  const where =
    fullReport === undefined
      ? 'The plan file has everything.'
      : `${link('The full report', fullReport)} has everything.`
  return [`> **Shortened.** Left out: ${omitted.map(sentence).join('; ')}. ${where}`, '']
}
