import type { OpenOrder, OpenStep } from '../reconciler/run.ts'
import { count } from './count.ts'
import { dayForPeople } from './days.ts'
import { markdownTable, sentence, value } from './markdown.ts'
import type { Table } from './table.ts'

const folder = '.roster/work-orders'

/** The file of a work order, below the workspace. */
export function orderFile(tenant: string, order: string): string {
  return `${folder}/${tenant}/${order}.md`
}

/** The file of the people whom a step imports. */
export function sheetFile(tenant: string, order: string, step: number): string {
  return `${folder}/${tenant}/${order}-${step}.csv`
}

/** The people whom a step imports, as a table. */
export function sheetTable({ columns, rows }: NonNullable<OpenStep['sheet']>): Table {
  return { columns: columns.map((name) => ({ name, title: name })), rows }
}

/** The command that says that steps are done. */
export function attestCommand(
  tenant: string,
  order: string,
  { number, assignee }: { readonly number: number | string; readonly assignee?: string },
): string {
  return `roster attest ${order} ${number} --by ${assignee ?? '<who did it>'} --tenant ${tenant}`
}

/** The command that reads the list of the platform that an order is for: orders are called after its contract. */
export function observeCommand(
  tenant: string,
  order: string,
  { seats }: { /** Whether it is to show how many seats are paid, too. */ readonly seats: boolean },
): string {
  const paid = seats ? ' --purchased <seats paid there>' : ''
  return `roster observe ${order.replace(/-\d+$/, '')} <file>${paid} --tenant ${tenant}`
}

/** A work order as Markdown: what to click and type, what it brings about, who, by when, and how to say that it is done. */
export function orderText(tenant: string, order: OpenOrder): string {
  const { place, on, replaces, steps } = order
  const instead = replaces === undefined ? [] : [`It takes the place of ${value(replaces)}.`]
  return [
    `# Work order ${sentence(order.order)}: ${sentence(place)}`,
    '',
    [
      `For the tenant ${value(tenant)}, given out on ${dayForPeople(on)}: ${count(steps.length, 'step')}.`,
      ...instead,
    ].join(' '),
    'Do them in this order. Tick a step when it is done, and say so with the command below it: only then roster knows.',
    ...steps.flatMap((step) => ['', ...stepText(tenant, order, { step, last: attestLine(tenant, order, step) })]),
    '',
  ].join('\n')
}

function attestLine(tenant: string, { order }: OpenOrder, step: OpenStep): readonly string[] {
  return step.attested === undefined ? [value(attestCommand(tenant, order, step))] : []
}

/** What stands above an order that another took the place of. */
export function replacedLine(by: string): string {
  return `> **Do nothing of this any more:** ${value(by)} took the place of this work order.\n\n`
}

/** How a step is told. */
export interface ToldStep {
  readonly step: OpenStep
  /** Its box is ticked, though nobody's word is recorded. */
  readonly isTicked?: boolean
  /** What stands below an open one. */
  readonly last: readonly string[]
}

/** A step with its box, and all that is to be known for doing it. */
export function stepText(
  tenant: string,
  { order }: OpenOrder,
  { step, isTicked = false, last }: ToldStep,
): readonly string[] {
  const { clicks, fields, effects, sheet, number } = step
  const file = sheet === undefined ? [] : [`File: ${value(sheetFile(tenant, order, number).split('/').at(-1) ?? '')}`]
  const parts = [
    [whenAndWho(step)],
    file,
    clicks.map((click, at) => `${at + 1}. ${sentence(click)}`),
    fields.length === 0
      ? []
      : markdownTable(
          ['type or choose', 'value'],
          fields.map((field) => [sentence(field.label), value(field.value)]),
        ),
    effects.length === 0 ? [] : ['What it brings about:', '', ...effects.map((effect) => `- ${sentence(effect)}`)],
    [proof(observeCommand(tenant, order, { seats: false }), step)],
    [...doneLine(step), ...last],
  ]
  return [
    boxLine(step, isTicked),
    ...parts
      .filter((part) => part.length > 0)
      .flatMap((part) => ['', ...part.map((line) => (line === '' ? '' : `  ${line}`))]),
  ]
}

/** The line of a step that can be ticked. */
export function boxLine(
  { number, title, attested }: Pick<OpenStep, 'number' | 'title' | 'attested'>,
  isTicked: boolean,
): string {
  return `- [${attested !== undefined || isTicked ? 'x' : ' '}] **${number}.** ${sentence(title)}`
}

/** Whose word is recorded that a step is done; nothing where nobody's is. */
export function doneLine({ attested }: Pick<OpenStep, 'attested'>): readonly string[] {
  return attested === undefined ? [] : [`Done: ${value(attested.by)} on ${attested.on}.`]
}

function whenAndWho({ due, assignee, who, after }: OpenStep): string {
  const name = nameOf(assignee, who)
  const before = after.length === 0 ? '' : `, after ${after.length === 1 ? 'step' : 'steps'} ${after.join(' and ')}`
  return `${name}, by ${dayForPeople(due)}${before}.`
}

/** Somebody of another tenant is known by id alone. */
function nameOf(assignee: string | undefined, who: string | undefined): string {
  if (assignee === undefined) return 'Whoever is asked'
  return who === undefined || who === assignee ? value(assignee) : `${sentence(who)} (${value(assignee)})`
}

function proof(observe: string, { verify }: OpenStep): string {
  return verify === 'export'
    ? `It counts as verified once an export of the platform shows it: ${value(observe)}.`
    : 'Nothing but your word shows that it is done.'
}
