import { count } from '../count.ts'
import { value, values } from '../markdown.ts'

/** A way to name many tenants in few characters, in the order that they have in a plan. */
export type TenantNames = (tenants: ReadonlySet<string>) => string

/** Fewer than this in a row are named one by one. */
const fewest = 3

/** Names every tenant; those that follow each other in the plan as `a to z`, with how many there are. */
export function inRows(all: readonly string[]): TenantNames {
  return (tenants) => {
    if (tenants.size === all.length && all.length > fewest) return `all ${count(all.length, 'tenant')}`
    return named(rowsOf(all, tenants))
  }
}

/** Where even rows are too many: how many, and between which two. */
export function counted(all: readonly string[]): TenantNames {
  const precise = inRows(all)
  return (tenants) => {
    const rows = rowsOf(all, tenants)
    const [first, last] = [rows[0]?.[0], rows.at(-1)?.at(-1)]
    if (rows.length <= 4 || first === undefined || last === undefined) return precise(tenants)
    return `${count(tenants.size, 'tenant')} between ${value(first)} and ${value(last)}`
  }
}

/** Rows by their ends, and single names in between together. */
function named(rows: readonly (readonly string[])[]): string {
  const parts: string[] = []
  let singles: string[] = []
  const flush = (): void => {
    if (singles.length > 0) parts.push(values(singles))
    singles = []
  }
  for (const names of rows) {
    if (names.length < fewest) singles.push(...names)
    else {
      flush()
      parts.push(rowInWords(names))
    }
  }
  flush()
  return parts.join(', ')
}

function rowInWords(names: readonly string[]): string {
  return `${value(names[0] ?? '')} to ${value(names.at(-1) ?? '')} (${names.length.toLocaleString('en-GB')} in a row)`
}

/** The tenants in runs without a gap. */
function rowsOf(all: readonly string[], tenants: ReadonlySet<string>): readonly (readonly string[])[] {
  const rows: string[][] = []
  let isOpen = false
  for (const tenant of all) {
    const isIn = tenants.has(tenant)
    if (isIn && isOpen) rows.at(-1)?.push(tenant)
    else if (isIn) rows.push([tenant])
    isOpen = isIn
  }
  return rows
}
