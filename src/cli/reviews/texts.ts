import { newDocument } from '../../language/splice/new-document.ts'
import type { Campaign, Line, Sheet } from '../../reviews/campaign.ts'
import { inWords, itemKey } from '../../reviews/item.ts'
import { tally, type Outcome } from '../../reviews/outcome.ts'
import { plainLine } from './plain-line.ts'

/** Lines of one file: a file may have 1 MiB, and nobody reads more at a time. */
export const mostLines = 1_000

const order = (): readonly string[] => []

/** The text of campaign.yaml. */
export function campaignText(path: string, campaign: Campaign): string {
  return written(path, campaign, [
    '# A review of access, as it was when it began. Nobody edits this file: roster review status would find it.',
  ])
}

/** A line whose words from directories and files can be shown. */
export function shown(line: Line): Line {
  return { ...line, name: plainLine(line.name), path: plainLine(line.path), peers: plainLine(line.peers) }
}

/** The text of a reviewer's file: what they need to know, and where they write. */
export function sheetText(path: string, { lines, ...sheet }: Sheet): string {
  const byCode = Object.fromEntries(lines.map(({ item, ...line }) => [item, line]))
  return written(path, { ...sheet, lines: byCode }, [
    `# Decide on each line before ${sheet.before}. decision: keep, revoke or change; reason: for revoke and change.`,
    '# What is left empty is nobody’s yes. Where several lines are decided in the same words, write the code above',
    '# the line behind its seen:. Nobody decides on their own access. Commit under your own name.',
  ])
}

/** The text of closed.yaml: everything that is not simply kept. */
export function closedText(path: string, closing: Closing): string {
  const { campaign, commit, population, outcomes } = closing
  const told = outcomes.filter(({ word, exception }) => word !== 'keep' || exception !== undefined)
  const value = {
    campaign,
    commit,
    population,
    decisions: tally(outcomes),
    outcomes: Object.fromEntries(told.map((outcome) => [outcome.line.item, outcomeValue(outcome)])),
  }
  return written(path, value, ['# What a review of access came to. Its hash is in the ledger: nobody edits it.'])
}

function outcomeValue({ line, word, reason, by, exception }: Outcome): object {
  return {
    person: line.person,
    has: line.has,
    id: line.id,
    where: line.where,
    decision: word,
    ...(reason === '' ? {} : { reason: plainLine(reason) }),
    ...(by === undefined ? {} : { by: by.person, decidedIn: by.commit }),
    ...(exception === undefined ? {} : { exception }),
  }
}

/** What closed.yaml tells. */
export interface Closing {
  readonly campaign: string
  /** Whose files held the decisions. */
  readonly commit: string
  readonly population: Campaign['population']
  readonly outcomes: readonly Outcome[]
}

function written(path: string, value: object, head: readonly string[]): string {
  const { text, diagnostics } = newDocument({
    file: path,
    schema: undefined,
    ordering: { form: 'whole', order },
    value: { ...value },
  })
  const [wrong] = diagnostics
  if (wrong !== undefined) throw new Error(`${path} cannot be written: ${wrong.message}`)
  return `${head.join('\n')}\n${text}`
}

/** The lines of a sheet in files of a size that people and readers take. */
export function inChunks(lines: readonly Line[]): readonly (readonly Line[])[] {
  const ordered = lines.toSorted((a, b) => (itemKey(a) < itemKey(b) ? -1 : 1))
  return Array.from({ length: Math.ceil(ordered.length / mostLines) }, (_, at) =>
    ordered.slice(at * mostLines, (at + 1) * mostLines),
  )
}

/** `ana-li: group cooks on hq`. */
export function lineInWords(line: Pick<Line, 'person' | 'has' | 'id' | 'where'>): string {
  return `${line.person}: ${inWords(line)}`
}
