import { rankOf } from '../model/level.ts'
import type { AccessRole } from './access.ts'
import { grantsEverything } from './chain.ts'
import type { LintFinding, LintInput, Vector } from './lint-input.ts'
import { isOwn, usersWith, vectorsOf } from './lint-input.ts'
import { below } from './source.ts'

/** As many permissions more than another role are few enough to ask whether the other would do. */
const fewMore = 2

/** Roles that give more than is needed, that nobody holds, or that look like another. */
export function lintRoles(input: LintInput): readonly LintFinding[] {
  const { access } = input.evaluation
  const used = vectorsOf(access, true)
  const declared = [...access.roles.values()].filter(({ builtIn }) => !builtIn)
  return [
    ...declared.flatMap((role) => (holders(input, role).length === 0 ? unused(input, role) : broad(input, role))),
    ...declared.filter((role) => holders(input, role).length > 0).flatMap((role) => larger(input, role, used)),
    ...declared.flatMap((role) => unreachable(input, role)),
    ...declared.flatMap((role) => preset(input, role)),
    ...alike(input, [...access.roles.values()]),
  ]
}

type Told = Pick<LintFinding, 'slug' | 'message' | 'fix'> & Partial<LintFinding>

function finding({ evaluation }: LintInput, role: AccessRole, told: Told): LintFinding {
  return { severity: 'warning', platform: evaluation.access.platform, about: role.id, source: role.source, ...told }
}

/** People with it now or later. */
function holders({ full }: LintInput, { id }: AccessRole): readonly string[] {
  return usersWith(full, ({ roles }) => roles.includes(id))
}

function unused(input: LintInput, role: AccessRole): readonly LintFinding[] {
  if (!isOwn(input, role.source)) return []
  const message = `Nobody holds the role \`${role.id}\`.`
  return [finding(input, role, { slug: 'role-unused', message, fix: `Remove \`${role.id}\`.` })]
}

function broad(input: LintInput, role: AccessRole): readonly LintFinding[] {
  const { rules } = input.evaluation.access
  const users = holders(input, role)
  const switches = role.flags.filter((flag) => rules.roleFlags?.[flag]?.grants === 'everything')
  const scope =
    role.scope?.all === true
      ? [
          finding(input, role, {
            slug: 'broad-scope',
            source: below(role.source, 'scope', 'all'),
            message: `The role \`${role.id}\` reaches everything, what is made later included.`,
            fix: 'Name in `scope` what it is for.',
            users,
          }),
        ]
      : []
  return [...scope, ...switches.map((flag) => broadSwitch(input, role, flag))]
}

/** Of a switch that grants everything: whether something that the role is for needs it. */
function broadSwitch(input: LintInput, role: AccessRole, flag: string): LintFinding {
  const { rules } = input.evaluation.access
  const source = below(role.source, flag)
  const users = holders(input, role)
  const needing = (input.tasks.get(role.id) ?? []).filter((task) => rules.needsFlag?.[task] === flag)
  const named = Object.entries(role.permissions).filter(([, level]) => level !== 'none')
  if (needing.length > 0) {
    const message = `The role \`${role.id}\` has \`${flag}\`, which grants everything, only for ${needing.join(', ')}: no smaller role can do that.`
    const fix = 'Keep its holders few, and look at them in every review.'
    return finding(input, role, { slug: 'full-admin-for-tasks', source, message, fix, users })
  }
  if (named.length > 0) {
    const keys = named.map(([key]) => `\`${key}\``).join(', ')
    const message = `The role \`${role.id}\` has \`${flag}\`, which grants everything, and names only ${keys}.`
    const fix = `Take \`${flag}\` out: what is named does, and no task of the role needs the switch.`
    return finding(input, role, { slug: 'switch-not-needed', source, message, fix, users })
  }
  const message = `The role \`${role.id}\` gets everything by \`${flag}\`.`
  const fix = 'Name the permissions that its work needs, and take the switch out.'
  return finding(input, role, { slug: 'broad-switch', source, message, fix, users })
}

interface Compared {
  readonly other: AccessRole
  /** Permissions of which the first gives more. */
  readonly more: readonly string[]
}

/** The role that comes nearest from below, if it comes near. */
function larger(input: LintInput, role: AccessRole, used: ReadonlyMap<string, Vector>): readonly LintFinding[] {
  const { access } = input.evaluation
  const nearest = [...access.roles.values()]
    .filter((other) => other.id !== role.id && !other.administrator && sameScope(other, role))
    .flatMap((other): readonly Compared[] => {
      const more = moreThan(used.get(role.id), used.get(other.id))
      return more === undefined || given(used.get(other.id)) === 0 ? [] : [{ other, more }]
    })
    .filter(({ other, more }) => more.length > 0 || other.builtIn || other.id < role.id)
    .toSorted((a, b) => a.more.length - b.more.length || (a.other.id < b.other.id ? -1 : 1))[0]
  if (nearest === undefined || nearest.more.length > fewMore) return []
  const { other, more } = nearest
  const users = holders(input, role)
  if (more.length === 0) {
    const message = `What can be used of the role \`${role.id}\` is what the role \`${other.id}\` gives.`
    const fix = `Give its people \`${other.id}\`, and remove \`${role.id}\`.`
    return [finding(input, role, { slug: 'role-redundant', message, fix, users })]
  }
  const keys = more.map((key) => `\`${key}\``).join(' and ')
  const message = `The role \`${role.id}\` gives what \`${other.id}\` gives, and ${keys} besides.`
  const fix = `Give \`${other.id}\` to those who do not need ${keys}.`
  return [finding(input, role, { slug: 'role-superset', message, fix, users })]
}

function sameScope(a: AccessRole, b: AccessRole): boolean {
  return JSON.stringify(a.scope ?? null) === JSON.stringify(b.scope ?? null)
}

/** Permissions of which the first gives more; undefined where it gives less of any. */
function moreThan(first: Vector | undefined, second: Vector | undefined): readonly string[] | undefined {
  const more: string[] = []
  for (const [key, level] of first ?? []) {
    const difference = rankOf(level) - rankOf(second?.get(key) ?? 'none')
    if (difference < 0) return undefined
    if (difference > 0) more.push(key)
  }
  return more
}

function given(vector: Vector | undefined): number {
  return [...(vector?.values() ?? [])].filter((level) => level !== 'none').length
}

/** Permissions whose page the role cannot open. */
function unreachable(input: LintInput, role: AccessRole): readonly LintFinding[] {
  const { access } = input.evaluation
  if (grantsEverything(role, access)) return []
  return Object.entries(role.permissions).flatMap(([key, level]) => {
    const needs = access.rules.permissions?.[key]?.needs
    if (level === 'none' || needs === undefined || (role.permissions[needs] ?? 'none') !== 'none') return []
    const message = `The role \`${role.id}\` gives \`${key}\`, which cannot be reached without \`${needs}\`.`
    const fix = `Give \`${needs}\` too, or take \`${key}\` out.`
    return [
      finding(input, role, {
        slug: 'action-unreachable',
        source: below(role.source, 'permissions', key),
        message,
        fix,
      }),
    ]
  })
}

/** A preset of which another one, smaller, gives the same once guard and ceilings have cut both. */
function preset(input: LintInput, role: AccessRole): readonly LintFinding[] {
  const { access } = input.evaluation
  const named = access.rules.roles?.presets
  if (role.preset === undefined || named === undefined) return []
  const presets = Object.entries(named)
  const as = (id: string, permissions: AccessRole['permissions']): AccessRole => ({ ...role, id, permissions })
  const roles = new Map([
    [role.id, role],
    ...presets.map(([name, { permissions }]) => [`preset ${name}`, as(`preset ${name}`, permissions)] as const),
  ])
  const used = vectorsOf({ ...access, roles }, true)
  const written = vectorsOf({ ...access, roles }, false)
  const smaller = presets.find(
    ([name]) =>
      name !== role.preset &&
      moreThan(used.get(role.id), used.get(`preset ${name}`))?.length === 0 &&
      (moreThan(written.get(role.id), written.get(`preset ${name}`))?.length ?? 0) > 0,
  )
  if (smaller === undefined) return []
  const message = `What can be used of the preset \`${role.preset}\` is what \`${smaller[0]}\` gives: the rest is taken away by a guard or a ceiling.`
  const fix = `Write \`preset: ${smaller[0]}\`.`
  return [finding(input, role, { slug: 'smaller-preset', source: below(role.source, 'preset'), message, fix })]
}

/** Names that differ in nothing but case, blanks, signs or the order of their words. */
function alike(input: LintInput, roles: readonly AccessRole[]): readonly LintFinding[] {
  const first = new Map<string, AccessRole>()
  return roles
    .toSorted((a, b) => Number(b.builtIn) - Number(a.builtIn) || (a.id < b.id ? -1 : 1))
    .flatMap((role) => {
      const words =
        role.name
          .normalize('NFKC')
          .toLowerCase()
          .match(/[\p{L}\p{N}]+/gu) ?? []
      const key = words.toSorted().join(' ')
      const other = first.get(key)
      if (other === undefined) first.set(key, role)
      if (other === undefined || role.builtIn) return []
      const message = `The roles \`${other.id}\` and \`${role.id}\` are called “${other.name}” and “${role.name}”.`
      const fix = 'Give one of them a name that says what is different.'
      return [finding(input, role, { slug: 'role-name-alike', source: below(role.source, 'name'), message, fix })]
    })
}
