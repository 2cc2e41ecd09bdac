import type { AccessAccount } from './access.ts'
import type { Alike } from './alike.ts'
import { cellsOf } from './cells.ts'
import type { Cell, Stage } from './cells.ts'
import { personsOf } from './pairs.ts'
import type { Steps } from './steps.ts'
import { dividing } from './strips.ts'
import { touchedBy } from './touched.ts'
import type { World } from './world.ts'
import { hasAccess, marksOf } from './world.ts'

/** People for whom the same changes: alike before, and alike after. */
export interface Crowd {
  /** Each with the keys of their accounts, before and after. */
  readonly users: readonly Member[]
  readonly was: readonly Alike[]
  readonly is: readonly Alike[]
  readonly cells: readonly Cell[]
}

export interface Member {
  readonly user: string
  readonly before: readonly string[]
  readonly after: readonly string[]
}

const none: readonly string[] = []

/** Everybody whose access may be different, with what is. */
export function* crowdsOf(way: Steps): Iterable<Crowd> {
  const divide = dividing()
  for (const users of byLikeness(way)) {
    const [one] = users
    if (one === undefined) continue
    const stages: readonly Stage[] = [
      stageOf(way.first, one.before),
      ...way.steps.map(({ world }) =>
        stageOf(world, world.access.accounts === way.last.access.accounts ? one.after : one.before),
      ),
    ]
    const [was, is] = [stages[0]?.alikes ?? [], stages.at(-1)?.alikes ?? []]
    yield { users, was, is, cells: cellsOf(stages, divide) }
  }
}

/** People in crowds; whoever has nothing to do with the changes is in none. */
function byLikeness(way: Steps): readonly (readonly Member[])[] {
  const isTouched = touchedBy(way)
  const [before, after] = [personsOf(way.first.access), personsOf(way.last.access)]
  const known = new Map<string, Member[] | undefined>()
  const visit = (user: string): void => {
    const member: Member = { user, before: before.get(user) ?? none, after: after.get(user) ?? none }
    const [was, is] = [accountsIn(way.first, member.before), accountsIn(way.last, member.after)]
    const key = `${was.map(marksOf).join(';')}=>${is.map(marksOf).join(';')}`
    const there = known.get(key)
    if (there !== undefined) there.push(member)
    if (known.has(key)) return
    const touched = was.length !== is.length || was.some((one, at) => isTouched(one, is[at] ?? one))
    known.set(key, touched ? [member] : undefined)
  }
  for (const user of before.keys()) visit(user)
  for (const user of after.keys()) if (!before.has(user)) visit(user)
  return [...known.values()].filter((users) => users !== undefined)
}

function accountsIn({ access }: World, keys: readonly string[]): readonly AccessAccount[] {
  return keys.flatMap((key) => {
    const account = access.accounts.get(key)
    return account !== undefined && hasAccess(account, access) ? [account] : []
  })
}

function stageOf(world: World, accounts: readonly string[]): Stage {
  return {
    world,
    alikes: accounts.map((account) => world.alike(account)).filter(({ account }) => account !== undefined),
  }
}
