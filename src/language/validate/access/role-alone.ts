import type { Platform } from '../../../generated/platform.ts'
import type { Role } from '../../../generated/roles.ts'
import type { Written } from '../../load/source.ts'
import { isAscii } from '../fold.ts'
import { nearestOf } from '../known-name.ts'
import { wordsOfRoles } from '../platform-access.ts'
import { seen } from '../problem.ts'
import type { Findings, Spot, World } from '../world.ts'
import { below } from '../world.ts'
import { categoryOf, checkLevels, platformAt } from './catalogue.ts'
import { extraProperties, flagsOf, grantsEverything } from './known-role.ts'
import { checkScopeAlone } from './role-scope.ts'

/** A role and the rules of the platform it is on. */
export interface RuledRole {
  readonly findings: Findings
  /** The entry. */
  readonly spot: Spot
  readonly id: string
  readonly role: Role
  readonly platform: Platform
}

/** What can be said of a role without the tenant that uses it: its platform, name, permissions and switches, and the form of its scope. */
export function checkRoleAlone(
  world: Pick<World, 'platforms'>,
  findings: Findings,
  [id, { file, spec: role }]: readonly [string, Written<Role>],
): void {
  const spot = { file, path: [id] }
  checkTelling(below(spot, 'name'), role.name, findings)
  const platform = platformAt({ world, findings, spot: below(spot, 'platform'), id: role.platform })
  if (platform === undefined) return
  const ruled = { findings, spot, id, role, platform }
  if (platform.builtInRoles?.[id] !== undefined) return builtIn(ruled)
  if (platform.roles?.custom === false) return onlyBuiltIn(ruled)
  checkGrants(ruled)
  checkLevels({ findings, spot: below(spot, 'permissions'), platform, permissions: role.permissions })
  checkFlags(ruled)
  checkTasks(ruled)
  checkSeesSomething(ruled)
  checkScopeAlone(ruled)
}

function builtIn({ findings, spot, id, platform }: RuledRole): void {
  const { instead, editable = [] } = platform.builtInRoles?.[id] ?? {}
  const way = instead ?? `a role of your own${editable.length > 0 ? ' with the same permissions' : ''}`
  const scoped = editable.includes('scope')
    ? ' What it works on is said in tenant.yaml, by `scopes` of the subscription.'
    : ''
  findings.mistake(spot, {
    target: 'key',
    slug: 'built-in-role',
    message: `\`${id}\` comes with ${platform.name}, and cannot be declared or changed here.`,
    fix: `Give the entry another id: what you can change is ${way}.${scoped}`,
  })
}

function onlyBuiltIn({ findings, spot, platform }: RuledRole): void {
  findings.mistake(spot, {
    target: 'key',
    slug: 'capability',
    message: `${platform.name} has no roles but its own.`,
    fix: `Remove the entry; its roles are ${Object.keys(platform.builtInRoles ?? {}).join(', ')}.`,
  })
}

const saysNothing =
  /^(?:test|tests|role|new|new role|custom|custom role|untitled|unnamed|name|todo|tbd|tmp|temp|foo|bar|baz|asdf|abc|x+)[\s\d._-]*$/i

function checkTelling(spot: Spot, name: string, findings: Findings): void {
  const words = name.trim()
  // Two letters of some alphabets are a word.
  const isShort = words.length < 3 && isAscii(words)
  if (!isShort && !saysNothing.test(words)) return
  findings.mistake(spot, {
    slug: 'name-says-nothing',
    severity: 'warning',
    message: `The name ${seen(name)} does not tell what the role is for.`,
    fix: 'Name the work, for example `L2 technician`.',
  })
}

function checkGrants({ findings, spot, role, platform }: RuledRole): void {
  const presets = Object.keys(platform.roles?.presets ?? {})
  if (role.preset !== undefined && role.permissions !== undefined) {
    findings.mistake(below(spot, 'preset'), {
      target: 'key',
      slug: 'only-one',
      message: 'The role has a preset and permissions of its own; only one of the two can count.',
      fix: 'Remove `preset`, or remove `permissions`.',
    })
  }
  if (role.preset !== undefined && !presets.includes(role.preset)) {
    findings.mistake(below(spot, 'preset'), {
      slug: 'unknown-preset',
      message: `${platform.name} has no preset \`${role.preset}\`.`,
      fix: () => (presets.length === 0 ? 'It has none: write `permissions:`.' : nearestOf(role.preset ?? '', presets)),
    })
  }
  if (role.preset !== undefined || role.permissions !== undefined || flagsOf(platform, role).length > 0) return
  findings.mistake(spot, {
    target: 'key',
    slug: 'role-gives-nothing',
    message: 'The role has neither a preset nor permissions.',
    fix: presets.length === 0 ? 'Add `permissions:`.' : `Add \`permissions:\`, or \`preset:\` (${presets.join(', ')}).`,
  })
}

function checkFlags({ findings, spot, role, platform }: RuledRole): void {
  const flags = Object.keys(platform.roleFlags ?? {})
  for (const name of extraProperties(role)) {
    if (flags.includes(name)) continue
    findings.mistake(below(spot, name), {
      target: 'key',
      slug: 'unknown-property',
      message: `\`${name}\` is not a property of a role, nor a switch of roles on ${platform.name}.`,
      fix: () => nearestOf(name, [...flags, ...wordsOfRoles]),
    })
  }
}

function checkTasks({ findings, spot, role, platform }: RuledRole): void {
  const on = flagsOf(platform, role)
  for (const [at, task] of (role.tasks ?? []).entries()) {
    const flag = platform.needsFlag?.[task]
    if (flag === undefined) {
      findings.mistake(below(spot, 'tasks', at), {
        slug: 'unknown-task',
        message: `\`${task}\` is not a task of ${platform.name}.`,
        fix: () => nearestOf(task, Object.keys(platform.needsFlag ?? {})),
      })
    } else if (!on.includes(flag)) {
      findings.mistake(below(spot, 'tasks', at), {
        slug: 'task-needs-flag',
        message: `On ${platform.name} no permission gives \`${task}\`: it takes \`${flag}\`, which is not on.`,
        fix: `Write \`${flag}: true\`, or remove the task.`,
      })
    }
  }
}

/** Only for platforms that tell seeing from doing: those with permissions of the category `data`. */
function checkSeesSomething({ findings, spot, id, role, platform }: RuledRole): void {
  const known = { id, declared: { file: spot.file, line: 0, spec: role } }
  const isData = (key: string): boolean => categoryOf(key) === 'data'
  if (!Object.keys(platform.permissions ?? {}).some(isData) || grantsEverything(platform, known)) return
  const said = role.permissions ?? platform.roles?.presets?.[role.preset ?? '']?.permissions
  if (said === undefined || Object.entries(said).some(([key, level]) => isData(key) && level !== 'none')) return
  findings.mistake(spot, {
    target: 'key',
    slug: 'sees-nothing',
    severity: 'warning',
    message: `\`${id}\` sees nothing: it has no permission of \`data\`.`,
    fix: 'Add the data that its work is about, or make sure that its holders have another role.',
  })
}
