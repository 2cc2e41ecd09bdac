import type { Check } from '../../report/checkup.ts'
import { applies } from './workflow-rules.ts'
import type { Job, Workflow } from './workflow.ts'

/** Whom a cloud would see: the subject of a token that a job may ask for. */
interface Subject {
  readonly subject: string
  readonly from: string
  readonly applies: boolean
}

const exactFix =
  'Give the job an environment, and trust `repo:<owner>/<name>:environment:<environment>` and nothing else.'

/**
 * What can be said of the federated identities: those that the workflows ask for, and those that somebody says a cloud
 * trusts. GitHub names repositories in subjects by name, and new ones by name and number (`repo:owner@1/name@2:...`).
 */
export function subjectChecks(
  repository: string,
  workflows: readonly Workflow[],
  trusted: readonly string[],
): readonly Check[] {
  const asked = workflows.flatMap((workflow) => subjectsOf(repository, workflow))
  return [...asked.map(askedCheck), ...apartCheck(asked), ...trusted.map((one) => trustedCheck(one, asked))]
}

function subjectsOf(repository: string, workflow: Workflow): readonly Subject[] {
  return workflow.jobs
    .filter(({ oidc, calls }) => oidc && calls === undefined)
    .map((job) => ({
      subject: subjectOf(repository, workflow, job),
      from: `${workflow.path}: ${job.id}`,
      applies: applies(job),
    }))
}

function subjectOf(repository: string, { events }: Workflow, { environment }: Job): string {
  if (environment !== undefined) return `repo:${repository}:environment:${environment}`
  return events.includes('pull_request')
    ? `repo:${repository}:pull_request`
    : `repo:${repository}:ref:refs/heads/<branch>`
}

function askedCheck({ subject, from }: Subject): Check {
  const message = `${from} is ${subject}`
  const why = looseness(subject)
  if (why === undefined) return { scope: 'identities', check: 'subject', result: 'ok', message }
  return { scope: 'identities', check: 'subject', result: 'fail', message: `${message}: ${why}`, fix: exactFix }
}

/** Plan and apply have to be two identities. */
function apartCheck(asked: readonly Subject[]): readonly Check[] {
  const writing = new Set(asked.filter((one) => one.applies).map(({ subject }) => subject))
  const both = asked.filter((one) => !one.applies && writing.has(one.subject))
  return both.map(({ subject, from }) => ({
    scope: 'identities',
    check: 'plan and apply apart',
    result: 'fail',
    message: `${from} is ${subject}, as the job that applies is`,
    fix: 'Give the job that plans an environment of its own, and a cloud identity that reads.',
  }))
}

function trustedCheck(subject: string, asked: readonly Subject[]): Check {
  const shared = { scope: 'identities', check: 'trusted subject' } as const
  const why = looseness(subject)
  if (why !== undefined) return { ...shared, result: 'fail', message: `${subject}: ${why}`, fix: exactFix }
  if (asked.some((one) => one.subject === withoutNumbers(subject))) return { ...shared, result: 'ok', message: subject }
  const message = `${subject}: no workflow here is that`
  return { ...shared, result: 'warn', message, fix: 'Take it out of what the cloud trusts, or correct it.' }
}

/** Why a subject lets in more than one identity; undefined where it does not. */
function looseness(subject: string): string | undefined {
  if (/[*?]/.test(subject)) return 'a wildcard lets in whoever fits it'
  if (subject.endsWith(':pull_request')) return 'every pull request is that, whatever its branch says'
  if (!subject.includes(':')) return 'it names no environment and no branch'
  return undefined
}

/** The form with numbers that never change, as the form with names: `repo:o@1/r@2:...` is `repo:o/r:...`. */
function withoutNumbers(subject: string): string {
  return subject.replace(/^repo:([^@/:]+)@\d+\/([^@/:]+)@\d+:/, 'repo:$1/$2:')
}
