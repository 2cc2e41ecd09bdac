import { resolve } from 'node:path'
import { writeFileSync } from 'node:fs'
import { headCommit } from '../../git/git.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import { exit } from '../../model/exit-code.ts'
import { UsageError } from '../../model/fault.ts'
import { count } from '../../report/count.ts'
import { reportPage } from '../../report/html/page.ts'
import { LedgerUnavailable, type Ledger } from '../../ledger/ledger.ts'
import { allAsked, readingOf, tellUnsound, type Reading } from '../inquiry.ts'
import { openLedger } from '../ledger.ts'
import { gathering } from '../report/gather.ts'
import { pageParts } from '../report/page-parts.ts'
import { readPlan } from '../saved-plan.ts'
import type { Session } from '../session.ts'
import { tool } from '../tool.ts'

/** What `roster report` can be told. */
export interface ReportOptions {
  readonly out: string
  readonly tenant?: readonly string[]
  readonly plan?: readonly string[]
}

/** `roster report`: everything that is known offline, as one page that loads nothing. */
export async function report(session: Session, options: ReportOptions): Promise<number> {
  const { output, ink, environment } = session
  const plans = (options.plan ?? []).map(readPlan)
  const reading = await readingOf(session, {})
  const { name, version } = tool()
  const gathered = gathering({
    reading,
    ledger: await ledgerOf(session, reading),
    organisation: reading.shared.shared?.roster.spec.organisation ?? 'roster',
    commit: await headCommit(reading.root, environment.forGit),
    tool: `${name} ${version}`,
    plans,
  })
  const diagnostics: Diagnostic[] = []
  for (const asked of allAsked(reading, options.tenant)) {
    if ('desired' in asked) await gathered.add(asked)
    else diagnostics.push(...asked.diagnostics)
  }
  if (diagnostics.some(({ severity }) => severity === 'error')) return tellUnsound(session, diagnostics)
  const data = gathered.done()
  const page = reportPage(data, pageParts())
  const bytes = written(options.out, page)
  const { people, tenants } = data
  const unknown = tenants.flatMap(({ id, unknown: why }) =>
    why === undefined
      ? []
      : [`${id}: what was applied, seats and reviews are unknown, the ledger could not be read: ${why}`],
  )
  const left = [...unknown, ...data.left]
  const exitCode = unknown.length > 0 ? exit.unreadable : exit.done
  output.result({
    document: () => ({
      formatVersion: '1.0',
      kind: 'reportFile',
      exitCode,
      file: options.out,
      bytes,
      people: people.length,
      tenants: tenants.length,
      left,
    }),
    text: () =>
      [
        `${ink.strong(options.out)} ${ink.plain(`${count(people.length, 'person')}, ${count(tenants.length, 'tenant')}, ${(bytes / 1e6).toFixed(1)} MB`)}`,
        ...left.map((line) => ink.plain(line)),
        ink.faint(
          'Open it in a browser. It loads nothing and sends nothing; it holds names and access: give it to nobody who may not see them.',
        ),
        '',
      ].join('\n'),
  })
  return exitCode
}

/** A ledger that cannot be opened cannot be read for any tenant: the report says so, and is made of the files. */
async function ledgerOf(session: Session, { root, settings }: Reading): Promise<Pick<Ledger, 'read'>> {
  try {
    return await openLedger(root, settings, session)
  } catch (error) {
    if (!(error instanceof LedgerUnavailable)) throw error
    return { read: () => Promise.reject(error) }
  }
}

function written(file: string, page: string): number {
  const bytes = Buffer.from(page, 'utf8')
  try {
    // Names and access of everybody: for whoever made it, and for whom they give it to.
    writeFileSync(resolve(file), bytes, { mode: 0o600 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError(
      `${file} could not be written (${code ?? 'unknown'}). Name a file in a folder that is there: --out <file>`,
    )
  }
  return bytes.length
}
