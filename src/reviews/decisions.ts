import { frozenOf, sealOf, type Campaign, type Line, type Sheet } from './campaign.ts'

/** What a reviewer can say. */
export type Word = 'keep' | 'revoke' | 'change'
const words: readonly Word[] = ['keep', 'revoke', 'change']

/** Who wrote something, by the commit that brought the line. */
export interface Author {
  readonly commit: string
  readonly email: string
  /** `<tenant>/<user>`; not there: nobody knows whose address it is. */
  readonly person?: string
}

/** A file of a campaign as people left it. */
export interface FilledSheet {
  readonly file: string
  readonly sheet: Sheet
  readonly reviewer: Campaign['sheets'][number]['reviewer']
  readonly is: Campaign['sheets'][number]['is']
  /** Made later, for those that the review was escalated to: its lines stand in other sheets too. */
  readonly isEscalated: boolean
  /** Who wrote a property of a line; undefined: it is not committed yet. */
  readonly authorOf: (line: number, property: 'decision' | 'reason' | 'seen') => Author | undefined
}

/** What decides about who may decide. */
export interface Bench {
  /** Why somebody may not decide for this reviewer; undefined: they may. */
  readonly mayNot: (author: Author & { readonly person: string }, of: FilledSheet) => string | undefined
  /** Whether `<tenant>/<user>` and a user of the campaign's tenant are one human. */
  readonly isSelf: (person: string, user: string) => boolean
}

/** What was decided on a line. */
export interface Decided {
  readonly line: Line
  readonly word: Word
  readonly reason: string
  readonly by: Author
  /** Decided by the person themselves, which was allowed for a recorded reason. */
  readonly isOwn: boolean
}

/** Why a line, or a whole file, does not count. */
export interface Doubt {
  readonly file: string
  /** Of the lines of the sheet, from 0; not there: the file. */
  readonly line?: number
  readonly property?: 'decision' | 'reason' | 'seen'
  readonly message: string
  readonly fix: string
}

/** Decisions that count, by the code of the item; and everything that is wrong. */
export interface Judged {
  readonly lines: readonly Line[]
  readonly decided: ReadonlyMap<string, Decided>
  readonly doubts: readonly Doubt[]
}

/** Judges what reviewers wrote: each line by itself, by somebody who may, never by the person themselves, never by the dozen. */
export function judged(campaign: Campaign, sheets: readonly FilledSheet[], bench: Bench): Judged {
  const own = sheets.filter(({ isEscalated }) => !isEscalated)
  const lines = own.flatMap(({ sheet }) => sheet.lines)
  const doubts = [...tampered(campaign, own), ...strangers(sheets, lines)]
  const decided = new Map<string, Decided>()
  for (const filled of [...own, ...sheets.filter(({ isEscalated }) => isEscalated)]) {
    const often = saidOften(sheets.filter(({ reviewer }) => reviewer === filled.reviewer))
    for (const [at, line] of filled.sheet.lines.entries()) {
      if (line.decision === '') continue
      const found = judgedLine({ filled, at, line, isRepeated: (often.get(sayingOf(line)) ?? 0) > 1 }, bench)
      if ('message' in found) doubts.push(found)
      else decided.set(line.item, found)
    }
  }
  return { lines, decided, doubts }
}

/** Everything but decisions is as it was frozen. */
function tampered({ sheets: frozen }: Campaign, own: readonly FilledSheet[]): readonly Doubt[] {
  return frozen.flatMap(({ file, seal }): readonly Doubt[] => {
    const found = own.find((one) => one.file === file)
    if (found !== undefined && sealOf(found.sheet) === seal) return []
    const message =
      found === undefined
        ? 'This file of the campaign is missing.'
        : 'Something besides decision, reason and seen is not as it was when the review began.'
    return [{ file, message, fix: 'Bring it back: git log names the commit that made the campaign.' }]
  })
}

/** An escalated line has to be one of the frozen ones. */
function strangers(sheets: readonly FilledSheet[], lines: readonly Line[]): readonly Doubt[] {
  const frozen = new Set(lines.map(frozenOf))
  return sheets
    .filter(({ isEscalated }) => isEscalated)
    .flatMap(({ file, sheet }) =>
      sheet.lines.flatMap((line, at): readonly Doubt[] =>
        frozen.has(frozenOf(line))
          ? []
          : [
              {
                file,
                line: at,
                message: 'This line is not one of the campaign.',
                fix: 'Take it out, or bring it back.',
              },
            ],
      ),
    )
}

/** Saying -> how many lines of one reviewer say it. */
function saidOften(sheets: readonly FilledSheet[]): ReadonlyMap<string, number> {
  const often = new Map<string, number>()
  for (const { sheet } of sheets)
    for (const line of sheet.lines) {
      if (line.decision === '') continue
      often.set(sayingOf(line), (often.get(sayingOf(line)) ?? 0) + 1)
    }
  return often
}

function sayingOf({ decision, reason }: Line): string {
  return `${decision}\n${reason
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()}`
}

interface Judging {
  readonly filled: FilledSheet
  readonly at: number
  readonly line: Line
  readonly isRepeated: boolean
}

function judgedLine(judging: Judging, bench: Bench): Decided | Doubt {
  const { filled, at, line } = judging
  const wrong = wrongWords(judging)
  if (wrong !== undefined) return wrong
  const written = (['decision', 'reason', 'seen'] as const).filter((property) => line[property] !== '')
  for (const property of written) {
    const doubt = wrongAuthor(judging, property, bench)
    if (doubt !== undefined) return doubt
  }
  const by = filled.authorOf(at, 'decision')
  const word = words.find((one) => one === line.decision)
  if (by === undefined || word === undefined) throw new Error('what is not committed, or no decision, was told before')
  return { line, word, reason: line.reason, by, isOwn: filled.is === 'self' }
}

function wrongWords({ filled, at, line, isRepeated }: Judging): Doubt | undefined {
  const place = { file: filled.file, line: at }
  const { decision, reason, seen, item } = line
  if (!words.some((word) => word === decision))
    return {
      ...place,
      property: 'decision',
      message: `${JSON.stringify(decision)} is no decision.`,
      fix: `Write ${words.join(', ')}, or leave it empty.`,
    }
  if (decision !== 'keep' && !/[\p{L}\p{N}]{2}/u.test(reason))
    return {
      ...place,
      property: 'reason',
      message: `Nobody says why this is to be ${decision === 'revoke' ? 'revoked' : 'changed'}.`,
      fix: 'Write it behind `reason:`.',
    }
  if (seen !== '' && seen !== item)
    return {
      ...place,
      property: 'seen',
      message: `${JSON.stringify(seen)} is not the code of this line.`,
      fix: `The line it stands in is ${item}.`,
    }
  if (isRepeated && seen === '')
    return {
      ...place,
      property: 'seen',
      message:
        'Several lines are decided in the same words, and this one does not say that it was looked at by itself.',
      fix: `Write \`seen: ${item}\` once you have, or say why in words of its own.`,
    }
  return undefined
}

function wrongAuthor(
  { filled, at, line }: Judging,
  property: keyof Line & Doubt['property'],
  bench: Bench,
): Doubt | undefined {
  const place = { file: filled.file, line: at, ...(property === undefined ? {} : { property }) }
  const author = filled.authorOf(at, property ?? 'decision')
  if (author === undefined)
    return {
      ...place,
      message: 'This is not committed: nobody can tell who wrote it.',
      fix: 'Have the reviewer commit it, under their own name.',
    }
  const { person } = author
  if (person === undefined)
    return {
      ...place,
      message: `It is not known whose address ${author.email} is (commit ${author.commit.slice(0, 12)}).`,
      fix: 'Declare it as the e-mail address of a person, or name their login in forgeAccounts of roster.yaml.',
    }
  if (filled.is !== 'self' && bench.isSelf(person, line.person))
    return {
      ...place,
      message: `${person} decided on their own access (commit ${author.commit.slice(0, 12)}).`,
      fix: 'Have somebody else decide on it.',
    }
  const why = bench.mayNot({ ...author, person }, filled)
  if (why === undefined) return undefined
  return {
    ...place,
    message: `${person} ${why} (commit ${author.commit.slice(0, 12)}).`,
    fix: `Have ${filled.reviewer} decide on it.`,
  }
}
