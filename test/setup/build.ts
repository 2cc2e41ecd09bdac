import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Builds `dist/` and `src/generated/` where something they are made from is newer: a clean clone can run any test. `npm test`
 * builds first and stops at an error; here, with somebody in the middle of a change, tests run on what could be built.
 */
export default function build(): void {
  const made = changed(['dist/cli/main.js', 'dist/generated/validators.js', 'src/generated/validators.js'], Math.min)
  const sources = ['src', 'schema', 'scripts'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => !path.startsWith('generated'))
      .map((path) => join(folder, path)),
  )
  if (made < changed(['package.json', 'tsconfig.build.json', ...sources], Math.max)) {
    const { status, stdout } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, encoding: 'utf8' })
    if (status !== 0) console.error(`npm run build found errors:\n${stdout}`)
  }
}

function changed(paths: readonly string[], pick: (...times: number[]) => number): number {
  return pick(...paths.map((path) => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0))
}
