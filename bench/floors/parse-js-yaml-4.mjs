// The floor of loading: js-yaml 4 reads every YAML file below the folder, and nothing more is done with it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml-4'

for (const entry of readdirSync(process.argv[2], { recursive: true, withFileTypes: true })) {
  if (entry.isFile() && entry.name.endsWith('.yaml')) load(readFileSync(join(entry.parentPath, entry.name), 'utf8'))
}
