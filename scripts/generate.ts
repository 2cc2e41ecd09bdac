/**
 * Makes src/generated/ from schema/: the types of the documents (kept in git) and the compiled validators (not kept);
 * docs/diagnostics.md from the tables of rules; the tables of docs/providers/active-directory.md and entra.md; and
 * docs/platforms/ from the profiles.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { activeDirectoryPage } from './generate/active-directory.ts'
import { diagnosticsPage } from './generate/diagnostics.ts'
import { entraPage } from './generate/entra.ts'
import { platformPage } from './generate/platforms.ts'
import { shippedProfiles } from './generate/profiles.ts'
import { sections } from './generate/sections.ts'
import { documentTypes } from './generate/types.ts'
import { validators } from './generate/validators.ts'

const root = new URL('../', import.meta.url)
const generated = new URL('src/generated/', root)

mkdirSync(generated, { recursive: true })
for (const name of readdirSync(new URL('schema/', root))) {
  const kind = name.replace('.schema.json', '')
  writeFileSync(new URL(`${kind}.ts`, generated), await documentTypes(readSchema(name)))
}
writeFileSync(
  new URL('validators.js', generated),
  validators((kind) => readSchema(`${kind}.schema.json`)),
)
writeFileSync(new URL('docs/diagnostics.md', root), diagnosticsPage(sections))

const domains = new URL('docs/providers/active-directory.md', root)
writeFileSync(domains, activeDirectoryPage(readFileSync(domains, 'utf8')))

const clouds = new URL('docs/providers/entra.md', root)
writeFileSync(clouds, entraPage(readFileSync(clouds, 'utf8')))

mkdirSync(new URL('docs/platforms/', root), { recursive: true })
for (const [id, profile] of shippedProfiles())
  writeFileSync(new URL(`docs/platforms/${id}.md`, root), platformPage(id, profile))

function readSchema(name: string): object {
  return JSON.parse(readFileSync(new URL(`schema/${name}`, root), 'utf8')) as object
}
