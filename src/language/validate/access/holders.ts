import type { Findings, World } from '../world.ts'
import type { AccountOf } from './account-of.ts'
import { roleOf } from './known-role.ts'

interface Holding {
  readonly account: AccountOf
  /** First and last day, as far as anything says so. */
  readonly from: string
  readonly until: string
}

/** Who holds the roles that are meant for a few. */
export class Holders {
  readonly #world: World
  readonly #held = new Map<string, Holding[]>()

  constructor(world: World) {
    this.#world = world
  }

  add(account: AccountOf): void {
    const { person, assignment, on } = account
    for (const id of account.roles) {
      if (capOf(this.#world, account, id) === undefined) continue
      const ends = [assignment.expires, person.ends].filter((day): day is string => typeof day === 'string')
      const until = ends.toSorted()[0] ?? '9999'
      if (this.#world.today !== undefined && until < this.#world.today) continue
      const key = `${on.platformId}/${id}`
      const holding = { account, from: person.starts ?? '', until }
      this.#held.set(key, [...(this.#held.get(key) ?? []), holding])
    }
  }

  /** Tells of each person with whom a role has more holders than it may have at one time. */
  check(findings: Findings): void {
    for (const [key, holdings] of this.#held) {
      const id = key.slice(key.indexOf('/') + 1)
      const first = holdings[0]?.account
      const cap = first === undefined ? undefined : capOf(this.#world, first, id)
      if (cap !== undefined) for (const one of beyond(holdings, cap.most)) tell(one, id, cap, findings)
    }
  }
}

interface Cap {
  readonly most: number
  readonly severity: 'error' | 'warning'
}

/** A role of the tenant's own says how many at most; what a platform says of one of its own is advice. */
function capOf(world: World, { on }: AccountOf, id: string): Cap | undefined {
  const role = roleOf(world, on.platformId, on.platform, id)
  const own = role?.declared?.spec.maxAssignees
  if (own !== undefined) return { most: own, severity: 'error' }
  const advised = role?.builtIn?.maxAssignees
  return advised === undefined ? undefined : { most: advised, severity: 'warning' }
}

/** Those who begin while enough others hold it. Of people who begin on one day the first in the files come first. */
function beyond(holdings: readonly Holding[], most: number): readonly Holding[] {
  let active: readonly Holding[] = []
  return holdings
    .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
    .filter((one) => {
      active = active.filter(({ until }) => until >= one.from)
      const others = new Set(active.map(({ account }) => account.user))
      if (others.has(one.account.user) || others.size < most) {
        active = [...active, one]
        return false
      }
      return true
    })
}

function tell({ account }: Holding, id: string, { most, severity }: Cap, { mistake }: Findings): void {
  mistake(account.place(account.assignment.roles === undefined ? 'role' : 'roles'), {
    slug: 'too-many-holders',
    severity,
    message: `With \`${account.user}\`, more than ${most === 1 ? 'one person' : `${most} people`} would hold \`${id}\` at a time.`,
    fix: 'Give another role, let somebody else give it up first, or raise `maxAssignees` if that is right.',
  })
}
