import { createHash } from 'node:crypto'
import type { AdministrativeUnit, Group } from '@microsoft/microsoft-graph-types'
import type { Address } from '../../model/address.ts'
import type { DirectoryOperation } from '../../model/operation.ts'
import type { Outcome } from '../../model/outcome.ts'
import { valuesOf } from '../../model/value.ts'
import { failedWrite } from './faults.ts'
import { path } from './graph/quote.ts'
import { kindAttribute, kindOf, places } from './group-kind.ts'
import { groupOfUniqueName, patienceOf, unitsNamed } from './look-up.ts'
import { textIn } from './row.ts'
import type { Body, Row } from './row.ts'
import { objectIn } from './write-answer.ts'
import type { Desk } from './write-desk.ts'
import { locatorOf, targetOf } from './write-desk.ts'
import type { GroupPlace } from './write-place.ts'
import { pointTo } from './write-reference.ts'
import { ask, unlessCutOff } from './write-story.ts'
import type { Story } from './write-story.ts'

type NewGroup = Extract<DirectoryOperation, { readonly kind: 'group'; readonly verb: 'create' }>

/** Makes a group, or an administrative unit. */
export async function* createGroup(operation: NewGroup, desk: Desk): Story {
  const kind = kindOf(valuesOf(operation.after.attributes[kindAttribute])[0])
  switch (kind) {
    case 'security':
    case 'microsoft365':
      return yield* upsert(operation, kind, desk)
    case 'administrativeUnit':
      return yield* createUnit(operation, desk)
    case 'directoryRole':
      return cannot(`${operation.after.name}: directory roles are part of Entra ID, and none is made.`)
    case 'distribution':
      return cannot(`${operation.after.name}: distribution groups are made in Exchange, not through Microsoft Graph.`)
  }
}

function cannot(detail: string): Outcome {
  return { status: 'failed', class: 'invalid', detail }
}

/**
 * Groups may share every name they have but one: Entra ID keeps uniqueName unique, and makes a group of it where there is none
 * (https://learn.microsoft.com/graph/api/group-upsert). Asked for twice, there is one group, whether or not the first is visible yet.
 */
async function* upsert(operation: NewGroup, kind: 'security' | 'microsoft365', desk: Desk): Story {
  const unique = uniqueName(operation.address)
  const answer = yield* ask({
    method: 'PATCH',
    path: path`/groups(uniqueName='${unique}')`,
    headers: { Prefer: 'create-if-missing' },
    body: newGroup(operation, kind),
  })
  if (answer.outcome !== 'done') return failedWrite(answer, `creating the group ${operation.after.name}`)
  const made = textIn(objectIn(answer), 'id')
  const id = made ?? textIn(yield* groupOfUniqueName(unique, desk), 'id')
  if (id === undefined) return unseen(operation)
  known(id.toLowerCase(), places.groups, desk)
  return yield* owned(operation, id.toLowerCase(), desk)
}

/** The name of a group that never changes: of where it is declared, so that no other has it. */
export function uniqueName(address: Address): string {
  return `roster-${createHash('sha256').update(address).digest('hex').slice(0, 40)}`
}

function newGroup({ after, address }: NewGroup, kind: 'security' | 'microsoft365'): Body<Group> {
  const [description] = valuesOf(after.attributes['description'])
  const [nickname] = valuesOf(after.attributes['mailNickname'])
  return {
    displayName: after.name,
    ...(description === undefined ? {} : { description }),
    mailNickname: nickname ?? uniqueName(address),
    mailEnabled: kind === 'microsoft365',
    securityEnabled: kind === 'security',
    groupTypes: kind === 'microsoft365' ? ['Unified'] : [],
  }
}

function unseen({ after }: NewGroup): Outcome {
  return { status: 'failed', class: 'unknown', detail: `the group ${after.name} was made, and is not to be seen yet.` }
}

/** A group counts as made whatever becomes of its owner: the next plan does what is left. */
async function* owned(operation: NewGroup, id: string, desk: Desk): Story {
  const locator = locatorOf(id)
  const [reference] = Object.values(operation.after.references)
  if (reference === undefined) return { status: 'applied', locator }
  const owner = targetOf(operation, reference, desk)
  if (owner === undefined)
    return { status: 'applied', locator, detail: `The owner ${reference} is not there yet; plan again.` }
  const story = pointTo('owner', { from: id, to: owner }, desk)
  const outcome = yield* unlessCutOff(story, ({ message }): Outcome => ({ status: 'conflict', detail: message }))
  if (outcome.status !== 'failed' && outcome.status !== 'conflict') return { status: 'applied', locator }
  return { status: 'applied', locator, detail: `The owner is not set: ${outcome.detail}` }
}

/** Nothing about a unit is unique: it is looked for before it is asked for, and where the answer was lost it is not asked for again. */
async function* createUnit(operation: NewGroup, desk: Desk): Story {
  const { name } = operation.after
  const turn = desk.attempts.begin(operation)
  const [earlier] = yield* desk.attempts.looking(operation, turn, unitsNamed(name, patienceOf(turn), desk))
  if (earlier !== undefined) return metUnit(operation, earlier, turn)
  if (turn === 'again') return lostUnit(name)
  const [description] = valuesOf(operation.after.attributes['description'])
  const body: Body<AdministrativeUnit> = { displayName: name, ...(description === undefined ? {} : { description }) }
  const answer = yield* ask({ method: 'POST', path: '/directory/administrativeUnits', body })
  if (answer.outcome === 'refused') {
    desk.attempts.refused(operation)
    return failedWrite(answer, `creating the administrative unit ${name}`)
  }
  const id = textIn(objectIn(answer) ?? (yield* unitsNamed(name, 'patiently', desk))[0] ?? {}, 'id')
  if (id === undefined) return lostUnit(name)
  known(id.toLowerCase(), places.units, desk)
  return { status: 'applied', locator: locatorOf(id) }
}

function metUnit({ after }: NewGroup, found: Row, turn: 'first' | 'again'): Outcome {
  const id = textIn(found, 'id') ?? ''
  const isSame = (textIn(found, 'description') ?? '') === (valuesOf(after.attributes['description'])[0] ?? '')
  if (isSame) return { status: turn === 'first' ? 'unchanged' : 'applied', locator: locatorOf(id) }
  const detail = `an administrative unit ${after.name} is there already (id ${id}) and is not what is asked for. Plan again: it may be taken over.`
  return { status: 'conflict', detail }
}

function lostUnit(name: string): Outcome {
  const detail = `the answer to the creation of the administrative unit ${name} was lost, and it is not to be seen. It may have been made all the same: it is looked for before it is asked for again.`
  return { status: 'failed', class: 'unknown', detail }
}

/** What was made here is roster's, and need not be looked at before somebody is let into it. */
function known(id: string, place: GroupPlace, { groups }: Pick<Desk, 'groups'>): void {
  groups.keepPlace(id, place)
  groups.keepOpen(id)
}
