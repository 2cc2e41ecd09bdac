import type { AccessAccount } from '../../access/access.ts'
import type { DesiredGroup, DesiredMember, Person } from '../../model/desired.ts'
import { isCurrent } from './assignments.ts'
import { lastDayBefore } from './calendar.ts'
import type { Filled } from './delivered.ts'
import { fillerOf } from './delivered.ts'
import { idOfName } from './delivery-names.ts'
import type { DesiredPlatforms, DesiredSubscription } from './desired-platforms.ts'
import type { CompileProblem } from './desired-tenant.ts'

/** What directory groups are made from. */
export interface DeliveryInput {
  readonly platforms: Pick<DesiredPlatforms, 'access' | 'subscriptions'>
  readonly people: ReadonlyMap<string, Person>
  /** Groups that are declared. */
  readonly declared: ReadonlyMap<string, DesiredGroup>
  readonly asOf: Date
  readonly zone: string
}

/** The directory groups through which access reaches products, and what stands in their way. */
export interface Delivered {
  readonly groups: readonly DesiredGroup[]
  readonly problems: readonly CompileProblem[]
}

/**
 * One group for each name that is filled by somebody's access. Groups that nobody's access fills any more are not here:
 * what is left of them is emptied, and deleted where roster made them.
 */
export function compileDelivery(input: DeliveryInput): Delivered {
  const groups = new Map<string, Draft>()
  const problems: CompileProblem[] = []
  const named = new Map([...input.declared.values()].map((group) => [placeOfName(group), group]))
  for (const subscription of input.platforms.subscriptions.values()) {
    if (subscription.delivery !== 'groups' || subscription.settings.groups === undefined) continue
    for (const group of groupsOf(input, subscription, problems)) {
      const taken = groups.get(group.id) ?? input.declared.get(group.id) ?? named.get(placeOfName(group))
      if (taken === undefined) groups.set(group.id, group)
      else problems.push(idTaken(group, taken, subscription))
    }
  }
  return { groups: [...groups.values()], problems }
}

/** Two groups of one name in one directory are one group, whatever they are called in the files. */
function placeOfName({ directory, name }: DesiredGroup): string {
  return `${directory}\n${name.normalize('NFKC').toLowerCase()}`
}

interface Draft extends DesiredGroup {
  readonly members: Map<string, DesiredMember>
  readonly ended: Map<string, DesiredMember>
  privileged: boolean
}

function groupsOf(
  { platforms, people, asOf, zone }: DeliveryInput,
  subscription: DesiredSubscription,
  problems: CompileProblem[],
): Iterable<Draft> {
  const access = platforms.access.get(subscription.platform)
  if (access === undefined) return []
  const fill = fillerOf(subscription, access)
  const groups = new Map<string, Draft>()
  const moment = asOf.toISOString()
  for (const account of access.accounts.values()) {
    if (account.subscription !== subscription.id) continue
    const isOver = !isPending(account, moment) && (!isCurrent(account, moment) || account.state === 'disabled')
    const names = fill(account)
    const person = people.get(account.user)
    if (names.length > 0 && !isOver && person !== undefined && !isIn(subscription, person))
      problems.push(elsewhere(account, subscription))
    for (const filled of names) {
      const group = groups.get(filled.name) ?? groupNamed(filled, subscription)
      groups.set(filled.name, group)
      enlist(group, account, filled, { isOver, zone })
    }
  }
  return groups.values()
}

/** Whether it is still to begin. */
function isPending({ from }: AccessAccount, moment: string): boolean {
  return from !== undefined && from > moment
}

function isIn({ settings }: DesiredSubscription, { directories }: Person): boolean {
  return directories.includes(settings.groups?.directory ?? '')
}

function groupNamed({ name, about }: Filled, { id, source, settings }: DesiredSubscription): Draft {
  return {
    ...(about === undefined ? {} : { about: { file: about.file, line: about.line, via: [] } }),
    id: idOfName(name),
    source: { ...source, via: [`subscription:${id}`] },
    directory: settings.groups?.directory ?? '',
    name,
    groupKind: 'security',
    privileged: false,
    ownership: 'exclusive',
    members: new Map(),
    takenOut: new Set(),
    subscription: id,
    ended: new Map(),
  }
}

function enlist(
  group: Draft,
  account: AccessAccount,
  filled: Filled,
  { isOver, zone }: { readonly isOver: boolean; readonly zone: string },
): void {
  if (isOver) {
    if (!group.members.has(account.user)) group.ended.set(account.user, memberOf(account, filled.gives, zone))
    return
  }
  if (filled.privileged) group.privileged = true
  group.ended.delete(account.user)
  const known = group.members.get(account.user)
  const gives = known?.gives === undefined ? filled.gives : `${known.gives}, ${filled.gives}`
  group.members.set(account.user, memberOf(account, gives, zone))
}

function memberOf({ source, until }: AccessAccount, gives: string, zone: string): DesiredMember {
  const { file, line, via } = source
  const last = until === undefined ? {} : { until: lastDayBefore(until, zone) }
  return { route: 'access', source: { file, line, via }, onCreate: false, gives, ...last }
}

function idTaken(group: DesiredGroup, taken: DesiredGroup, { id, source }: DesiredSubscription): CompileProblem {
  const other =
    taken.subscription === undefined
      ? `groups.yaml declares \`${taken.id}\``
      : `the access of \`${taken.subscription}\` makes a group ${taken.name}`
  const message = `access on \`${id}\` asks for a directory group ${group.name}, and ${other}: the two would be one. Change \`groups.names\` of the subscription, or the other name.`
  return { source, message }
}

function elsewhere({ user, source }: AccessAccount, { id, settings }: DesiredSubscription): CompileProblem {
  const directory = settings.groups?.directory ?? ''
  const message = `access on \`${id}\` reaches the product through groups of \`${directory}\`, and ${user} has no account there. Add \`${directory}\` to \`directories\` of ${user}, or take the access out.`
  return { source, message }
}
