// The floor of loading: the yaml package reads every YAML file below the folder, and nothing more is done with it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

for (const entry of readdirSync(process.argv[2], { recursive: true, withFileTypes: true })) {
  if (entry.isFile() && entry.name.endsWith('.yaml')) parse(readFileSync(join(entry.parentPath, entry.name), 'utf8'))
}
