import type { AccessAccount, AccessEntity } from '../../access/access.ts'
import { gainers, inheritanceOf, type Inheritance, type Wish } from '../../access/suggest-entity.ts'
import { overlaid } from '../../adoption/overlay.ts'
import type { FileChange } from '../../adoption/result.ts'
import { writeAll } from '../../adoption/write.ts'
import type { Entity } from '../../generated/entities.ts'
import { nearest } from '../../language/load/nearest.ts'
import { exit } from '../../model/exit-code.ts'
import { UsageError } from '../../model/fault.ts'
import { creationAnswer } from '../../report/creation.ts'
import { changedFiles, type FileEdit } from '../edits.ts'
import {
  accessAsked,
  askedOf,
  personAsked,
  readFrom,
  readingOf,
  refuseTwoForms,
  tell,
  tellUnsound,
  type Asked,
  type InquiryOptions,
} from '../inquiry.ts'
import type { Session } from '../session.ts'
import { checkTenants } from '../workspace.ts'

/** What `roster new entity` can be told. */
export interface NewEntityOptions extends InquiryOptions {
  readonly tenant?: string
  readonly as: string
  readonly platform?: string
  readonly kind: string
  readonly name: string
  readonly inside?: string
  readonly accessGroup?: string
}

/**
 * `roster new entity`: writes an entity as the person who makes it would have it, with the tags of their access group or a
 * place in its list. What is written already is left as it is.
 */
export async function newEntity(session: Session, id: string, options: NewEntityOptions): Promise<number> {
  refuseTwoForms(session, options)
  const reading = await readingOf(session, {})
  checkTenants(reading.root, options.tenant === undefined ? undefined : [options.tenant])
  const asked = askedOf(reading, options.tenant)
  if (!('desired' in asked)) return tellUnsound(session, asked.diagnostics)
  const person = personAsked(asked, options.as)
  const account = accountOf(asked, person.id, options.platform)
  const evaluation = asked.now(account.platform)
  const wish = wishOf(asked, account.platform, id, options)
  const taken = inheritanceOf(evaluation, account.account, wish)
  if ('refused' in taken) throw new UsageError(taken.refused)
  const entity = entityOf(account.platform, person.id, wish, taken)
  const { changes, diagnostics } = changedFiles(asked, editsOf(asked, id, entity, taken))
  if (diagnostics.length > 0) return tellUnsound(session, diagnostics)
  const wrong = changes.length === 0 ? [] : mistakesWith(asked, changes)
  if (wrong.length > 0) return tellUnsound(session, wrong)
  writeAll(asked.root, changes)
  const compiled = asCompiled(wish, taken, person.id)
  return tell(session, options, {
    ...creationAnswer({
      tenant: asked.desired.id,
      entity: id,
      as: person.id,
      tags: taken.tags,
      ...(taken.group === undefined ? {} : { accessGroup: taken.group.id }),
      gained: gainers(evaluation, compiled, taken),
      files: changes.map(({ path, before }) => ({ path, change: before === undefined ? 'created' : 'changed' })),
    }),
    exitCode: exit.done,
  })
}

/** Where somebody makes it: the platform that is named, or the only one they have an account on. */
function accountOf(
  asked: Asked,
  user: string,
  platform: string | undefined,
): { readonly platform: string; readonly account: AccessAccount } {
  const own = accessAsked(asked, platform).flatMap(({ platform: id }) =>
    [...asked.now(id).access.accounts.values()]
      .filter((account) => account.user === user && account.state === 'active')
      .map((account) => ({ platform: id, account })),
  )
  const [first, ...others] = own
  if (first === undefined) throw new UsageError(`${user} has no account in force on ${platform ?? 'any platform'}.`)
  if (others.some((other) => other.platform !== first.platform))
    throw new UsageError(
      `On which platform? Name it with --platform: ${[...new Set(own.map((one) => one.platform))].join(', ')}.`,
    )
  return first
}

function wishOf(
  asked: Asked,
  platform: string,
  id: string,
  { kind, name, inside, accessGroup }: NewEntityOptions,
): Wish {
  const { rules, entities } = asked.now(platform).access
  const kinds = Object.keys(rules.entityKinds ?? {})
  if (!kinds.includes(kind)) {
    const near = nearest(kind, kinds)
    throw new UsageError(
      `There is no kind of entity ${kind} on ${platform}. ${near === undefined ? `The kinds are ${kinds.join(', ')}.` : `Did you mean ${near}?`}`,
    )
  }
  if (inside !== undefined && !entities.has(inside)) {
    const near = nearest(inside, [...entities.keys()])
    throw new UsageError(
      `There is no entity ${inside} on ${platform} for it to lie in. ${near === undefined ? 'entities.yaml has them.' : `Did you mean ${near}?`}`,
    )
  }
  return {
    id,
    name,
    kind,
    ...(inside === undefined ? {} : { inside }),
    ...(accessGroup === undefined ? {} : { group: accessGroup }),
  }
}

function entityOf(platform: string, createdBy: string, { name, kind, inside }: Wish, { tags }: Inheritance): Entity {
  return {
    platform,
    name,
    kind,
    ...(tags.length === 0 ? {} : { tags }),
    ...(inside === undefined ? {} : { inside }),
    createdBy,
  }
}

function editsOf(asked: Asked, id: string, entry: Entity, { list }: Inheritance): readonly FileEdit[] {
  const { desired, documents } = asked
  const there = documents.entities.get(id)
  const file = there?.file ?? `tenants/${desired.id}/${fileFor(asked)}`
  const entity: FileEdit = { kind: 'entities', file, id, entry: { ...entry } }
  if (list === undefined) return [entity]
  const names = documents.accessGroups.get(list.id)?.spec.select.names ?? []
  const joins = { kind: 'access-groups', file: list.source.file, id: list.id } as const
  return [entity, { ...joins, path: ['select', 'names'], add: [id], to: names }]
}

/** The file of all entities; where they are spread over parts, the last of these. */
function fileFor({ files, desired }: Asked): string {
  const own = files.tenants.find(({ id }) => id === desired.id)?.kinds.get('entities') ?? []
  const names = own.filter(({ form }) => form === 'map').map(({ path }) => path.slice(path.lastIndexOf('/') + 1))
  return names.includes('entities.yaml') ? 'entities.yaml' : (names.at(-1) ?? 'entities.yaml')
}

/** Mistakes that the files would have with the changes, looked for before anything is written. */
function mistakesWith(asked: Asked, changes: readonly FileChange[]): ReturnType<typeof errorsOf> {
  return errorsOf(askedOf(readFrom(asked, overlaid(asked.tree, changes)), asked.desired.id))
}

function errorsOf(asked: ReturnType<typeof askedOf>): Extract<typeof asked, { diagnostics: unknown }>['diagnostics'] {
  return 'desired' in asked ? [] : asked.diagnostics
}

function asCompiled({ id, name, kind, inside }: Wish, { tags }: Inheritance, createdBy: string): AccessEntity {
  const source = { file: '', line: 0, via: [] }
  const place = inside === undefined ? {} : { inside }
  return { id, name, kind, tags, links: [], privileged: false, createdBy, ...place, source }
}
