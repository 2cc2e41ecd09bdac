import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Import } from '../../src/generated/import.ts'
import type { Plan } from '../../src/generated/plan.ts'
import type { Ended } from './program.ts'
import { start } from './program.ts'

/** Somebody who begins with roster: an empty folder, and the program. */
export class Newcomer {
  readonly folder = mkdtempSync(join(tmpdir(), 'roster-newcomer-'))
  readonly #variables: Readonly<Record<string, string>>

  constructor(variables: Readonly<Record<string, string>> = {}) {
    this.#variables = variables
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }))
  }

  /** Makes a workspace for the tenant lab, and takes the sample people out again. */
  async begins(tenant: string): Promise<void> {
    const answers = [
      '--organisation',
      'Lab',
      '--timezone',
      'Europe/Berlin',
      '--tenant',
      'lab',
      '--domain',
      'lab.example',
    ]
    await this.does('init', '--defaults', ...answers)
    for (const name of readdirSync(join(this.folder, 'tenants/lab'))) rmSync(join(this.folder, 'tenants/lab', name))
    this.write('tenants/lab/tenant.yaml', tenant)
  }

  write(path: string, text: string | Uint8Array): void {
    const file = join(this.folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8')
  }

  async roster(...words: readonly string[]): Promise<Ended> {
    return start(['-C', this.folder, ...words], this.#variables).ended
  }

  /** Runs a command that must end well; gives what it printed. */
  async does(...words: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.roster(...words)
    if (code !== 0) throw new Error(`roster ${words.join(' ')} ended with ${code}:\n${stdout}${stderr}`)
    return stdout
  }

  /** Runs an import, whether it can be carried out or not. */
  async imports(...words: readonly string[]): Promise<Import> {
    const { stdout } = await this.roster('import', '--tenant', 'lab', ...words, '--json')
    return JSON.parse(stdout) as Import
  }

  async plans(): Promise<Plan> {
    return JSON.parse((await this.roster('plan', '--tenant', 'lab', '--json')).stdout) as Plan
  }

  /** Every file of the tenant, name -> text. */
  files(): Readonly<Record<string, string>> {
    const folder = join(this.folder, 'tenants/lab')
    const names = readdirSync(folder).toSorted()
    return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
  }

  /** All text of one kind, in one or in several files. */
  text(kind: 'users' | 'groups' | 'departments'): string {
    const files = Object.entries(this.files()).filter(([name]) => name.startsWith(`${kind}.`))
    return files.map(([, text]) => text).join('\n')
  }
}

/** Everything by which a plan would change something, and whatever keeps it from being carried out. */
export function trouble({ tenants, operations, findings, diagnostics }: Plan): readonly string[] {
  return [
    ...tenants.flatMap(({ status }) => (status === 'noChange' ? [] : [`the tenant is ${status}`])),
    ...operations.map(({ summary }) => summary),
    ...findings.filter(({ result }) => result === 'block').map(({ message }) => message),
    ...diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message),
  ]
}
