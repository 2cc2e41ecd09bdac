import type { DesiredGroup } from '../../model/desired.ts'
import type { Finding, Plan } from '../../model/plan.ts'
import type { World } from '../diff/world.ts'
import { addressIn } from '../diff/world.ts'
import { placeIn } from './words.ts'

/**
 * A change is declared to the account that roster itself signs in with, or to one under `protect` or `breakGlass`, by whatever key it
 * was found, or it is to come into a group. Nothing is done to it, and that is an error: the files ask for what will never be.
 */
export function protectedObjects(worlds: readonly World[], notManageable: Plan['notManageable']): readonly Finding[] {
  return worlds.flatMap((world) => {
    if (world.directory.mode === 'observe') return []
    const prefix = addressIn(world, 'user', '').slice(0, -'user/'.length)
    const changed = notManageable
      .filter(({ address, why }) => address.startsWith(prefix) && isProtected(world, why))
      .map(({ address, why }) => refused(address, `a change is declared to it, and it is ${why}`))
    const guarded = guardedPeople(world)
    const joining =
      guarded.size === 0 ? [] : [...world.desired.groups.values()].flatMap((group) => asked(world, group, guarded))
    return [...changed, ...joining]
  })
}

/** Declared people whose account must be left alone, and why. */
function guardedPeople(world: World): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [id, { notManageable }] of world.matches.users)
    if (notManageable !== undefined && isProtected(world, notManageable)) found.set(id, notManageable)
  return found
}

function asked(world: World, group: DesiredGroup, guarded: ReadonlyMap<string, string>): readonly Finding[] {
  if (group.directory !== world.directory.id) return []
  const live = world.matches.groups.get(group.id)
  const present = new Set(
    live === undefined || live.members === 'unknown' ? [] : live.members.map(world.matches.memberOf),
  )
  return [...group.members].flatMap(([member, { source }]): readonly Finding[] => {
    const why = guarded.get(member)
    if (why === undefined || present.has(member)) return []
    const message = `${group.name} is to take them in (${placeIn(source)}), and the account is ${why}`
    return [refused(addressIn(world, 'user', member), message)]
  })
}

function refused(scope: string, why: string): Finding {
  const message = `${why}. Nothing is done. Take the line out of the files, or the account out of ${isEmergency(why) ? 'breakGlass' : 'protect'}, where somebody else has to look after it.`
  return { slug: 'protected-changed', scope, result: 'block', message }
}

/** Protected by tenant.yaml, or since roster signs in with it; what the directory itself protects is only listed. */
function isProtected({ directory }: World, why: string): boolean {
  if (why.startsWith('protected: roster itself') || isEmergency(why)) return true
  const { protect = [] } = directory.settings
  return protect.some((pattern) => why === `protected by ${pattern}`)
}

function isEmergency(why: string): boolean {
  return why.endsWith('an emergency account (breakGlass)')
}
