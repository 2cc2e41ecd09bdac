import type { DirectoryOperation } from '../../model/operation.ts'
import { Together } from '../../ldap/together.ts'
import { confirmed } from './confirm.ts'
import type { Standpoint } from './confirm.ts'
import { presentAmong } from './write-members.ts'

type Shift = Extract<DirectoryOperation, { readonly kind: 'membership' }>

interface Question {
  readonly shift: Shift
  readonly group: string
  readonly at: Standpoint
}

/** How many memberships are asked for at once. */
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

/** What cannot be told like this, as of members that only their own domain knows, is looked at one by one. */
async function areAllSo(questions: readonly Question[]): Promise<boolean> {
  const [first] = questions
  if (first === undefined) return true
  const { group, at } = first
  const named = await Promise.all(
    questions.map(async ({ shift }) => at.targets.target((shift.after ?? shift.before).member, at.connection)),
  )
  const guids = named.flatMap((target) => (target !== undefined && 'guid' in target ? [target.guid] : []))
  if (guids.length < questions.length) return false
  const present = await presentAmong(group, guids, at)
  return questions.every(({ shift }, index) => (shift.verb === 'grant') === present.has(guids[index] ?? ''))
}
