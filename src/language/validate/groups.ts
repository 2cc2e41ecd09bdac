import type { Group } from '../../generated/groups.ts'
import { directoryOf } from './home.ts'
import { checkName } from './known-name.ts'
import { checkHome } from './people.ts'
import { checkSelection } from './selection.ts'
import type { Findings, Spot, World } from './world.ts'
import { below } from './world.ts'

/** Where each group lives, who owns it, and who is in it. */
export function checkGroups(world: World, findings: Findings): void {
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
      checkSelection({ world, spot: below(spot, 'members', 'select'), select: spec.members.select, findings })
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
