import type { AccessAccount, AccessEntity, AccessGroup, Selector } from './access.ts'
import type { LintFinding, LintInput } from './lint-input.ts'
import { isOwn, usersWith } from './lint-input.ts'
import { below } from './source.ts'

/** Access groups, tags and entities that give too much, nothing, or not what they should. */
export function lintGroups(input: LintInput): readonly LintFinding[] {
  const groups = [...input.evaluation.access.groups.values()]
  return [
    ...groups.flatMap((group) => ofGroup(input, group)),
    ...unusedTags(input, groups),
    ...[...input.evaluation.access.entities.values()].flatMap((entity) => inherits(input, entity)),
  ]
}

function ofGroup(input: LintInput, { id, select, source }: AccessGroup): readonly LintFinding[] {
  const { full } = input
  const named = [...full.roles.values()].some(({ scope }) => scope?.accessGroups.includes(id) === true)
  const users = usersWith(full, ({ accessGroups }) => accessGroups.includes(id))
  const about = { severity: 'warning', platform: full.platform, about: id } as const
  if (users.length === 0 && !named) {
    if (!isOwn(input, source)) return []
    const message = `Nobody is in the access group \`${id}\`, and no role reaches it.`
    return [{ ...about, slug: 'access-group-unused', source, message, fix: `Remove \`${id}\`.` }]
  }
  if (select.by !== 'all') return []
  const message = `The access group \`${id}\` selects all entities, those made later included.`
  const fix = 'Select by tags or by names.'
  return [{ ...about, slug: 'broad-group', source: below(source, 'select', 'all'), message, fix, users }]
}

/** One finding a tag, at the first entity that bears it. Where no group selects by tags, they are labels. */
function unusedTags({ full }: LintInput, groups: readonly AccessGroup[]): readonly LintFinding[] {
  const wanted = new Set(groups.flatMap(({ select }) => (select.by === 'tags' ? select.tags : [])))
  if (wanted.size === 0) return []
  const bearers = new Map<string, AccessEntity[]>()
  for (const entity of full.entities.values()) {
    for (const tag of entity.tags) {
      const known = bearers.get(tag)
      if (known !== undefined) known.push(entity)
      else if (!wanted.has(tag)) bearers.set(tag, [entity])
    }
  }
  return [...bearers].flatMap(([tag, [first, ...others]]): readonly LintFinding[] => {
    if (first === undefined) return []
    const more = others.length === 0 ? '' : ` and ${others.length} more`
    return [
      {
        slug: 'tag-unused',
        severity: 'warning',
        platform: full.platform,
        about: tag,
        source: below(first.source, 'tags', first.tags.indexOf(tag)),
        message: `No access group selects by the tag \`${tag}\` of \`${first.id}\`${more}.`,
        fix: 'Take it off, or select by it.',
      },
    ]
  })
}

/** Whoever makes an entity reaches it through their access group; otherwise tags were taken off, or never written. */
function inherits(input: LintInput, entity: AccessEntity): readonly LintFinding[] {
  const { access } = input.evaluation
  const inherited = access.rules.entityCreation?.inherits
  if (entity.createdBy === undefined || inherited === undefined) return []
  const groups = groupsOfMaker(input, entity.createdBy)
  if (groups.length === 0 || groups.some(({ select }) => selects(select, entity))) return []
  const group = groups.find(({ select }) => select.by !== 'all' && inherited.includes(select.by))
  if (group === undefined) return []
  const about = { severity: 'error', slug: 'entity-inherits', platform: access.platform, about: entity.id } as const
  const maker = `\`${entity.id}\` was made by ${entity.createdBy}, whose access group \`${group.id}\``
  const { select } = group
  if (select.by === 'names') {
    const message = `${maker} does not name it.`
    const fix = `Add \`${entity.id}\` to the names of \`${group.id}\`.`
    const mend = { sort: 'name', entity: entity.id, group: group.id, source: group.source } as const
    return [{ ...about, source: below(entity.source, 'createdBy'), message, fix, mend }]
  }
  const tags = select.by === 'tags' ? select.tags.filter((tag) => !entity.tags.includes(tag)) : []
  const named = tags.map((tag) => `\`${tag}\``).join(', ')
  const message = `${maker} selects by tags that it does not bear: ${named}.`
  const mend = { sort: 'tags', entity: entity.id, tags, source: entity.source } as const
  return [{ ...about, source: below(entity.source, 'tags'), message, fix: `Add ${named} to its tags.`, mend }]
}

/** Groups of somebody who is there and no administrator: administrators reach everything by themselves. */
function groupsOfMaker({ evaluation }: LintInput, maker: string): readonly AccessGroup[] {
  const { accounts, roles, groups } = evaluation.access
  const own = [...accounts.values()].filter(({ user, state }) => user === maker && state === 'active')
  const runs = ({ roles: held }: AccessAccount): boolean => held.some((id) => roles.get(id)?.administrator === true)
  if (own.some(runs)) return []
  return own.flatMap(({ accessGroups }) => accessGroups.flatMap((id) => groups.get(id) ?? []))
}

/** Whether an access group selects an entity itself. */
export function selects(select: Selector, { id, tags }: Pick<AccessEntity, 'id' | 'tags'>): boolean {
  switch (select.by) {
    case 'all':
      return true
    case 'names':
      return select.names.includes(id)
    case 'tags':
      return select.match === 'all'
        ? select.tags.every((tag) => tags.includes(tag))
        : select.tags.some((tag) => tags.includes(tag))
  }
}
