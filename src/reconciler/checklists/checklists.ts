import type { ChecklistStep } from '../../language/compile/desired-platforms.ts'
import type { Entry } from '../../model/entry.ts'
import type { PlatformDraft } from '../accounts/contract.ts'
import { spokenWord } from '../accounts/spoken.ts'
import { isSaid } from './evidence.ts'
import { handovers } from './handover.ts'
import type { Desk, Sheet } from './place.ts'
import { beginning, byPerson, stepAddress } from './place.ts'
import { sheetsOf } from './sheets.ts'
import { standingOfStep } from './steps.ts'
import { awaitedFor, workOrder } from './work-order.ts'

/** Steps that people have to do, and what an apply writes down of those that are done or begun. */
export interface OpenSteps {
  readonly operations: readonly PlatformDraft[]
  readonly entries: readonly Entry[]
}

/** Goes through the checklists of everybody who arrives or leaves. A step waits for the one before it. */
export function openSteps(occasion: Omit<Desk, 'onAccounts'>): OpenSteps {
  const desk: Desk = { ...occasion, onAccounts: byPerson(occasion.operations) }
  const walked = sheetsOf(desk).map((sheet) => walk(desk, sheet))
  const handed = handovers(desk)
  return {
    operations: [...walked.flatMap(({ operations }) => operations), ...handed.map(({ operation }) => operation)],
    entries: [...walked.flatMap(({ entries }) => entries), ...handed.flatMap(({ sheet }) => begin(desk, sheet))],
  }
}

function walk(desk: Desk, sheet: Sheet): OpenSteps {
  const operations: PlatformDraft[] = []
  const entries: Entry[] = []
  let before: readonly string[] = []
  let isOpen = false
  for (const step of desk.desired.checklists.get(sheet.checklist) ?? []) {
    const standing = standingOfStep(desk, sheet, step)
    if (standing.is === 'done') {
      if (!isSaid(desk, sheet, step)) entries.push(seen(desk, sheet, step))
      continue
    }
    isOpen = true
    if (standing.is === 'bound') {
      before = standing.to
      continue
    }
    const operation = forPerson(desk, { sheet, step, needs: before })
    operations.push(operation)
    before = [operation.id]
  }
  return { operations, entries: isOpen || entries.length > 0 ? [...begin(desk, sheet), ...entries] : [] }
}

interface Turn {
  readonly sheet: Sheet
  readonly step: ChecklistStep
  readonly needs: readonly string[]
}

function forPerson(desk: Desk, { sheet, step, needs }: Turn): PlatformDraft {
  const assignee = assigneeOf(desk, sheet, step)
  return workOrder(desk, {
    sheet,
    step: step.step,
    title: step.title ?? spokenWord(step.step),
    ...(assignee === undefined ? {} : { assignee }),
    waitingFor: awaitedFor(step),
    needs,
  })
}

/** Whoever left has no line that names a manager: the ledger may know who it was. */
function assigneeOf({ desired, memory }: Desk, { user }: Sheet, { assignee }: ChecklistStep): string | undefined {
  if (assignee === 'self') return user
  if (assignee !== 'manager') return assignee
  const person = desired.people.get(user)
  if (person !== undefined) return person.manager ?? undefined
  const records = [...desired.directories.keys()].map((each) =>
    memory.objects.get(`${desired.id}/${each}/user/${user}`),
  )
  return records
    .map((record) => record?.verified?.references['manager'])
    .find((id) => id !== undefined && desired.people.has(id))
}

function begin({ desired, memory }: Desk, sheet: Sheet): readonly Entry[] {
  const address = beginning(desired, sheet)
  return memory.done.has(address) ? [] : [{ type: 'done', address, by: 'roster' }]
}

/** That a step was seen done is written down: it stays done, whatever is seen later. */
function seen({ desired }: Desk, sheet: Sheet, { step }: ChecklistStep): Entry {
  return { type: 'done', address: stepAddress(desired, sheet, step), by: 'roster' }
}
