import { addressOf, parseAddress } from '../../model/address.ts'
import type { Finding } from '../../model/plan.ts'
import type { Draft } from '../digest.ts'
import { liveName } from '../diff/called.ts'
import type { World } from '../diff/world.ts'
import type { Post } from '../posts.ts'
import { holdersAfter, postsOf, takesFrom } from '../posts.ts'
import type { Evidence } from './guard.ts'
import { fewNames } from './words.ts'

/**
 * Somebody who can sign in always holds the roles that a directory cannot be without, break-glass accounts among them. Judged on
 * everything that is taken, with no more of what is given than that has to wait for: whichever operations fail, and wherever a run
 * stops, nobody is locked out. Nothing lifts it.
 */
export function lastHolder({ desired, worlds, operations }: Evidence): readonly Finding[] {
  const planned = operations.filter(({ status }) => status === 'planned')
  return worlds.flatMap((world) => {
    if (world.directory.mode === 'observe') return []
    const own = [
      ...planned.filter(({ directory }) => directory === world.directory.id),
      ...fromUpstream(world, planned),
    ]
    return postsOf(world).map((post) => judge(desired.id, world, post, own))
  })
}

function judge(tenant: string, world: World, post: Post, operations: readonly Draft[]): Finding {
  const { name } = post.live
  const held = holdersAfter(world, post, [])
  const worst = holdersAfter(world, post, withAllTheyNeed(operations, post))
  const scope = `${tenant}/${world.directory.id}`
  if (worst.length === 0 && held.length > 0) {
    const who = fewNames(held.map((id) => called(world, post, id)))
    const message = `nobody who can sign in would hold ${name} in ${world.directory.id}, now held by ${who}; without one nobody can administer it any more. Give it to a successor who can sign in, in the same change. No acknowledgement lifts this.`
    return { slug: 'lastHolder', scope, measured: 0, limit: 1, result: 'block', message }
  }
  const left = holdersAfter(world, post, operations)
  const base = { slug: 'lastHolder', scope, measured: left.length, limit: 2 } as const
  if (left.length >= 2) return { ...base, result: 'pass', message: `${left.length} people hold ${name}.` }
  const message =
    left.length === 0
      ? `nobody who can sign in is known to hold ${name} in ${world.directory.id}. Look who does, and declare them.`
      : `only ${called(world, post, left[0] ?? '')} holds ${name} in ${world.directory.id}: one absence, and nobody can administer it. Give it to a second person, or keep a break-glass account.`
  return { ...base, result: 'warn', message }
}

/** All that takes from a post, and what each of these has to wait for. */
function withAllTheyNeed(operations: readonly Draft[], post: Post): readonly Draft[] {
  const byId = new Map(operations.map((operation) => [operation.id, operation]))
  const open = operations.filter((operation) => takesFrom(post, operation))
  const found = new Set<Draft>()
  for (let operation = open.pop(); operation !== undefined; operation = open.pop()) {
    if (found.has(operation)) continue
    found.add(operation)
    for (const id of operation.needs) {
      const needed = byId.get(id)
      if (needed !== undefined) open.push(needed)
    }
  }
  // What is taken comes last: somebody who is given something and loses it has it no more.
  return [...found].toSorted((a, b) => Number(takesFrom(post, a)) - Number(takesFrom(post, b)))
}

/** Who is switched off where their account is held is switched off here by the next synchronisation. */
function fromUpstream(
  { upstream, matches, desired, directory }: World,
  operations: readonly Draft[],
): readonly Draft[] {
  if (upstream === undefined) return []
  return operations.flatMap((operation): readonly Draft[] => {
    if (operation.directory !== upstream.directory.id || operation.kind !== 'user') return []
    if (operation.verb !== 'disable' && operation.verb !== 'delete') return []
    const { id } = parseAddress(operation.address)
    if (matches.users.get(id)?.upstream === undefined) return []
    return [{ ...operation, address: addressOf({ tenant: desired.id, directory: directory.id, kind: 'user', id }) }]
  })
}

function called({ desired }: World, { accounts }: Post, id: string): string {
  const account = accounts.get(id)
  return desired.people.has(id) || account === undefined ? id : `${liveName(account)} (${account.username})`
}
