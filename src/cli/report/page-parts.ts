import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { PageParts } from '../../report/html/page.ts'
import { home } from '../tool.ts'

/** The scripts of the page, in the order in which they build on one another. */
export const scripts = [
  'data.js',
  'dom.js',
  'table.js',
  'parts.js',
  'overview.js',
  'people.js',
  'person.js',
  'things.js',
  'roles.js',
  'matrix.js',
  'changes.js',
  'money.js',
  'main.js',
] as const

/** What roster brings along for a report: `page/`, which lies beside the program. */
export function pageParts(): PageParts {
  const read = (file: string): string => readFileSync(new URL(`page/${file}`, home), 'utf8')
  return {
    style: read('report.css'),
    script: `'use strict';(() => {\n${scripts.map(read).join('\n')}\n})()`,
    hash: (text) => createHash('sha256').update(text).digest('base64'),
  }
}
