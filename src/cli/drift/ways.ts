import { parseAddress } from '../../model/address.ts'
import type { Operation } from '../../model/operation.ts'
import { isOfDirectory } from '../../model/operation.ts'
import type { EntryChange } from './changes.ts'
import { onEntry, type Ways } from './entry.ts'
import type { DriftItem } from './items.ts'
import type { Look } from './look.ts'
import { groupWords, personWords } from './words-of.ts'

/** The ways to bring the files in line with one thing that drifted. Which of them does it, if any, a plan has to prove. */
export function waysOf(look: Look, item: DriftItem): Ways {
  const { operation, world } = item
  if (look.unplanned !== undefined) return { why: `no plan can prove it now: ${look.unplanned}` }
  if (world === undefined || !isOfDirectory(operation))
    return {
      why: 'it is on a platform: what people do there is declared by hand, and shown by its list (roster observe)',
    }
  const { kind, id } = parseAddress(item.address)
  switch (operation.kind) {
    case 'membership':
    case 'licence':
      return joined(look, item, operation.verb)
    case 'policy':
      return { why: 'a password policy follows from policies.yaml for many people at once: change the rule there' }
    case 'organizationalUnit':
      return { why: 'containers follow from departments' }
    case 'user':
      return look.documents.users.has(id)
        ? ofPerson(look, item, operation)
        : { why: `${id} is not declared any more: there is no entry that could say so` }
    case 'group':
      return look.documents.groups.has(id)
        ? ofGroup(look, item, operation)
        : { why: `the ${kind} ${id} is not declared any more: there is no entry that could say so` }
  }
}

type OnUser = Extract<Operation, { readonly kind: 'user' }>
type OnGroup = Extract<Operation, { readonly kind: 'group' }>

function ofPerson(look: Look, item: DriftItem, operation: OnUser): Ways {
  const state = (to: EntryChange['to']): readonly EntryChange[] => [onEntry(look, item, ['state'], to)]
  switch (operation.verb) {
    case 'create':
      return { ways: [state({ set: 'absent' })] }
    case 'enable':
      return { ways: [state({ set: 'suspended' }), state({ set: 'disabled' })] }
    case 'disable':
      return { ways: [state({ remove: true }), state({ set: 'active' })] }
    case 'update':
    case 'rename':
      return personWords(look, item, operation)
    case 'delete':
    case 'restore':
    case 'resetPassword':
    case 'revokeSessions':
    case 'notify':
      return { why: `nothing in the files stands for ${operation.verb}` }
  }
}

function ofGroup(look: Look, item: DriftItem, operation: OnGroup): Ways {
  switch (operation.verb) {
    case 'create':
      return { ways: [[onEntry(look, item, [], { remove: true })]] }
    case 'update':
    case 'rename':
      return groupWords(look, item, operation)
    case 'delete':
      return { why: 'nothing in the files stands for delete' }
  }
}

/** Somebody came into a list, or out of it: a group, or the holders of a licence. */
function joined(look: Look, { address }: DriftItem, verb: Operation['verb']): Ways {
  const { kind, id } = parseAddress(address)
  const [whole = '', member = ''] = id.split('/')
  if (member.startsWith('~'))
    return { why: 'it is somebody whom nobody declared: roster import declares people, with the groups they are in' }
  const list = kind === 'licence' ? 'licences' : 'groups'
  const group = look.documents.groups.get(whole)
  if (list === 'groups' && group === undefined) return { why: `the group ${whole} is not declared any more` }
  const onGroup = (part: 'users' | 'groups', who: string, way: 'add' | 'drop'): EntryChange => {
    const before = group?.spec.members?.[part] ?? []
    const file = group?.file ?? ''
    return { kind: 'groups', file, id: whole, path: ['members', part], to: listed(way, who, before) }
  }
  const came = verb === 'revoke'
  if (member.startsWith('group:')) {
    const nested = member.slice('group:'.length)
    return { ways: [[onGroup('groups', nested, came ? 'add' : 'drop')]] }
  }
  const person = look.documents.users.get(member)
  if (person === undefined) return { why: `${member} is not declared any more: there is no entry that could say so` }
  const { spec, file } = person
  const onPerson = (path: readonly string[], before: readonly string[], way: 'add' | 'drop'): EntryChange => ({
    kind: 'users',
    file,
    id: member,
    path,
    to: listed(way, whole, before),
  })
  const own = spec[list] ?? []
  const without = spec.without?.[list] ?? []
  const named = list === 'groups' && (group?.spec.members?.users ?? []).includes(member)
  const add = onPerson([list], own, 'add')
  if (came) {
    const back = without.includes(whole) ? [onPerson(['without', list], without, 'drop')] : []
    return { ways: [...(back.length > 0 ? [back] : []), [...back, add]] }
  }
  const drops = [
    ...(own.includes(whole) ? [onPerson([list], own, 'drop')] : []),
    ...(named ? [onGroup('users', member, 'drop')] : []),
  ]
  const refuse = onPerson(['without', list], without, 'add')
  return { ways: [...(drops.length > 0 ? [drops] : []), [...drops, refuse]] }
}

function listed(way: 'add' | 'drop', one: string, before: readonly string[]): EntryChange['to'] {
  return way === 'add' ? { add: one, before } : { drop: one, before }
}
