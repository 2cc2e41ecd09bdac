import type { Selector } from '../../../generated/access-groups.ts'
import { nearestOf } from '../known-name.ts'
import { allOf, seen } from '../problem.ts'
import type { Findings, Spot, World } from '../world.ts'
import { below } from '../world.ts'
import { platformAt } from './catalogue.ts'
import { checkEntityNamed } from './entity-named.ts'

/** Named sets of entities: one way to choose, and something that is chosen. */
export function checkAccessGroups(world: World, findings: Findings): void {
  if (world.accessGroups.size === 0) return
  const tags = tagsBorne(world)
  for (const [id, { file, spec }] of world.accessGroups) {
    const spot = { file, path: [id] }
    platformAt({ world, findings, spot: below(spot, 'platform'), id: spec.platform })
    const select = below(spot, 'select')
    checkSelector(select, spec.select, findings)
    spec.select.names?.forEach((name, at) =>
      checkEntityNamed({ world, findings, spot: below(select, 'names', at), id: name, platformId: spec.platform }),
    )
    const borne = tags.get(spec.platform) ?? new Set()
    for (const [at, tag] of (spec.select.tags ?? []).entries()) {
      if (!borne.has(tag) && world.declared.entities.complete) strange(below(select, 'tags', at), tag, borne, findings)
    }
  }
}

function checkSelector(spot: Spot, select: Selector, { mistake }: Findings): void {
  const said = (['tags', 'names', 'all'] as const).filter((one) => select[one] !== undefined)
  if (said.length !== 1) {
    mistake(spot, {
      target: 'key',
      slug: 'only-one',
      message:
        said.length === 0
          ? 'Nothing says which entities: neither `tags`, nor `names`, nor `all`.'
          : `Entities are chosen in one way, and here are ${allOf(said)}.`,
      fix: 'Write `tags` with `match`, or `names`, or `all: true`; for two ways make two access groups.',
    })
  }
  if (select.tags !== undefined && select.match === undefined) {
    mistake(below(spot, 'tags'), {
      target: 'key',
      slug: 'match-missing',
      message:
        '`match` is missing: an entity may need any of the tags, or all of them, and nothing is taken for granted.',
      fix: 'Add `match: any`, or `match: all`.',
    })
  }
  if (select.match !== undefined && select.tags === undefined) {
    mistake(below(spot, 'match'), {
      target: 'key',
      slug: 'only-one',
      message: '`match` says how tags are compared, and there are no `tags`.',
      fix: 'Remove `match`, or write `tags`.',
    })
  }
}

function strange(spot: Spot, tag: string, borne: ReadonlySet<string>, { mistake }: Findings): void {
  mistake(spot, {
    slug: 'unknown-tag',
    severity: 'warning',
    message: `No entity of the platform bears the tag ${seen(tag)}.`,
    fix: () => (borne.size === 0 ? 'No entity there bears any tag.' : nearestOf(tag, [...borne])),
  })
}

/** Platform -> tags of its entities. Worked out only where some access group chooses by tags. */
function tagsBorne({ entities, accessGroups }: World): ReadonlyMap<string, ReadonlySet<string>> {
  const borne = new Map<string, Set<string>>()
  if (![...accessGroups.values()].some(({ spec }) => spec.select.tags !== undefined)) return borne
  for (const { spec } of entities.values()) {
    if (spec.tags === undefined) continue
    const tags = borne.get(spec.platform) ?? new Set()
    borne.set(spec.platform, tags)
    for (const tag of spec.tags) tags.add(tag)
  }
  return borne
}
