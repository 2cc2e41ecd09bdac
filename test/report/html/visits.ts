import { createRequire } from 'node:module'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'puppeteer-core'
import type { ReportData } from '../../../src/report/html/data.ts'
import { reportPage, type PageParts } from '../../../src/report/html/page.ts'
import { partsWith } from './gathered.ts'
import { inTempFolder } from './temp.ts'

const axe = (createRequire(import.meta.url)('axe-core') as { readonly source: string }).source

/** A report that is open in a browser, and everything it did that it should not do. */
export interface Visit {
  readonly page: Page
  /** Dialogs, requests, breaches of the policy, errors: one line each. */
  readonly misdeeds: readonly string[]
  /** Goes to a page of the report. */
  readonly go: (hash: string) => Promise<void>
}

/** Opens a report. `spoil`: changes the page as it was written, to seed a bug. */
export async function visit(
  browser: Browser,
  data: ReportData,
  {
    parts = {},
    spoil = (text) => text,
    scripts = true,
  }: {
    readonly parts?: Partial<PageParts>
    readonly spoil?: (page: string) => string
    readonly scripts?: boolean
  } = {},
): Promise<Visit> {
  const file = join(inTempFolder(), 'report.html')
  writeFileSync(
    file,
    spoil(
      reportPage(
        data,
        partsWith(() => parts),
      ),
    ),
  )
  const url = pathToFileURL(file).href
  const page = await browser.newPage()
  const misdeeds: string[] = []
  page.on('dialog', (dialog) => {
    misdeeds.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== url) misdeeds.push(`request: ${request.url()}`)
  })
  page.on('requestfailed', (request) => {
    misdeeds.push(`refused: ${request.url()}: ${request.failure()?.errorText ?? ''}`)
  })
  page.on('pageerror', (error) => misdeeds.push(`error: ${String(error)}`))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warn') misdeeds.push(`console: ${message.text()}`)
  })
  await page.setJavaScriptEnabled(scripts)
  await page.goto(url)
  return {
    page,
    misdeeds,
    go: async (hash) => {
      await ask(page, `void (location.hash = ${JSON.stringify(hash)})`)
      await until(page, `location.hash === ${JSON.stringify(hash)} && document.activeElement.tagName === 'H1'`)
    },
  }
}

/** Asks the page. What is asked is text: these tests know nothing of a browser's own types. */
export async function ask<T>(page: Page, expression: string): Promise<T> {
  return (await page.evaluate(expression)) as T
}

/** Waits until something is true in the page. */
export async function until(page: Page, expression: string): Promise<void> {
  const deadline = performance.now() + 10_000
  while (!(await ask<boolean>(page, expression))) {
    if (performance.now() > deadline) throw new Error(`it never came to be: ${expression}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** What axe finds of WCAG 2.2 AA and of good practice, in words; findings that are moderate or worse. */
export async function barriers(page: Page): Promise<readonly string[]> {
  await ask(page, axe)
  const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  const { violations } = await ask<AxeResults>(
    page,
    `axe.run({ runOnly: ${JSON.stringify(rules)}, resultTypes: ['violations'] })`,
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical' || impact === 'moderate')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`)
}
