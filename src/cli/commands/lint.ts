import type { LintInput, Mend } from '../../access/lint-input.ts'
import type { Judged } from '../../access/lint.ts'
import { acknowledged, criticalHolders, lint } from '../../access/lint.ts'
import type { FileChange } from '../../adoption/result.ts'
import { writeAll } from '../../adoption/write.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import { UsageError } from '../../model/fault.ts'
import { lintAnswer, type ToldFinding } from '../../report/lint.ts'
import { changedFiles, type FileEdit } from '../edits.ts'
import {
  accessAsked,
  allAsked,
  readingOf,
  refuseTwoForms,
  tell,
  tellUnsound,
  type Asked,
  type InquiryOptions,
} from '../inquiry.ts'
import type { Session } from '../session.ts'

/** What `roster lint` can be told. */
export interface LintOptions extends InquiryOptions {
  readonly tenant?: readonly string[]
  readonly fix?: boolean
}

/** `roster lint`: who has more than is needed, and what should be otherwise; 3 where something is an error. */
export async function linting(session: Session, options: LintOptions): Promise<number> {
  refuseTwoForms(session, options)
  if (options.fix === true && options.asOf !== undefined)
    throw new UsageError('--fix writes the files as they are now. Leave --as-of out.')
  const reading = await readingOf(session, options)
  const findings: ToldFinding[] = []
  const diagnostics: Diagnostic[] = []
  const changes: FileChange[] = []
  for (const asked of allAsked(reading, options.tenant)) {
    if (!('desired' in asked)) {
      diagnostics.push(...asked.diagnostics)
      continue
    }
    const found = findingsOf(asked)
    const mended = options.fix === true ? mendedBy(asked, found) : { changes: [], diagnostics: [] }
    diagnostics.push(...mended.diagnostics)
    changes.push(...mended.changes)
    const done = mended.changes.length > 0
    findings.push(...found.map((finding) => toldOf(asked, finding, done && finding.mend !== undefined)))
  }
  if (diagnostics.some(({ severity }) => severity === 'error')) return tellUnsound(session, diagnostics)
  writeAll(reading.root, changes)
  return tell(
    session,
    options,
    lintAnswer(
      findings,
      changes.map(({ path }) => path),
    ),
  )
}

function findingsOf(asked: Asked): readonly Judged[] {
  const { desired, documents, asOf, now } = asked
  const all = accessAsked(asked, undefined)
  const critical = new Set(all.flatMap(({ platform }) => criticalHolders(now(platform))))
  const tasks = new Map([...documents.roles].map(([id, { spec }]) => [id, spec.tasks ?? []]))
  const { production, people, id: tenant } = desired
  const findings = all.flatMap((full) => {
    const input: LintInput = { tenant, production, asOf, evaluation: now(full.platform), full, people, critical, tasks }
    return lint(input)
  })
  return acknowledged(findings, desired.acknowledgements, asOf)
}

/** The edits that findings know by themselves, one file after the other. */
function mendedBy(
  asked: Asked,
  findings: readonly Judged[],
): { readonly changes: readonly FileChange[]; readonly diagnostics: readonly Diagnostic[] } {
  const edits = findings.flatMap(({ mend }) => (mend === undefined ? [] : [editOf(asked, mend)]))
  return changedFiles(asked, edits)
}

function editOf({ documents }: Asked, mend: Mend): FileEdit {
  const { file } = mend.source
  if (mend.sort === 'tags') {
    const tags = documents.entities.get(mend.entity)?.spec.tags ?? []
    return { kind: 'entities', file, id: mend.entity, path: ['tags'], add: mend.tags, to: tags }
  }
  const names = documents.accessGroups.get(mend.group)?.spec.select.names ?? []
  return { kind: 'access-groups', file, id: mend.group, path: ['select', 'names'], add: [mend.entity], to: names }
}

function toldOf({ desired, placeOf }: Asked, { source, mend, ...finding }: Judged, mended: boolean): ToldFinding {
  return {
    tenant: desired.id,
    ...finding,
    place: placeOf(source),
    fixable: mend !== undefined,
    ...(mended ? { mended: true as const } : {}),
  }
}
