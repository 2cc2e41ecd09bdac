import type { Timeline } from '../history/timeline.ts'
import type { Decision, Proof, TimelineCause, TimelineRow } from '../history/timeline-row.ts'
import { exit } from '../model/exit-code.ts'
import type { RequestTrace } from '../model/forge.ts'
import type { Answer, AnswerStyle } from './answer.ts'
import { count } from './count.ts'
import { dayForPeople, momentForPeople } from './days.ts'
import { placeText } from './place.ts'
import { sheetColumns } from './table.ts'

const columns = ['at', 'what', 'cause', 'file', 'line', 'request', 'author', 'approvers', 'appliedBy', 'apply', 'commit', 'verification', 'verifiedAt'] // prettier-ignore

/** How somebody or something came to be as it is: one row for each change that took effect, oldest first. */
export function timelineAnswer(timeline: Timeline, since?: string): Answer {
  const rows = since === undefined ? timeline.rows : timeline.rows.filter(({ at }) => at >= since)
  const { tenant, kind, id, formerly } = timeline
  return {
    exitCode: exit.done,
    document: { kind: 'timeline', source: 'applied', tenant, subject: { kind, id, formerly }, rows: rows.map(toldRow) },
    table: { columns: sheetColumns(columns), rows: rows.map(cellsOf) },
    text: (style) => painted(timeline, rows, style),
  }
}

function toldRow({ decision, ...row }: TimelineRow): object {
  const { requests, ...run } = decision
  return { ...row, ...run, requests: requests.map((request) => ({ ...request, approvers: approversOf([request]) })) }
}

function cellsOf(row: TimelineRow): readonly string[] {
  const { at, what, cause, source, decision, proof } = row
  return [
    at,
    what,
    causeWords[cause],
    source?.file ?? '',
    source === undefined ? '' : String(source.line),
    decision.requests.map(({ number }) => `#${number}`).join(' '),
    decision.requests.map(({ author }) => author).join(' '),
    approversOf(decision.requests).join(' '),
    decision.operator ?? '',
    decision.apply ?? '',
    decision.commit ?? '',
    proof.state,
    proof.state === 'verified' ? proof.at : proof.state === 'attested' ? proof.on : '',
  ]
}

function painted({ id, kind, formerly }: Timeline, rows: readonly TimelineRow[], { ink, zone }: AnswerStyle): string {
  const was = formerly.length === 0 ? '' : `, formerly ${formerly.join(', ')}`
  const head = `${ink.strong(id)} ${ink.plain(`(${kind}${was})`)} ${ink.faint('as it was applied')}`
  if (rows.length === 0) return [head, `  ${ink.plain('Nothing took effect in that time.')}`, ''].join('\n')
  const told = rows.flatMap((row) => [
    '',
    `${ink.strong(momentForPeople(row.at, zone))} ${ink.plain(row.what)}`,
    `    ${ink.faint(becauseOf(row))}`,
    `    ${ink.faint(`${decidedBy(row.decision)}; ${provenBy(row.proof, zone)}`)}`,
  ])
  return [head, ...told, '', ink.plain(`${count(rows.length, 'change')}.`), ''].join('\n')
}

function becauseOf({ cause, source }: TimelineRow): string {
  return source === undefined ? causeWords[cause] : `${causeWords[cause]}, ${placeText(source)}`
}

/** Who asked for something, who agreed to it, and who applied it. */
export function decidedBy({ apply, operator, commit, requests }: Decision): string {
  const asked = requests.map((request) => {
    const approvers = approversOf([request])
    return `#${request.number} by ${request.author}, approved by ${approvers.length === 0 ? 'nobody' : approvers.join(', ')}`
  })
  const ran = apply === undefined ? [] : [`applied by ${operator ?? 'somebody'} (${apply.slice(0, 8)})`]
  const at = commit === null ? [] : [`commit ${commit.slice(0, 12)}`]
  const all = [...asked, ...ran, ...at]
  return all.length === 0 ? 'taken down outside of an apply' : all.join('; ')
}

function provenBy(proof: Proof, zone: string): string {
  switch (proof.state) {
    case 'verified':
      return `verified ${momentForPeople(proof.at, zone)}`
    case 'attested':
      return `${proof.by} says it was done on ${dayForPeople(proof.on)}; nothing has shown it yet`
    case 'contradicted':
      return `${proof.by} said it was done, and the platform shows otherwise: ${proof.why}`
    case 'awaited':
      return 'nothing has shown it yet'
  }
}

function approversOf(requests: readonly RequestTrace[]): readonly string[] {
  return [...new Set(requests.flatMap(({ approvals }) => approvals.map(({ by }) => by)))]
}

const causeWords: Readonly<Record<TimelineCause, string>> = {
  own: 'own line',
  role: 'role definition',
  accessGroup: 'access group',
  tag: 'tag on an entity',
  entity: 'entity',
  template: 'template',
  persona: 'persona',
  department: 'department',
  tenant: 'settings of the tenant',
  application: 'application',
  platform: 'rules of the platform',
  start: 'its time began',
  expiry: 'its time was over',
  leaver: 'left',
  drift: 'roster mended what somebody had changed',
  undeclared: 'nobody asks for it any more',
  access: 'access on a platform that the group passes on',
  seat: 'paid seats',
  select: "the group's selection",
  group: 'the group that it is in',
  outside: 'somebody else changed it',
  adoption: 'was there before roster came',
  released: 'not managed any more',
  reverted: 'an apply was taken back',
}
