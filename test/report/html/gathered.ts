import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { settingsOf } from '../../../src/cli/settings.ts'
import { readFrom, allAsked, type Asked } from '../../../src/cli/inquiry.ts'
import { gathering } from '../../../src/cli/report/gather.ts'
import { workTree } from '../../../src/language/load/tree.ts'
import { openFileLedger } from '../../../src/ledger/file-store.ts'
import type { Ledger } from '../../../src/ledger/ledger.ts'
import type { Plan } from '../../../src/model/plan.ts'
import type { ReportData } from '../../../src/report/html/data.ts'
import type { PageParts } from '../../../src/report/html/page.ts'
import { pageParts } from '../../../src/cli/report/page-parts.ts'

/** Noon of the day on which the reports of the tests are made. */
export const noon = new Date('2026-11-22T12:00:00Z')

/** What a report of a workspace holds, and the tenants it was made from. */
export async function gathered(
  root: string,
  { plans = [], ledger }: { readonly plans?: readonly Plan[]; readonly ledger?: Pick<Ledger, 'read'> } = {},
): Promise<{ readonly data: ReportData; readonly tenants: readonly Asked[] }> {
  const reading = readFrom({ root, asOf: noon, settings: settingsOf(root) }, workTree(root))
  const report = gathering({
    reading,
    ledger: ledger ?? openFileLedger({ root, now: () => noon }),
    organisation: reading.shared.shared?.roster.spec.organisation ?? '',
    commit: null,
    tool: 'roster',
    plans,
  })
  const tenants: Asked[] = []
  for (const asked of allAsked(reading, undefined)) {
    if (!('desired' in asked)) throw new Error(`${join(root)} has mistakes`)
    tenants.push(asked)
    await report.add(asked)
  }
  return { data: report.done(), tenants }
}

/** What the page is made with, some of it otherwise: a seeded bug has its hashes right. */
export function partsWith(change: (parts: PageParts) => Partial<PageParts>): PageParts {
  const parts = pageParts()
  return { ...parts, ...change(parts), hash: (text) => createHash('sha256').update(text).digest('base64') }
}
