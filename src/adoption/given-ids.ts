import type { TenantDocuments } from '../language/validate/documents.ts'
import { valuesOf } from '../model/value.ts'
import { Ids } from './ids.ts'
import type { Survey } from './survey.ts'

/** Which id everything that was chosen gets, whether it is written in the end or not. */
export interface GivenIds {
  /** Reference -> id. */
  readonly users: ReadonlyMap<string, string>
  readonly groups: ReadonlyMap<string, string>
  /** Id -> the directory's own id. */
  readonly immutable: { readonly users: ReadonlyMap<string, string>; readonly groups: ReadonlyMap<string, string> }
}

/** Gives ids out, in the order of the references, so that the same directory gets the same ids. */
export function giveIds({ people, groups, recorded }: Survey, { users, groups: before }: TenantDocuments): GivenIds {
  const userIds = new Ids(users.keys())
  const groupIds = new Ids(before.keys())
  const given = { users: new Map<string, string>(), groups: new Map<string, string>() }
  const immutable = { users: new Map<string, string>(), groups: new Map<string, string>() }
  for (const { live, described } of people) {
    const { username, values } = described
    const [first, last, shown] = ['name.first', 'name.last', 'displayName'].map(
      (path) => valuesOf(values[path])[0] ?? '',
    )
    const id =
      recordedId(recorded.get(live.reference), userIds) ??
      userIds.give([username.replace(/(?<=.)@.*$/s, ''), `${first} ${last}`, shown ?? ''], 'person')
    given.users.set(live.reference, id)
    immutable.users.set(id, live.immutableId)
  }
  for (const { live } of groups) {
    const id = recordedId(recorded.get(live.reference), groupIds) ?? groupIds.give([live.name], 'group')
    given.groups.set(live.reference, id)
    immutable.groups.set(id, live.immutableId)
  }
  return { ...given, immutable }
}

/** The id under which the ledger knows it. */
function recordedId(id: string | undefined, ids: Ids): string | undefined {
  return id === undefined ? undefined : ids.claim(id)
}
