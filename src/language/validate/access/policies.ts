import type { DutySet, Separation, Step } from '../../../generated/policies.ts'
import { checkName } from '../known-name.ts'
import { seen } from '../problem.ts'
import { checkSelection } from '../selection.ts'
import type { Findings, Spot, World } from '../world.ts'
import { below } from '../world.ts'
import { keyAt, platformAt } from './catalogue.ts'
import { roleAt } from './known-role.ts'
import { checkWaivers } from './waivers.ts'

/** Separation of duties, waivers, reviews and checklists. */
export function checkPolicies(world: World, findings: Findings): void {
  for (const { file, spec } of world.policies) {
    const top = { file, path: [] }
    // What is handed down names what each tenant may have or not.
    const isOwn = file.startsWith(`tenants/${world.id}/`)
    for (const [id, separation] of Object.entries(spec.separationOfDuties ?? {})) {
      checkSeparation({ world, findings, spot: below(top, 'separationOfDuties', id), isOwn }, separation)
    }
    for (const [id, steps] of Object.entries(spec.checklists ?? {})) {
      checkSteps(world, findings, below(top, 'checklists', id), steps)
    }
    for (const [id, { reviewers, escalation, select }] of Object.entries(spec.reviews ?? {})) {
      const spot = below(top, 'reviews', id)
      const names = [...world.approvers]
      if (reviewers !== 'manager')
        checkName({ findings, spot: below(spot, 'reviewers'), what: 'approver', name: reviewers, names })
      if (escalation !== undefined)
        checkName({ findings, spot: below(spot, 'escalation'), what: 'approver', name: escalation, names })
      if (isOwn) checkSelection({ world, findings, spot: below(spot, 'select'), select })
    }
    if (spec.offboarding !== undefined) checkChecklist(world, findings, below(top, 'offboarding'), spec.offboarding)
  }
  checkWaivers(world, findings)
  for (const [id, { file, spec }] of world.templates) {
    if (spec.onboarding === undefined || !file.startsWith(`tenants/${world.id}/`)) continue
    checkChecklist(world, findings, { file, path: [id, 'onboarding'] }, spec.onboarding)
  }
}

interface Separating {
  readonly world: World
  readonly findings: Findings
  readonly spot: Spot
  readonly isOwn: boolean
}

function checkSeparation(separating: Separating, { sets, atMost = 1 }: Separation): void {
  const { findings, spot } = separating
  if (atMost >= sets.length) {
    findings.mistake(below(spot, 'atMost'), {
      slug: 'separation-empty',
      message: `One person may have ${atMost} of ${sets.length} duties, so nobody could ever have too many.`,
      fix: `Write at most ${sets.length - 1}.`,
    })
  }
  for (const [at, set] of sets.entries()) checkDuty(separating, below(spot, 'sets', at), set)
}

function checkDuty({ world, findings, isOwn }: Separating, spot: Spot, { permissions, roles }: DutySet): void {
  const all = [...Object.values(permissions ?? {}), ...Object.values(roles ?? {})]
  if (all.flat().length === 0) {
    findings.mistake(spot, {
      slug: 'separation-empty',
      message: 'The duty has neither permissions nor roles, so nobody ever has it.',
      fix: 'Add `permissions: { <platform>: [...] }` or `roles: { <platform>: [...] }`.',
    })
  }
  for (const [id, keys] of Object.entries(permissions ?? {})) {
    const place = below(spot, 'permissions', id)
    const platform = platformAt({ world, findings, spot: place, id, target: 'key' })
    if (platform === undefined) continue
    keys.forEach((key, at) => void keyAt({ findings, spot: below(place, at), platform, key }))
  }
  for (const [platformId, ids] of Object.entries(roles ?? {})) {
    const place = below(spot, 'roles', platformId)
    const platform = platformAt({ world, findings, spot: place, id: platformId, target: 'key' })
    if (platform === undefined || !isOwn) continue
    ids.forEach((id, at) => void roleAt({ world, findings, spot: below(place, at), platformId, platform, id }))
  }
}

/** What roster does by itself in a checklist; everything else is for a person. */
const ownSteps = ['disable', 'revokeSessions', 'welcomeMail']

function checkSteps(world: World, findings: Findings, spot: Spot, steps: readonly Step[]): void {
  const seenSteps = new Set<string>()
  for (const [at, { step, by, assignee }] of steps.entries()) {
    const place = below(spot, at)
    if (seenSteps.has(step)) {
      findings.mistake(below(place, 'step'), {
        slug: 'duplicate-item',
        message: `The step ${seen(step)} stands in the list twice.`,
        fix: 'Remove one, or give it another name.',
      })
    }
    seenSteps.add(step)
    if (by === 'roster' && !ownSteps.includes(step)) {
      findings.mistake(below(place, 'step'), {
        slug: 'unknown-step',
        message: `roster does not know how to do \`${step}\`.`,
        fix: `By itself it can do ${ownSteps.join(', ')}; write \`by: person\` for everything else.`,
      })
    }
    const isOwn = spot.file.startsWith(`tenants/${world.id}/`)
    if (assignee === undefined || assignee === 'manager' || assignee === 'self' || !isOwn) continue
    findings.refer('users', assignee, place, 'assignee')
  }
}

function checkChecklist(world: World, findings: Findings, spot: Spot, name: string): void {
  const names = world.policies.flatMap(({ spec }) => Object.keys(spec.checklists ?? {}))
  checkName({ findings, spot, what: 'checklist', name, names })
}
