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
  /** What proves it once it is attested: a list of the platform, or nothing but somebody's word. */
  readonly verify: 'export' | 'attest'
  /** Steps of the same order that come first and are still open. */
  readonly after: readonly number[]
  readonly attestedBy?: string
  readonly attestedOn?: string
  /** What contradicts it. */
  readonly why?: string
  /** What says that it is done, of an open step; what proves it, of one that is attested and that a list can show. */
  readonly command?: string
  readonly file: string
}

const columns = {
  tenant: 'TENANT',
  order: 'ORDER',
  step: 'STEP',
  title: 'WHAT',
  who: 'WHO',
  due: 'DUE',
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
      return [...paintTable(table, ink), '', ink.plain(sumInWords(tasks)), ...howTo(tasks, ink), ''].join('\n')
    },
  }
}

/** «2 steps open, 1 of them overdue; 1 attested and not seen yet.» */
function sumInWords(tasks: readonly Task[]): string {
  const of = (standing: TaskStanding): number => tasks.filter((task) => task.standing === standing).length
  const overdue = tasks.filter((task) => task.overdue).length
  const [open, contradicted] = [of('open'), of('contradicted')]
  const unseen = tasks.filter(isUnseen).length
  const parts = [
    open === 0
      ? 'Nothing is open'
      : `${count(open, 'step')} open${overdue === 0 ? '' : `, ${overdue} of them overdue`}`,
    ...(unseen === 0 ? [] : [`${count(unseen, 'step')} attested and not seen yet`]),
    ...(contradicted === 0 ? [] : [`${count(contradicted, 'step')} contradicted: roster plan says what follows`]),
  ]
  return `${parts.join('; ')}.`
}

function isUnseen({ standing, verify }: Task): boolean {
  return standing === 'attested' && verify === 'export'
}

/** Where each order with an open step lies and what says that the next one is done; and the list that proves what was attested. */
function howTo(tasks: readonly Task[], ink: Ink): readonly string[] {
  const open = grouped(
    tasks.filter(({ standing }) => standing === 'open'),
    ({ file }) => file,
  )
  const unseen = new Set(tasks.filter(isUnseen).flatMap(({ command = [] }) => command))
  return [
    ...[...open].flatMap(([file, steps]) => {
      const command = steps.find(({ after }) => after.length === 0)?.command
      return [ink.faint(`How: ${file}`), ...(command === undefined ? [] : [ink.faint(`  when it is done: ${command}`)])]
    }),
    ...[...unseen].map((command) => ink.faint(`To have it verified, export the list of the platform: ${command}`)),
  ]
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
