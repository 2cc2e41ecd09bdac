import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import { addressOf } from '../../model/address.ts'
import type { Person, Source } from '../../model/desired.ts'
import type { ObservedUser } from '../../model/observed.ts'
import type { Finding } from '../../model/plan.ts'
import type { World } from '../diff/world.ts'
import type { Memory } from '../memory.ts'
import { fewNames, peopleCount, placeIn } from './words.ts'

/** Accounts of whom a second factor is asked: of everybody's the recorded ones, of administrators' those that are some. */
export function askedFactors(
  desired: DesiredTenant,
  directory: string,
  { users, memory }: { readonly users: readonly ObservedUser[]; readonly memory: Memory },
): readonly string[] {
  const byId = new Map(users.map((user) => [user.immutableId, user]))
  return [...desired.people.values()].flatMap((person) => {
    const address = addressOf({ tenant: desired.id, directory, kind: 'user', id: person.id })
    const live = byId.get(memory.objects.get(address)?.immutableId ?? '')
    return live !== undefined && isAsked(person, live) ? [live.reference] : []
  })
}

function isAsked({ state, security }: Person, { administers }: ObservedUser): boolean {
  const whom = state === 'active' ? security?.rules['mfa.required'] : undefined
  return whom === 'all' || (whom === 'admins' && administers === true)
}

/**
 * Whether people have the second factors that are asked of them in a directory, by what it tells of each. A rule that the
 * directory holds lets nobody in without; this says who would not come in.
 */
export function secondFactors({ desired, directory, snapshot, matches }: World): readonly Finding[] {
  const { factors } = snapshot
  if (factors === undefined) return []
  const lacking: string[] = []
  let [asked, unknown] = [0, 0]
  let source: Source | undefined
  for (const person of desired.people.values()) {
    const methods = factors.get(matches.users.get(person.id)?.reference ?? '')
    if (methods === undefined) continue
    asked += 1
    source ??= person.security?.from['mfa.required']
    if (methods === 'unknown') unknown += 1
    else {
      const broken = shortfall(person, methods)
      if (broken !== undefined) lacking.push(`${person.id}: ${broken}`)
    }
  }
  if (asked === 0) return []
  const scope = `${desired.id}/${directory.id}`
  const begin = `A second factor is asked of ${peopleCount(asked)} in ${directory.id}${source === undefined ? '' : ` (${placeIn(source)})`}`
  const kept = asked - unknown - lacking.length
  const seen = `${kept} ${kept === 1 ? 'has' : 'have'} set up what is asked, of ${unknown} it is not known`
  return [
    ...(lacking.length === 0 ? [] : [violated(scope, begin, lacking)]),
    unknown === 0
      ? {
          slug: 'security-enforced',
          scope,
          result: 'pass',
          message: `${begin}: verified by what is read of accounts; ${seen}.`,
        }
      : {
          slug: 'policy-advisory',
          scope,
          result: 'warn',
          message: `${begin}; ${seen}. Let the reading account see how people sign in, or look there.`,
        },
  ]
}

function violated(scope: string, begin: string, lacking: readonly string[]): Finding {
  const message = `${begin}; ${peopleCount(lacking.length)} ${lacking.length === 1 ? 'has' : 'have'} not set it up: ${fewNames(lacking, 10)}.`
  return { slug: 'security-violated', scope, result: 'warn', measured: lacking.length, limit: 0, message }
}

/** What is missing of what is asked; undefined: nothing. */
function shortfall({ security }: Person, methods: readonly string[]): string | undefined {
  const allowed = security?.rules['mfa.methods']
  const counted = allowed === undefined ? methods : methods.filter((method) => allowed.includes(method))
  const least = Math.max(1, security?.rules['mfa.minMethods'] ?? 1)
  if (counted.length >= least) return undefined
  if (counted.length > 0) return `${counted.length} of ${least} methods: the backup is missing`
  return methods.length === 0 ? 'no second factor' : `only ${methods.join(', ')}`
}
