import type { Cause } from './cause.ts'
import type { Asked, Causes } from './causes.ts'
import type { Cell } from './cells.ts'
import type { Collected, Collector } from './collect.ts'
import { nameOfCause } from './collect.ts'
import type { Crowd } from './crowds.ts'
import type { Bits } from './entity-set.ts'
import { eachBit } from './entity-set.ts'
import { isPrivileged } from './privileged.ts'
import type { Row } from './rows.ts'
import { rowsOfCell } from './rows.ts'
import type { Steps } from './steps.ts'

/** Collects what changes for a crowd: step by step, and in each step by cause. */
export function attribute(crowd: Crowd, way: Steps, causes: Causes, found: Collector): void {
  for (const cell of crowd.cells) {
    const rows = rowsOfCell(cell, way.first.catalogue, way.last.catalogue)
    for (const isLost of [true, false]) {
      for (const [at, step] of way.steps.entries()) {
        const some = rows.filter((row) => row.step === at && row.to < row.from === isLost)
        if (some.length === 0) continue
        const before = way.steps[at - 1]?.world ?? way.first
        collectRows({ crowd, cell, rows: some, way, causes, found }, { crowd, step, before, isLost })
      }
    }
  }
}

interface Collecting {
  readonly crowd: Crowd
  readonly cell: Cell
  readonly rows: readonly Row[]
  readonly way: Steps
  readonly causes: Causes
  readonly found: Collector
}

/** Rows of one step: divided by cause, which may be another for each person, entity or permission. */
function collectRows(collecting: Collecting, asked: Omit<Asked, 'column'>): void {
  const { crowd, cell, rows, causes } = collecting
  const users = crowd.users.map(({ user }) => user)
  const entities = cell.extent === 'everywhere' ? undefined : numbersIn(cell.extent)
  switch (asked.step.name) {
    case 'account':
      for (const member of crowd.users) {
        const shares = byCause(rows, (column) => causes.ofMember({ ...asked, column }, member))
        add(collecting, asked, shares, { users: [member.user], entities })
      }
      return
    case 'accessGroup':
    case 'entity':
      for (const entity of entities ?? [undefined]) {
        const cause = causes.ofCrowd({ ...asked, column: rows[0]?.column ?? 0 }, entity)
        add(collecting, asked, [{ cause, rows }], { users, entities: entity === undefined ? undefined : [entity] })
      }
      return
    case 'role':
    case 'department':
    case 'tenant':
    case 'platform': {
      const shares = byCause(rows, (column) => causes.ofCrowd({ ...asked, column }, undefined))
      add(collecting, asked, shares, { users, entities })
    }
  }
}

interface Share {
  readonly cause: Cause
  readonly rows: readonly Row[]
}

function byCause(rows: readonly Row[], causeOf: (column: number) => Cause): readonly Share[] {
  const shares = new Map<string, { cause: Cause; rows: Row[] }>()
  for (const row of rows) {
    const cause = causeOf(row.column)
    const key = nameOfCause(cause)
    const share = shares.get(key)
    if (share === undefined) shares.set(key, { cause, rows: [row] })
    else share.rows.push(row)
  }
  return [...shares.values()]
}

function add(
  { crowd, found, way }: Collecting,
  { step, before, isLost }: Omit<Asked, 'column'>,
  shares: readonly Share[],
  about: Pick<Collected, 'users' | 'entities'>,
): void {
  for (const { cause, rows } of shares) {
    const marked = isPrivileged({ crowd, way, step, before, isLost, rows, entities: about.entities })
    found.add({ cause, isLost, rows, ...about, isPrivileged: marked })
  }
}

function numbersIn(bits: Bits): readonly number[] {
  const numbers: number[] = []
  eachBit(bits, (entity) => numbers.push(entity))
  return numbers
}
