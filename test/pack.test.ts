import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../', import.meta.url))
const packagesAtMost = 73
const minutes = 60_000

interface Installed {
  readonly packages: Readonly<Record<string, { readonly hasInstallScript?: boolean }>>
}

describe('the package, installed in an empty folder with its production dependencies only', () => {
  let folder: string
  let contents: readonly string[]

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'roster-pack-'))
    // Without scripts: a build in the middle of the run would take the ground from under other tests.
    const packed = await npm(root, ['pack', '--ignore-scripts', '--json', '--pack-destination', folder])
    const [made] = JSON.parse(packed.slice(packed.indexOf('['))) as [{ filename: string; files: { path: string }[] }]
    contents = made.files.map(({ path }) => path)
    mkdirSync(join(folder, 'place'))
    writeFileSync(join(folder, 'place/package.json'), '{ "private": true }')
    const tarball = join(folder, made.filename)
    await npm(join(folder, 'place'), ['install', '--omit=dev', '--prefer-offline', '--no-audit', '--no-fund', tarball])
  }, 3 * minutes)

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('SEC-39 is a few packages, of which none runs anything when it is installed', () => {
    const lock = readFileSync(join(folder, 'place/package-lock.json'), 'utf8')
    const packages = Object.entries((JSON.parse(lock) as Installed).packages).filter(([path]) => path !== '')
    expect(packages.length).toBeGreaterThan(5)
    expect(packages.length).toBeLessThanOrEqual(packagesAtMost)
    expect(packages.filter(([, { hasInstallScript }]) => hasInstallScript === true)).toEqual([])
  })

  test('holds the program, the schemas, the examples and their licence, and no sources or tests', () => {
    expect(contents).toEqual(
      expect.arrayContaining(['bin/roster.js', 'dist/cli/main.js', 'LICENSE', 'README.md', 'CHANGELOG.md']),
    )
    expect(contents).toContain('schema/users.schema.json')
    expect(contents).toEqual(expect.arrayContaining(['page/main.js', 'page/report.css']))
    expect(contents).toContain('examples/tenants/roster.yaml')
    expect(contents.filter((path) => /^(src|test|bench|scripts)\/|\.roster\/|node_modules/.test(path))).toEqual([])
  })

  test('shows its help', async () => {
    expect(await installed(['--help'])).toContain('Usage: roster')
  })

  test('prints every schema it follows', async () => {
    const kinds = (await installed(['schema'])).trim().split('\n')
    expect(kinds).toHaveLength(readdirSync(join(root, 'schema')).length)
  })

  test(
    'tells the whole story',
    async () => {
      expect(await installed(['demo'])).toContain('roster ledger verify')
    },
    2 * minutes,
  )

  async function installed(words: readonly string[]): Promise<string> {
    const program = join(folder, 'place/node_modules/.bin/roster')
    const { stdout } = await promisify(execFile)(program, [...words], { cwd: join(folder, 'place') })
    return stdout
  }
})

/** Runs npm as a person would, without what the npm that runs the tests has put into the environment. */
async function npm(cwd: string, words: readonly string[]): Promise<string> {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^npm_(?!config_(registry|cache|userconfig)$)/i.test(name),
  )
  const { stdout } = await promisify(execFile)('npm', [...words], { cwd, env: Object.fromEntries(own) })
  return stdout
}
