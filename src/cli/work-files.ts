import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createFile, makeFolder, replaceFile } from '../ledger/durable.ts'
import type { ApplyReport, OpenOrder } from '../reconciler/run.ts'
import { importCsvOf } from '../report/csv.ts'
import { orderFile, orderText, replacedLine, sheetFile, sheetTable } from '../report/work-order.ts'

/** Writes the files of open work orders that are not there yet: the ledger has the orders, the files are for people. */
export async function writeOrders(root: string, { tenants }: ApplyReport): Promise<void> {
  for (const { tenant, orders = [] } of tenants) {
    for (const order of orders) {
      if (order.steps.length > 0) await writeOrder(root, tenant, order)
      if (order.replaces !== undefined) await crossOut(join(root, orderFile(tenant, order.replaces)), order.order)
    }
  }
}

/** The sheets come first: whoever finds the order finds them too. */
async function writeOrder(root: string, tenant: string, order: OpenOrder): Promise<void> {
  const file = join(root, orderFile(tenant, order.order))
  await makeFolder(dirname(file))
  for (const { number, sheet } of order.steps) {
    if (sheet !== undefined)
      await createFile(join(root, sheetFile(tenant, order.order, number)), importCsvOf(sheetTable(sheet)))
  }
  await createFile(file, orderText(tenant, order))
}

/** What somebody wrote into the file of an old order stays below the line that says that it is over. */
async function crossOut(file: string, by: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  const line = replacedLine(by)
  if (text !== undefined && !text.startsWith(line)) await replaceFile(file, line + text)
}
