import { resolve } from 'node:path'
import { writeFileSync } from 'node:fs'
import { headCommit } from '../../git/git.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import { exit } from '../../model/exit-code.ts'
import { UsageError } from '../../model/fault.ts'
import { count } from '../../report/count.ts'
import { reportPage } from '../../report/html/page.ts'
import { allAsked, readingOf, tellUnsound } from '../inquiry.ts'
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
    ledger: await openLedger(reading.root, reading.settings, session),
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
  const { people, tenants, left } = data
  output.result({
    document: () => ({
      formatVersion: '1.0',
      kind: 'reportFile',
      exitCode: exit.done,
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
  return exit.done
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
