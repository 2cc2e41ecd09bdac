import type { DirectoryOperation } from '../../model/operation.ts'
import type { Locator } from '../../model/outcome.ts'
import { entryAt } from '../../ldap/lookup.ts'
import type { Filter } from '../../ldap/wire/protocol.ts'
import { confirmed } from './confirm.ts'
import type { Standpoint } from './confirm.ts'

type Shift = Extract<DirectoryOperation, { readonly kind: 'membership' }>

interface Question {
  readonly shift: Shift
  readonly at: Standpoint
  readonly answer: (answer: Promise<boolean>) => void
}

/** How many memberships stand in one filter. */
const most = 100

/** Reads memberships back. Those of one group that are asked for in one breath take one search: are they all so? */
export class Memberships {
  /** immutableId of a group -> what is asked of it. */
  private readonly waiting = new Map<string, Question[]>()

  async confirmed(shift: Shift, at: Standpoint): Promise<boolean> {
    const group = at.targets.object('group', (shift.after ?? shift.before).group)
    if (group === undefined) return confirmed(shift, at)
    return new Promise((answer) => {
      const questions = this.waiting.get(group.immutableId)
      if (questions !== undefined && questions.length < most) {
        questions.push({ shift, at, answer })
        return
      }
      const fresh: Question[] = [{ shift, at, answer }]
      this.waiting.set(group.immutableId, fresh)
      setImmediate(() => {
        if (this.waiting.get(group.immutableId) === fresh) this.waiting.delete(group.immutableId)
        settle(group, fresh)
      })
    })
  }
}

function settle(group: Locator, questions: readonly Question[]): void {
  const together = areAllSo(group, questions)
  for (const { shift, at, answer } of questions) {
    answer(together.then(async (areSo) => areSo || confirmed(shift, at)))
  }
}

/** false: one of them is not, or it cannot be told like this. */
async function areAllSo(group: Locator, questions: readonly Question[]): Promise<boolean> {
  const parts: Filter[] = []
  for (const { shift, at } of questions) {
    const part = await filterFor(shift, at)
    if (part === undefined) return false
    parts.push(part)
  }
  const [first] = questions
  if (first === undefined) return true
  const { connection, style } = first.at
  const isIt: Filter = { attribute: 'entryUUID', equals: group.immutableId }
  // Where no member is to be seen at all, the absence of one says nothing.
  const isOpen: Filter = { present: style.attribute }
  return (await entryAt(connection, group.reference, [], { and: [isIt, isOpen, ...parts] })) !== undefined
}

async function filterFor({ verb, before, after }: Shift, at: Standpoint): Promise<Filter | undefined> {
  const { member } = after ?? before
  const reference = before?.reference ?? (await at.targets.reference(member, at.connection))
  const equals = reference === undefined ? undefined : await at.style.valueFor(reference, at.connection)
  if (equals === undefined) return undefined
  const isIn: Filter = { attribute: at.style.attribute, equals }
  return verb === 'grant' ? isIn : { not: isIn }
}
