import type { Selection } from '../../generated/actions.ts'
import type { Platform } from '../../generated/platform.ts'
import { subscriptionsOf } from './access/subscription-of.ts'
import { checkName } from './known-name.ts'
import { seen } from './problem.ts'
import type { Findings, Spot, World } from './world.ts'
import { below } from './world.ts'

interface Selecting {
  readonly world: World
  readonly findings: Findings
  readonly spot: Spot
  readonly select: Selection
}

/** People who are selected: by lists of what is declared. */
export function checkSelection({ world, findings, spot, select }: Selecting): void {
  const { all, personas: chosen, roles, ...lists } = select
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
  roles?.forEach((id, at) => checkRole(world, findings, below(spot, 'roles', at), id))
  const personas = personasOf(world)
  if (personas.length === 0) return
  for (const [at, name] of (chosen ?? []).entries()) {
    checkName({ findings, spot: below(spot, 'personas', at), what: 'persona', name, names: personas })
  }
}

/** A role on any platform that the tenant has. */
function checkRole(world: World, findings: Findings, spot: Spot, id: string): void {
  if (world.declared.roles.ids.has(id)) return
  const builtIn = platformsOf(world).flatMap((spec) => Object.keys(spec.builtInRoles ?? {}))
  if (builtIn.includes(id)) return
  const among = [...new Set([...builtIn, ...world.declared.roles.ids])]
  findings.dangling({ kind: 'roles', id, ...spot, among })
}

/** The personas that people can be: any, until the tenant declares some. Those of its platforms need no declaration. */
export function personasOf(world: World): readonly string[] {
  const own = Object.keys(world.tenant?.spec.defaults?.personas ?? {})
  if (own.length === 0) return []
  return [...own, ...platformsOf(world).flatMap((spec) => Object.keys(spec.personas ?? {}))]
}

function platformsOf(world: World): readonly Platform[] {
  return [...new Set([...subscriptionsOf(world).values()].map(({ platform }) => platform))]
}
