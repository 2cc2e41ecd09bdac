import type { DesiredAction } from '../../language/compile/desired-platforms.ts'
import type { Person } from '../../model/desired.ts'
import type { RunOnceVerb } from '../../model/kind.ts'
import type { ObservedUser } from '../../model/observed.ts'
import type { Draft } from '../digest.ts'
import { displayName } from '../diff/called.ts'
import { draft } from '../diff/draft.ts'
import type { World } from '../diff/world.ts'
import { addressIn, cannot } from '../diff/world.ts'
import type { Desk, Turn } from './turn.ts'
import { isOverFor, sourceOf, summaryOf } from './turn.ts'

/** Something asked for once of one account. Several actions may ask for the same: once serves them all. */
export interface Errand {
  readonly world: World
  readonly person: Person
  readonly live: ObservedUser
  readonly verb: RunOnceVerb
  readonly actions: readonly DesiredAction[]
  readonly blockedBy?: string
}

/** What a turn in directories comes to: the errands, or why there is none. Neither: it is over. */
export interface Errands {
  readonly errands: readonly Errand[]
  readonly skipped?: string
}

/**
 * In the directory that the action names; else in each where the person has an account and it can be done. Where it can be done
 * nowhere, one of them says why.
 */
export function errandsOf(desk: Desk, turn: Turn, verb: RunOnceVerb): Errands {
  const { action, person } = turn
  const places = desk.worlds.filter(
    ({ directory }) => action.directory === undefined || directory.id === action.directory,
  )
  const accounts = places.flatMap((world) => {
    const live = world.matches.users.get(person.id)
    return live === undefined ? [] : [{ world, live, obstacle: obstacle(world, live, verb) }]
  })
  if (accounts.length === 0) return { errands: [], skipped: `has no account${place(action)}` }
  const able = accounts.filter((account) => account.obstacle === undefined)
  const [first] = accounts
  if (able.length === 0 && first !== undefined) {
    const why = accounts.map(({ world, obstacle: said }) => `${world.directory.id}: ${said}`).join('; ')
    return { errands: [{ world: first.world, person, live: first.live, verb, actions: [action], blockedBy: why }] }
  }
  const open = able.filter(({ world }) => !isOverFor(desk, turn, { place: world.directory.id, verb }))
  return { errands: open.map(({ world, live }) => ({ world, person, live, verb, actions: [action] })) }
}

function place({ directory }: DesiredAction): string {
  return directory === undefined ? '' : ` in ${directory}`
}

/** Why this cannot be done with an account. */
function obstacle(world: World, live: ObservedUser, verb: RunOnceVerb): string | undefined {
  if (world.directory.mode === 'observe') return 'roster only observes it'
  const unable = cannot(world, 'user', verb) ?? live.notManageable
  if (unable !== undefined) return unable
  if (verb === 'resetPassword' && world.desired.initialPasswords === undefined) return nobodyReceives(world.desired.id)
  return undefined
}

function nobodyReceives(tenant: string): string {
  return `nobody is to receive the new password: write initialPasswords: { recipients: [age1...] } in tenants/${tenant}/tenant.yaml`
}

/** One operation for all errands that ask the same of one account. */
export function errandDrafts(errands: readonly Errand[]): readonly Draft[] {
  const together = new Map<string, Errand>()
  for (const errand of errands) {
    const key = `${addressIn(errand.world, 'user', errand.person.id)}#${errand.verb}`
    const same = together.get(key)
    together.set(key, same === undefined ? errand : { ...same, actions: [...same.actions, ...errand.actions] })
  }
  return [...together.values()].map(errandDraft)
}

function errandDraft({ world, person, live, verb, actions, blockedBy }: Errand): Draft {
  const ids = actions.map(({ id }) => id).toSorted()
  const recipients = verb === 'resetPassword' ? world.desired.initialPasswords?.recipients : undefined
  const after = { actions: ids, ...(recipients === undefined ? {} : { passwordFor: recipients.toSorted() }) }
  const [first] = actions
  if (first === undefined) throw new Error(`nobody asks for ${verb}`)
  return draft(
    world,
    person.id,
    { kind: 'user', verb, before: { immutableId: live.immutableId }, after },
    {
      summary: summaryOf(`${displayName(person)} ${deeds[verb]} ${world.directory.id}`, actions),
      reason: 'declared',
      derived: true,
      source: { ...sourceOf(first), via: actions.map(({ id }) => `action:${id}`) },
      reversible: false,
      ...(blockedBy === undefined ? {} : { blockedBy }),
    },
  )
}

const deeds: Readonly<Record<RunOnceVerb, string>> = {
  resetPassword: 'gets a new password in',
  revokeSessions: 'is signed out everywhere in',
}
