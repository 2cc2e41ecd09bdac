/** `npm run bench`: measures roster against its floors and writes bench/RESULTS.md. With words: only those chapters, printed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accessChapter } from './chapters/access.ts'
import { activeDirectoryChapter } from './chapters/active-directory.ts'
import { applyChapter } from './chapters/apply.ts'
import { entraChapter } from './chapters/entra.ts'
import { gitChapter } from './chapters/git.ts'
import { ledgerAgeChapter } from './chapters/ledger-age.ts'
import { localChapter } from './chapters/local.ts'
import { plansChapter } from './chapters/plans.ts'
import { readsChapter } from './chapters/reads.ts'
import { seatsChapter } from './chapters/seats.ts'
import { startChapter } from './chapters/start.ts'
import { repository } from './measure/paths.ts'
import type { Chapter } from './measure/row.ts'
import { chapterText, resultsPage } from './results.ts'

const chapters: Readonly<Record<string, (folder: string, rounds: number) => Chapter | Promise<Chapter>>> = {
  start: (_, rounds) => startChapter(rounds),
  access: accessChapter,
  seats: seatsChapter,
  local: localChapter,
  plans: plansChapter,
  'ledger-age': ledgerAgeChapter,
  git: gitChapter,
  reads: readsChapter,
  apply: applyChapter,
  'active-directory': activeDirectoryChapter,
  entra: entraChapter,
}

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
await main(process.argv.slice(2))

async function main(wanted: readonly string[]): Promise<void> {
  const unknown = wanted.find((name) => !(name in chapters))
  if (unknown !== undefined) throw new Error(`no chapter ${unknown}; there are: ${Object.keys(chapters).join(', ')}`)
  const folder = mkdtempSync(join(tmpdir(), 'roster-bench-'))
  try {
    const made: Chapter[] = []
    for (const [name, measure] of Object.entries(chapters)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue
      process.stderr.write(`${name} ...\n`)
      const chapter = await measure(folder, rounds)
      made.push(chapter)
      process.stderr.write(`${chapterText(chapter)}\n`)
    }
    const page = resultsPage(made, rounds)
    if (wanted.length === 0) writeFileSync(repository('bench/RESULTS.md'), page)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
