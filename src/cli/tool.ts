import { readFileSync } from 'node:fs'

/** Where the files that ship with roster lie: beside src/ and dist/. */
export const home = new URL('../../', import.meta.url)

/** Name and version of this program. */
export function tool(): { readonly name: string; readonly version: string } {
  const text = readFileSync(new URL('package.json', home), 'utf8')
  const { name, version } = JSON.parse(text) as { readonly name: string; readonly version: string }
  return { name, version }
}
