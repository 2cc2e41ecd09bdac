import { addressOf } from '../../model/address.ts'
import type { Operation } from '../../model/operation.ts'
import { isMessage, isOfDirectory } from '../../model/operation.ts'
import type { Finding } from '../../model/plan.ts'
import { grouped } from '../../model/grouped.ts'
import type { Draft } from '../digest.ts'
import { diff } from '../diff/diff.ts'
import type { Difference, World } from '../diff/world.ts'
import { nothing } from '../diff/world.ts'
import { fewNames } from '../guard/words.ts'
import { licenceBack } from './licences.ts'
import { membershipBack } from './memberships.ts'
import { accountBack, groupBack } from './objects.ts'
import { policyBack } from './policies.ts'
import type { Reverted } from './reverted.ts'
import type { Lost, WayBack } from './way-back.ts'
import { already, lost, together } from './way-back.ts'

/** What an apply did in one directory, turned round and held against what is live now. Pure. */
export function takenBack(world: World, reverted: Reverted): Difference {
  const own = reverted.operations.filter(({ directory }) => directory === world.directory.id)
  const way = together(own.map((operation) => wayBack(world, operation)))
  const operations = withDepartures(eachOnce(way.operations))
  const scope = `${world.desired.id}/${world.directory.id}`
  return {
    ...nothing,
    operations,
    findings: [
      ...told(scope, 'revert-cannot', way.lost),
      ...told(scope, 'revert-moved', way.moved),
      ...stillAsked(world, operations, reverted),
    ],
  }
}

/** What of an apply lies outside the directories that can be written now. */
export function beyondReach(tenant: string, reachable: ReadonlySet<string>, reverted: Reverted): readonly Finding[] {
  const { operations, orders } = reverted
  const outside = operations.filter(({ directory }) => !reachable.has(directory))
  const gone = outside.map((operation): Lost => ({
    what: operation.summary,
    why: isMessage(operation)
      ? 'a message that was sent cannot be called back'
      : `roster does not write ${operation.directory} any more`,
  }))
  const given = orders.map((order): Lost => ({
    what: `the work order ${order}`,
    why: 'what people do on platforms is asked back by the files: take the change back there, and the next apply gives out what is to be undone',
  }))
  return told(tenant, 'revert-cannot', [...gone, ...given])
}

function wayBack(world: World, operation: Operation): WayBack {
  if (!isOfDirectory(operation)) return already
  switch (operation.kind) {
    case 'user':
      return accountBack(world, operation)
    case 'group':
      return groupBack(world, operation)
    case 'membership':
      return membershipBack(world, operation)
    case 'policy':
      return policyBack(world, operation)
    case 'licence':
      return licenceBack(world, operation)
    case 'organizationalUnit':
      return lost(`the container ${operation.after.container}`, 'made by it, and stays: a revert deletes nothing')
  }
}

/** A creation and the enabling after it have the same way back. */
function eachOnce(drafts: readonly Draft[]): readonly Draft[] {
  return [...new Map(drafts.toReversed().map((draft) => [draft.id, draft])).values()].toReversed()
}

/** Memberships of somebody whose account goes are counted with the account, as with everybody who leaves. */
function withDepartures(drafts: readonly Draft[]): readonly Draft[] {
  const leaving = new Set(
    drafts.filter(({ kind, verb }) => kind === 'user' && verb === 'disable').map((each) => each.address),
  )
  return drafts.map((draft): Draft => {
    if (draft.kind !== 'membership' || draft.verb !== 'revoke') return draft
    const { tenant, directory, before } = draft
    const user = addressOf({ tenant, directory, kind: 'user', id: before.member })
    return leaving.has(user) ? { ...draft, effects: ['leaves with the account'] } : draft
  })
}

/** One finding for each reason, with everything it is about. */
function told(scope: string, slug: 'revert-cannot' | 'revert-moved', all: readonly Lost[]): readonly Finding[] {
  return [...grouped(all, ({ why }) => why)].map(([why, those]) => ({
    slug,
    scope,
    result: 'warn' as const,
    measured: those.length,
    message: `${fewNames(
      those.map(({ what }) => what),
      mostNamed,
    )}: ${why}.`,
  }))
}

const mostNamed = 100

/** What the files would bring about again: a revert changes directories, and no file. */
function stillAsked(
  world: World,
  operations: readonly Draft[],
  { commit, requests, apply }: Reverted,
): readonly Finding[] {
  const planned = operations.filter(({ status }) => status === 'planned')
  const asked = new Set(diff(world).operations.map(({ id }) => id))
  const against = planned.filter(({ id }) => !asked.has(id)).length
  if (against === 0) return []
  const [request] = requests
  const brought = request === undefined ? '' : `, brought by #${request.number} of ${request.author}`
  const how = commit === null ? '' : ` (git revert ${commit.slice(0, 12)})`
  const message = `the files still ask for ${against} of ${planned.length} changes of apply ${apply.slice(0, 8)}${brought}. Take the change back in the files too${how}, or the next apply does it again.`
  return [
    {
      slug: 'revert-files',
      scope: `${world.desired.id}/${world.directory.id}`,
      result: 'warn',
      measured: against,
      message,
    },
  ]
}
