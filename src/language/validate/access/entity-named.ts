import { an, oneOf } from '../problem.ts'
import type { Findings, Spot, World } from '../world.ts'

interface EntityNamed {
  readonly world: World
  readonly findings: Findings
  readonly spot: Spot
  readonly id: string
  readonly platformId: string
  /** Kinds that it may be of; not there: any. */
  readonly kinds?: readonly string[]
}

/** An entity that is named somewhere: it is there, on the same platform, and of a kind that may stand there. */
export function checkEntityNamed({ world, findings, spot, id, platformId, kinds }: EntityNamed): void {
  const entity = world.entities.get(id)?.spec
  if (entity === undefined) return findings.refer('entities', id, spot)
  if (entity.platform !== platformId) {
    findings.mistake(spot, {
      slug: 'other-platform',
      message: `\`${id}\` is an entity on \`${entity.platform}\`, and this is about \`${platformId}\`.`,
      fix: `Name an entity of \`${platformId}\`.`,
    })
  } else if (kinds !== undefined && !kinds.includes(entity.kind)) {
    findings.mistake(spot, {
      slug: 'wrong-kind',
      message: `\`${id}\` is ${an(entity.kind)}, and ${oneOf(kinds)} is due here.`,
      fix: `Name an entity of the kind ${oneOf(kinds)}.`,
    })
  }
}
