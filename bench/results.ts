import { cpus, loadavg, release, totalmem } from 'node:os'
import type { Chapter, Row } from './measure/row.ts'

/** The page of results. */
export function resultsPage(chapters: readonly Chapter[], rounds: number): string {
  return `${[head(rounds), summary(chapters), ...chapters.map(chapterText)].join('\n\n')}\n`
}

function head(rounds: number): string {
  const memory = (totalmem() / 2 ** 30).toFixed(0)
  return [
    '# What the bench measured',
    '',
    `Machine: ${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${memory} GB, Linux ${release()}, Node ${process.version}.`,
    `Repeat with \`npm run bench\` (slapd, ldap-utils and Samba must be there, and it must be run as root; about twenty minutes). Medians of ${rounds} rounds; a figure and`,
    'its floor are taken in turn in the same rounds, so that other work on the machine falls on both. CPU is user and system',
    'time of the whole process, start to exit, unless a row says otherwise. Absolute figures move by 40 % from machine to machine, ratios by 10 %.',
    `Load of the machine at the end (15 minutes): ${(loadavg()[2] ?? 0).toFixed(1)}; far above 1, other work disturbed the figures, wall most of all.`,
  ].join('\n')
}

function summary(chapters: readonly Chapter[]): string {
  const judged = chapters.flatMap(({ rows }) => rows).filter((row) => row.isMet !== undefined)
  const missed = judged.filter(({ isMet }) => isMet === false)
  const said = missed.length === 0 ? 'All are met.' : `Missed: ${missed.map(({ what }) => what).join('; ')}.`
  return `${judged.length} targets, ${judged.length - missed.length} met. ${said}`
}

/** One chapter as a table. */
export function chapterText({ title, notes, rows }: Chapter): string {
  const table = ['| | measured | floor | ratio | target | |', '|---|---|---|---|---|---|', ...rows.map(rowText)]
  return [`## ${title}`, '', ...notes.flatMap((note) => [note, '']), ...table].join('\n')
}

function rowText({ what, figure, floor, ratio, target, isMet }: Row): string {
  const verdict = isMet === undefined ? '' : isMet ? 'met' : '**missed**'
  return `| ${[what, figure, floor, ratio, target, verdict].join(' | ')} |`
}
