import type { Group, Selection } from '../../generated/groups.ts'
import { directoryOf } from './home.ts'
import { checkName } from './known-name.ts'
import { checkHome } from './people.ts'
import { seen } from './problem.ts'
import type { Findings, Spot, World } from './world.ts'
import { below } from './world.ts'

/** Where each group lives, who owns it, and who is in it. */
export function checkGroups(world: World, findings: Findings): void {
  const personas = Object.keys(world.tenant?.spec.defaults?.personas ?? {})
  for (const [id, { file, spec }] of world.groups) {
    const spot = { file, path: [id] }
    if (world.tenant !== undefined) checkDirectory({ world, spot, spec, findings })
    if (typeof spec.owner === 'string') findings.refer('users', spec.owner, spot, 'owner')
    spec.members?.users?.forEach((user, at) => {
      findings.refer('users', user, spot, 'members', 'users', at)
      checkHome({ world, spot: below(spot, 'members', 'users', at), user, group: id, findings })
    })
    spec.members?.groups?.forEach((group, at) => {
      findings.refer('groups', group, spot, 'members', 'groups', at)
      checkNesting({ world, spot: below(spot, 'members', 'groups', at), outer: spec, inner: group, findings })
    })
    if (spec.members?.select !== undefined) {
      checkSelection({ spot: below(spot, 'members', 'select'), select: spec.members.select, personas, findings })
    }
  }
}

interface Home {
  readonly world: World
  readonly spot: Spot
  readonly spec: Group
  readonly findings: Findings
}

function checkDirectory({ world, spot, spec, findings }: Home): void {
  const names = Object.keys(world.tenant?.spec.directories ?? {})
  if (spec.directory !== undefined) {
    checkName({ findings, spot: below(spot, 'directory'), what: 'directory', name: spec.directory, names })
  } else if (directoryOf(spec, world.tenant?.spec) === undefined) {
    findings.mistake(spot, {
      target: 'key',
      slug: 'directory-needed',
      message:
        names.length === 0
          ? `\`${spot.path[0]}\` has nowhere to live: the tenant has no directory.`
          : `\`${spot.path[0]}\` does not say in which directory it lives; the tenant has ${names.join(', ')}.`,
      fix: names.length === 0 ? 'Declare one in `directories` of tenant.yaml.' : `Add \`directory: ${names[0]}\`.`,
    })
  }
}

interface Nesting {
  readonly world: World
  readonly spot: Spot
  readonly outer: Group
  readonly inner: string
  readonly findings: Findings
}

function checkNesting({ world, spot, outer, inner, findings }: Nesting): void {
  const nested = world.groups.get(inner)?.spec
  const tenant = world.tenant?.spec
  const outerHome = directoryOf(outer, tenant)
  const innerHome = nested === undefined ? undefined : directoryOf(nested, tenant)
  if (outerHome === undefined || innerHome === undefined) return
  if (outerHome !== innerHome) {
    findings.mistake(spot, {
      slug: 'nested-across-directories',
      message: `\`${inner}\` lives in \`${innerHome}\`, but \`${spot.path[0]}\` in \`${outerHome}\`; a directory holds members of its own only.`,
      fix: `Declare a group for these people in \`${outerHome}\`.`,
    })
  }
  const home = tenant?.directories?.[outerHome]
  if (home?.provider === 'ldap' && home.groups?.objectClass === 'posixGroup') {
    findings.mistake(spot, {
      slug: 'nested-in-posix-group',
      message: `\`${inner}\` cannot be in \`${spot.path[0]}\`: groups of \`${outerHome}\` are posixGroups, which hold usernames only.`,
      fix: 'List the people, or set `objectClass: groupOfNames`.',
    })
  }
}

interface Selecting {
  readonly spot: Spot
  readonly select: Selection
  readonly personas: readonly string[]
  readonly findings: Findings
}

function checkSelection({ spot, select, personas, findings }: Selecting): void {
  const { all, personas: chosen, ...lists } = select
  if (all === true && Object.keys(select).length > 1) {
    findings.mistake(below(spot, 'all'), {
      target: 'key',
      slug: 'select-all-alone',
      message: `\`all: true\` takes everybody, but there is ${seen(Object.keys(select).filter((name) => name !== 'all'))} too.`,
      fix: 'Remove `all: true`, or the rest.',
    })
  }
  for (const kind of ['users', 'departments', 'templates', 'groups'] as const) {
    lists[kind]?.forEach((id, at) => findings.refer(kind, id, spot, kind, at))
  }
  if (personas.length === 0) return
  for (const [at, name] of (chosen ?? []).entries()) {
    checkName({ findings, spot: below(spot, 'personas', at), what: 'persona', name, names: personas })
  }
}
