import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { git } from '../git/repositories.ts'
import { applied, committed, declare, files, house } from '../history/house.ts'
import type { Stage } from '../journeys/stage.ts'

/** The day on which the campaigns of these tests began. */
export const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin' }).format(new Date())

/** The campaign that begins today. */
export const campaign = `quarterly-${today}`

export const folder = `tenants/acme/reviews/${campaign}`

const people = {
  'ana-li': '{ name: { first: Ana, last: Li }, email: ana@acme.example, groups: [cooks] }',
  'ben-osei': '{ name: { first: Ben, last: Osei }, email: ben@acme.example, manager: ana-li, groups: [cooks, vault] }',
  'eva-lo':
    '{ name: { first: Eva, last: Lo }, email: eva@acme.example, manager: ana-li, platforms: { home: { role: visitor, accessGroup: blue } } }',
  'sue-ok': '{ name: { first: Sue, last: Ok }, email: sue@acme.example }',
}

export interface Wish {
  /** Lines of the review besides `every` and `due`. */
  readonly review?: string
  readonly users?: Readonly<Record<string, string>>
}

/** A house whose people have been reviewed by nobody yet: everything is applied, and committed. */
export async function reviewedHouse({ review, users = {} }: Wish = {}): Promise<Stage> {
  const stage = house()
  stage.write(
    'roster.yaml',
    [
      'version: 1',
      'organisation: Journeys',
      'timezone: Europe/Berlin',
      'approvers: { leads: { forge: ["@x/leads"] }, security: { forge: ["@sue"] } }',
      'forgeAccounts: { sue: acme/sue-ok, ana: acme/ana-li }',
      '',
    ].join('\n'),
  )
  stage.write(
    'tenants/acme/policies.yaml',
    `reviews: { quarterly: { every: 3 months, due: 14 days, select: { all: true }, ${review ?? 'reviewers: manager, escalation: security'} } }\n`,
  )
  const vault = '{ name: Vault, privileged: true }'
  declare(stage, { users: { ...people, ...users }, groups: { ...files.groups, vault } })
  const leave = (gate: string): string =>
    `${gate.toLowerCase()}: { gate: ${gate}, max: 9, reason: story, approver: leads, expires: 2026-10-02T08:00:00Z }\n`
  stage.write('tenants/acme/acknowledgements.yaml', ['privilegedGain'].map(leave).join(''))
  await applied(stage, '2026-10-01T08:00:00.000Z')
  stage.remove('tenants/acme/acknowledgements.yaml')
  await committed(stage, '2026-10-01T09:00:00Z', 'start')
  return stage
}

/** Commits everything, in somebody's name. */
export async function commitAs(stage: Stage, author: string, message = 'decisions'): Promise<void> {
  await git(stage.folder, 'add', '--all')
  await git(stage.folder, 'commit', '--quiet', '-m', message, `--author=${author}`)
}

export const ana = 'Ana Li <ana@acme.example>'
export const sue = 'Sue Ok <4711+sue@users.noreply.github.com>'

/** A file of the campaign. */
export function read(stage: Stage, file: string): string {
  return readFileSync(join(stage.folder, folder, file), 'utf8')
}

export function filesOf(stage: Stage): readonly string[] {
  return readdirSync(join(stage.folder, folder)).toSorted()
}

/** What somebody writes: about whom and what, and the decision. `seen`: also that they saw it. */
export interface Saying {
  readonly person: string
  readonly id: string
  readonly decision: string
  readonly reason?: string
  readonly seen?: boolean | string
}

/** Fills in lines of a sheet as somebody does with an editor. */
export function decide(stage: Stage, file: string, sayings: readonly Saying[]): void {
  let text = read(stage, file)
  for (const { person, id, decision, reason, seen = false } of sayings) {
    const parts = text.split(/^(?=  r[0-9a-f]{11}:$)/m)
    const at = parts.findIndex((part) => part.includes(`person: ${person}\n`) && part.includes(`id: ${id}\n`))
    const part = parts[at]
    if (part === undefined) throw new Error(`no line is about ${id} of ${person}`)
    const code = /^ {2}(r\w+):/.exec(part)?.[1] ?? ''
    parts[at] = part
      .replace('decision: ""', `decision: ${decision}`)
      .replace('reason: ""', reason === undefined ? 'reason: ""' : `reason: ${reason}`)
      .replace('seen: ""', seen === false ? 'seen: ""' : `seen: ${seen === true ? code : seen}`)
    text = parts.join('')
  }
  stage.write(`${folder}/${file}`, text)
}
