import { grouped } from '../model/grouped.ts'
import type { Answer } from './answer.ts'
import { count } from './count.ts'
import type { Ink } from './ink.ts'
import { paintTable, type Table } from './table.ts'

/** Where a step of a work order stands. */
export type TaskStanding = 'open' | 'attested' | 'verified' | 'contradicted'

/** A step of a work order. */
export interface Task {
  readonly tenant: string
  readonly order: string
  readonly step: number
  readonly title: string
  readonly assignee?: string
  /** The calendar day by which. */
  readonly due: string
  /** Open, and the day is over. */
  readonly overdue: boolean
  readonly standing: TaskStanding
  /** Steps of the same order that come first and are still open. */
  readonly after: readonly number[]
  readonly attestedBy?: string
  readonly attestedOn?: string
  /** What contradicts it. */
  readonly why?: string
  /** What says that it is done; of an open step. */
  readonly command?: string
  readonly file: string
}

const columns = {
  tenant: 'TENANT',
  order: 'ORDER',
  step: 'STEP',
  title: 'WHAT',
  who: 'WHO',
  due: 'BY',
  standing: 'STANDING',
  command: 'COMMAND',
} as const

type TaskColumn = keyof typeof columns

/** The list of what people are asked to do. */
export function tasksAnswer(tasks: readonly Task[]): Omit<Answer, 'exitCode'> {
  const open = tasks.filter(({ standing }) => standing === 'open')
  const overdue = open.filter((task) => task.overdue)
  return {
    document: { kind: 'tasks', open: open.length, overdue: overdue.length, tasks },
    table: tableOf(tasks, Object.keys(columns) as readonly TaskColumn[]),
    text: ({ ink }) => {
      if (tasks.length === 0) return `${ink.plain('Nobody is asked to do anything.')}\n`
      const table = tableOf(tasks, ['tenant', 'order', 'step', 'due', 'standing', 'who', 'title'])
      const late = overdue.length === 0 ? '' : `, ${overdue.length} of them overdue`
      const sum = open.length === 0 ? 'Nothing is open' : `${count(open.length, 'step')} open${late}`
      return [...paintTable(table, ink), '', ink.plain(`${sum}.`), ...howTo(open, ink), ''].join('\n')
    },
  }
}

/** Where each order lies, and what says that its next step is done. */
function howTo(open: readonly Task[], ink: Ink): readonly string[] {
  const orders = grouped(open, ({ file }) => file)
  return [...orders].map(([file, steps]) => {
    const next = steps.find(({ after }) => after.length === 0)
    return ink.faint(`${file}: ${next?.command ?? ''}`)
  })
}

function tableOf(tasks: readonly Task[], names: readonly TaskColumn[]): Table {
  return {
    columns: names.map((name) => ({ name, title: columns[name] })),
    rows: tasks.map((task) => names.map((name) => cellOf(task, name))),
  }
}

function cellOf(task: Task, name: TaskColumn): string {
  switch (name) {
    case 'who':
      return task.assignee ?? ''
    case 'standing':
      return standingInWords(task)
    case 'command':
      return task.command ?? ''
    case 'tenant':
    case 'order':
    case 'step':
    case 'title':
    case 'due':
      return String(task[name])
  }
}

function standingInWords({ standing, overdue, after, attestedBy, attestedOn, why }: Task): string {
  switch (standing) {
    case 'open':
      if (after.length > 0) return `open, after ${after.join(', ')}${overdue ? ', overdue' : ''}`
      return overdue ? 'open, overdue' : 'open'
    case 'attested':
      return `attested by ${attestedBy} on ${attestedOn}`
    case 'verified':
      return `verified (${attestedBy} on ${attestedOn})`
    case 'contradicted':
      return why === undefined ? 'contradicted' : `contradicted: ${why}`
  }
}
