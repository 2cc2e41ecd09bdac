import type { Operation } from '../../model/operation.ts'
import { Together } from '../../ldap/together.ts'
import type { Filter } from '../../ldap/wire/protocol.ts'
import { confirmed } from './confirm.ts'
import type { Standpoint } from './confirm.ts'
import { guidDn } from './ids.ts'
import { memberValue } from './write-members.ts'
import { objectAt } from './write-lookup.ts'

type Shift = Extract<Operation, { readonly kind: 'membership' }>

interface Question {
  readonly shift: Shift
  readonly group: string
  readonly at: Standpoint
}

/** How many memberships stand in one filter. */
const most = 100

/** Reads memberships back. Those of one group that are asked for in one breath take one search: are they all so? */
export class Memberships {
  private readonly together = new Together<Question>(most, areAllSo)

  async confirmed(shift: Shift, at: Standpoint): Promise<boolean> {
    const group = at.targets.object('group', (shift.after ?? shift.before).group)?.immutableId
    const areSo = group !== undefined && (await this.together.ask(group, { shift, group, at }))
    return areSo || confirmed(shift, at)
  }
}

async function areAllSo(questions: readonly Question[]): Promise<boolean> {
  const [first] = questions
  const parts = await Promise.all(questions.map(filterFor))
  const told = parts.filter((part) => part !== undefined)
  if (first === undefined || told.length < parts.length) return false
  return (await objectAt(first.at.connection, guidDn(first.group), [], { and: told })) !== undefined
}

/** undefined: it cannot be told by a filter. Of members that are hidden a filter holds nothing to be true, not even that one is no member. */
async function filterFor({ shift, at }: Question): Promise<Filter | undefined> {
  const target = await at.targets.target((shift.after ?? shift.before).member, at.connection)
  if (target === undefined) return undefined
  const isIn: Filter = { attribute: 'member', equals: memberValue(target) }
  return shift.verb === 'grant' ? isIn : { not: isIn }
}
