import { type Annotation, type Check, ForgeFault } from '../forge.ts'
import type { Connection } from './connection.ts'
import type { WireCheck } from './wire.ts'

const here = '/repos/{owner}/{repo}'

/** What GitHub takes at most: in one request, in a summary, in a message (64 KB), in the description of a status. */
const annotationsAtOnce = 50
const longestSummary = 65_535
const longestMessage = 16_000
const longestTitle = 255
const longestDescription = 140

/** A check on a commit; a status where the token may not write checks, as only apps and workflows may. Throws ForgeFault. */
export async function checksOn(connection: Connection, check: Check): Promise<'check' | 'status'> {
  try {
    await write(connection, check)
    return 'check'
  } catch (fault) {
    if (!(fault instanceof ForgeFault) || fault.status !== 403) throw fault
    await writeStatus(connection, check)
    return 'status'
  }
}

/** The first fifty lines come with the check, the others are added to it. */
async function write(connection: Connection, check: Check): Promise<void> {
  const { name, commit, conclusion, title, summary, annotations, url } = check
  const output = { title: cut(title, longestTitle), summary: cut(summary, longestSummary) }
  const batches = batchesOf(annotations.map(annotationFor))
  const [first = [], ...others] = batches
  const what = `write the check ${name}`
  const sent = { name, head_sha: commit, status: 'completed', conclusion, output: { ...output, annotations: first } }
  const made = await connection.make(
    what,
    `POST ${here}/check-runs`,
    { ...sent, ...(url === undefined ? {} : { details_url: url }) },
    () => written(connection, check, output),
  )
  for (const batch of others)
    await connection.ask(what, `PATCH ${here}/check-runs/{check_run_id}`, {
      check_run_id: (made as WireCheck).id,
      output: { ...output, annotations: batch },
    })
}

/** The check that an attempt wrote whose answer was lost. */
async function written(
  connection: Connection,
  { name, commit }: Check,
  output: { readonly title: string; readonly summary: string },
): Promise<WireCheck | undefined> {
  const what = `look for the check ${name}`
  const asked = { ref: commit, check_name: name }
  const { check_runs: runs } = (await connection.ask(what, `GET ${here}/commits/{ref}/check-runs`, asked)) as {
    readonly check_runs: readonly WireCheck[]
  }
  return runs.find((run) => run.output.title === output.title && run.output.summary === output.summary)
}

function batchesOf<T>(all: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(all.length / annotationsAtOnce)
  return Array.from({ length: count }, (_, at) => all.slice(at * annotationsAtOnce, (at + 1) * annotationsAtOnce))
}

function annotationFor({ path, line, level, message }: Annotation): object {
  const at = Number.isSafeInteger(line) && line > 0 ? line : 1
  return { path, start_line: at, end_line: at, annotation_level: level, message: cut(message, longestMessage) }
}

/** A commit has as many as a thousand statuses of a name; the last counts, so it may be written twice. */
async function writeStatus(connection: Connection, { name, commit, conclusion, title, url }: Check): Promise<void> {
  await connection.ask(`write the status ${name}`, `POST ${here}/statuses/{sha}`, {
    sha: commit,
    state: conclusion === 'success' || conclusion === 'neutral' ? 'success' : 'failure',
    context: name,
    description: cut(title, longestDescription),
    ...(url === undefined ? {} : { target_url: url }),
  })
}

/** Cut to so many units of UTF-16, no character in halves. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const kept = text.slice(0, most - 1)
  return `${/[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept}…`
}
