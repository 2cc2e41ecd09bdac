import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Builds `dist/` and `src/generated/` where something they are made from is newer: a clean clone can run any test. */
export default function build(): void {
  const made = changed(['dist/cli/main.js', 'dist/generated/validators.js', 'src/generated/validators.js'], Math.min)
  const sources = ['src', 'schema', 'scripts'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => !path.startsWith('generated'))
      .map((path) => join(folder, path)),
  )
  if (made < changed(['package.json', 'tsconfig.build.json', ...sources], Math.max)) {
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  }
}

function changed(paths: readonly string[], pick: (...times: number[]) => number): number {
  return pick(...paths.map((path) => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0))
}
