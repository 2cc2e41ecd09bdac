import { rankOf } from '../model/level.ts'
import type { AccessAccount, AccessOverride } from './access.ts'
import { accountKey } from './access.ts'
import type { LintFinding, LintInput, Vector } from './lint-input.ts'
import { tryOut, valuesOf } from './lint-input.ts'
import { below } from './source.ts'

const longMs = 180 * 86_400_000

/** What people have that they do not need, or that lasts too long; and critical roles without an everyday account. */
export function lintPeople(input: LintInput): readonly LintFinding[] {
  const active = [...input.evaluation.access.accounts.values()].filter(({ state }) => state === 'active')
  return [
    ...active.flatMap((account) => lasting(input, account)),
    ...idleOverrides(input, active),
    ...idleAssignments(input, active),
    ...smallerRoles(input, active),
    ...daily(input, active),
  ]
}

type Told = Pick<LintFinding, 'slug' | 'source' | 'message' | 'fix'> & Partial<LintFinding>

function finding({ evaluation }: LintInput, { user }: AccessAccount, told: Told): LintFinding {
  return { severity: 'warning', platform: evaluation.access.platform, about: user, users: [user], ...told }
}

function lasting(input: LintInput, account: AccessAccount): readonly LintFinding[] {
  return account.overrides.flatMap((override) => {
    const { key, level, until, source } = override
    if (until !== undefined && Date.parse(until) - input.asOf.getTime() <= longMs) return []
    const said = `The override \`${key}: ${level}\` of ${account.user}`
    if (until === undefined) {
      const message = `${said} has no end.`
      const fix = 'Add `expires`, or put it into a role.'
      return [finding(input, account, { slug: 'override-permanent', source, message, fix })]
    }
    const message = `${said} lasts until ${until.slice(0, 10)}, more than half a year from now.`
    const fix = 'Bring `expires` nearer, or put it into a role.'
    return [finding(input, account, { slug: 'override-long', source, message, fix })]
  })
}

/** Overrides without which the person has just the same. */
function idleOverrides(input: LintInput, active: readonly AccessAccount[]): readonly LintFinding[] {
  const { evaluation } = input
  const tried = active.flatMap((account) => account.overrides.map((override) => ({ account, override })))
  const without = valuesOf(
    evaluation.access,
    tried.map(({ account, override }) => leavingOut(account, override)),
  )
  return tried.flatMap(({ account, override: { key, level, source } }, at) => {
    const has = evaluation.value(accountKey(account.subscription, account.user), key)
    if ((without[at]?.get(key) ?? 'none') !== has) return []
    const message = `The override \`${key}: ${level}\` of ${account.user} changes nothing: it is \`${has}\` without it too.`
    return [finding(input, account, { slug: 'override-idle', source, message, fix: 'Remove it.' })]
  })
}

function leavingOut(account: AccessAccount, override: AccessOverride): AccessAccount {
  return { ...account, overrides: account.overrides.filter((other) => other !== override) }
}

/** Of several roles or access groups, those without which a person has and reaches the same. */
function idleAssignments(input: LintInput, active: readonly AccessAccount[]): readonly LintFinding[] {
  const tried = active.flatMap((account) => [
    ...several(account.roles).map((id, at) => ({
      account,
      what: `role \`${id}\``,
      source: below(account.source, 'roles', at),
      less: { ...account, roles: account.roles.filter((other) => other !== id) },
    })),
    ...several(account.accessGroups).map((id, at) => ({
      account,
      what: `access group \`${id}\``,
      source: below(account.source, 'accessGroups', at),
      less: { ...account, accessGroups: account.accessGroups.filter((other) => other !== id) },
    })),
  ])
  if (tried.length === 0) return []
  const { evaluation, keys } = tryOut(
    input.evaluation.access,
    tried.map(({ less }) => less),
  )
  return tried.flatMap(({ account, what, source }, at) => {
    const [whole, less] = [accountKey(account.subscription, account.user), keys[at] ?? '']
    const same = (key: string): boolean => input.evaluation.value(whole, key) === evaluation.value(less, key)
    if (!input.evaluation.keys.every(same)) return []
    if (!sameReach(input.evaluation.reach(whole), evaluation.reach(less))) return []
    const message = `The ${what} of ${account.user} adds nothing to the others.`
    return [finding(input, account, { slug: 'assignment-idle', source, message, fix: 'Remove it.' })]
  })
}

function several(ids: readonly string[]): readonly string[] {
  return ids.length > 1 ? ids : []
}

function sameReach(a: 'all' | ReadonlySet<string>, b: 'all' | ReadonlySet<string>): boolean {
  if (a === 'all' || b === 'all') return a === b
  return a.size === b.size && [...a].every((id) => b.has(id))
}

/** Of people whose overrides take away from their role: another role that gives just what is left. */
function smallerRoles(input: LintInput, active: readonly AccessAccount[]): readonly LintFinding[] {
  const { evaluation } = input
  const { access } = evaluation
  const cut = active.filter(({ roles, overrides }) => roles.length === 1 && overrides.length > 0)
  const scopeOf = (role: string | undefined): string => JSON.stringify(access.roles.get(role ?? '')?.scope ?? null)
  const tried = cut.flatMap((account) =>
    [...access.roles.values()]
      .filter(
        ({ id, administrator }) =>
          !account.roles.includes(id) && !administrator && scopeOf(id) === scopeOf(account.roles[0]),
      )
      .map((role) => ({ account, role, other: { ...account, roles: [role.id], overrides: [] } })),
  )
  const had = valuesOf(
    access,
    cut.map((account) => ({ ...account, overrides: [] })),
  )
  const given = valuesOf(
    access,
    tried.map(({ other }) => other),
  )
  const told = new Set<string>()
  return tried.flatMap(({ account, role }, at) => {
    const before = had[cut.indexOf(account)]
    const has = (key: string): string => evaluation.value(accountKey(account.subscription, account.user), key)
    const does = evaluation.keys.every((key) => (given[at]?.get(key) ?? 'none') === has(key))
    if (!does || weight(given[at]) >= weight(before) || told.has(account.user)) return []
    told.add(account.user)
    const message = `What the overrides leave ${account.user} of the role \`${account.roles[0]}\` is what the role \`${role.id}\` gives.`
    const fix = `Assign \`${role.id}\`, and remove the overrides.`
    return [finding(input, account, { slug: 'smaller-role', source: below(account.source, 'roles', 0), message, fix })]
  })
}

function weight(vector: Vector | undefined): number {
  return [...(vector?.values() ?? [])].reduce((sum, level) => sum + rankOf(level), 0)
}

/** Holders of critical roles work from another account day by day. */
function daily(input: LintInput, active: readonly AccessAccount[]): readonly LintFinding[] {
  const { access } = input.evaluation
  const severity = input.production ? 'error' : 'warning'
  const critical = active.flatMap((account) => {
    const role = account.roles.find((id) => access.roles.get(id)?.risk === 'critical')
    return role === undefined ? [] : [{ account, role }]
  })
  return critical.flatMap(({ account, role }): readonly LintFinding[] => {
    const person = input.people.get(account.user)
    const named = person?.dailyAccount
    const wrong = wrongDaily(input, account.user, named)
    if (wrong === undefined) return []
    const message = `${account.user} holds \`${role}\`, a role of critical risk, and ${wrong}.`
    const fix = 'Name the account of every day: `dailyAccount: <id>`, or write `dailyAccount: exempt`.'
    const source = person === undefined ? account.source : below(person.source, 'dailyAccount')
    return [finding(input, account, { slug: 'daily-account', severity, source, message, fix })]
  })
}

function wrongDaily({ people, critical }: LintInput, user: string, named: string | undefined): string | undefined {
  if (named === 'exempt') return undefined
  if (named === undefined) return 'has no other account for every day'
  if (named === user) return 'names it as the account of every day itself'
  if (!people.has(named)) return `names \`${named}\`, whom nobody declares, as the account of every day`
  return critical.has(named) ? `\`${named}\`, the account of every day, holds a critical role as well` : undefined
}
