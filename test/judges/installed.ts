import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { needPackages } from '../servers/packages.ts'

/** Programs that nobody here wrote, as they came. */
export interface Installed {
  readonly az: { readonly words: readonly string[]; readonly version: string }
  readonly m365: { readonly words: readonly string[]; readonly version: string }
}

/** The one that figures were taken with; a newer one may ask for other things. */
const cli = '@pnp/cli-microsoft365'
const version = '11.11.0'
/** Outside the repository: its own tests read what lies below it. */
const folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'roster-test', 'judges')

/** Installs what is not there yet: azure-cli from Debian, the command line of Microsoft 365 into the cache of the tests. */
export function installed(tell: (what: string) => void): Installed {
  return { az: azureCli(), m365: microsoft365(tell) }
}

function azureCli(): Installed['az'] {
  needPackages(['/usr/bin/az'], ['azure-cli'])
  const said = execFileSync('az', ['version', '--output', 'json'], { encoding: 'utf8' })
  return { words: ['az'], version: String((JSON.parse(said) as Readonly<Record<string, unknown>>)['azure-cli']) }
}

function microsoft365(tell: (what: string) => void): Installed['m365'] {
  const own = join(folder, 'node_modules', cli)
  const isThere = existsSync(own) && versionOf(own) === version
  if (!isThere) {
    tell(`installs ${cli} ${version}`)
    mkdirSync(folder, { recursive: true })
    // A package of its own: npm would look for one further up, and find this project.
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
    const options = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
    execFileSync('npm', ['install', ...options, '--prefix', folder, `${cli}@${version}`], { stdio: 'ignore' })
  }
  return { words: [process.execPath, join(own, 'dist/index.js')], version: versionOf(own) }
}

function versionOf(own: string): string {
  const said = JSON.parse(readFileSync(join(own, 'package.json'), 'utf8')) as Readonly<Record<string, unknown>>
  return String(said['version'])
}
