import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Stage } from '../../forge/stage.ts'
import { git } from '../../git/repositories.ts'
import { start, type Ended } from '../program.ts'

type Variables = Readonly<Record<string, string>>

/** The machine that carries out the workflows: a clone, and which identity each job has. */
export class Runner {
  readonly folder: string
  readonly #stage: Stage
  readonly #read: Variables
  readonly #write: Variables
  readonly #token: string
  #jobs = 0

  private constructor(
    folder: string,
    stage: Stage,
    { read, write }: { readonly read: Variables; readonly write: Variables },
  ) {
    this.folder = folder
    this.#stage = stage
    this.#read = read
    this.#write = write
    const token = {
      checks: 'write',
      contents: 'write',
      issues: 'write',
      members: 'read',
      pull_requests: 'write',
      statuses: 'write',
    } as const
    this.#token = stage.workflow(token).tokenText
  }

  static async open(
    stage: Stage,
    identities: { readonly read: Variables; readonly write: Variables },
  ): Promise<Runner> {
    const folder = mkdtempSync(join(tmpdir(), 'roster-runner-'))
    await git('/', 'clone', '--quiet', stage.remote, folder)
    return new Runner(folder, stage, identities)
  }

  /** What plan.yml does: the result of the merge, read with an identity that cannot write, and no token of the forge. */
  async plan(head: string, base = 'origin/main'): Promise<Ended> {
    await this.#checkOut(base)
    await git(this.folder, 'merge', '--quiet', '--no-edit', head)
    return this.#roster(['plan', '--base', base, '--out', this.planFile], this.#read)
  }

  /** What comment.yml does: the base branch is checked out, and the plan is a file that came from elsewhere. */
  async comment(number: number, ...words: readonly string[]): Promise<Ended> {
    await this.#checkOut('origin/main')
    return this.#roster(['comment', '--pull', String(number), ...words], this.#forge())
  }

  /** What apply.yml does: the tip of the base branch, whatever began it. `at`: what a workflow that is wrong checks out. */
  async apply(variables: Variables = {}, at = 'origin/main'): Promise<Ended> {
    await this.#checkOut(at, 'main')
    const own = { ...this.#read, ...this.#write, ...this.#forge(), ...variables }
    return this.#roster(['apply', '--reviewed', '--branch', 'main'], own)
  }

  /** Anything else, at the tip of the base branch. */
  async roster(...words: readonly string[]): Promise<Ended> {
    await this.#checkOut('origin/main', 'main')
    return this.#roster(words, { ...this.#read, ...this.#write, ...this.#forge() })
  }

  get planFile(): string {
    return `${this.folder}.plan.json`
  }

  close(): void {
    for (const path of [this.folder, this.planFile, `${this.folder}.cache`])
      rmSync(path, { recursive: true, force: true })
  }

  async #checkOut(ref: string, branch?: string): Promise<void> {
    await git(this.folder, 'fetch', '--quiet', '--prune', 'origin')
    const how = branch === undefined ? ['--detach'] : ['-B', branch]
    await git(this.folder, 'checkout', '--quiet', '--force', ...how, ref)
  }

  async #roster(words: readonly string[], variables: Variables): Promise<Ended> {
    this.#jobs += 1
    const own = { XDG_CACHE_HOME: `${this.folder}.cache`, CI: 'true', GITHUB_RUN_ID: String(1000 + this.#jobs) }
    return start(['-C', this.folder, ...words], { ...own, ...variables }).ended
  }

  #forge(): Variables {
    const { api, repository } = this.#stage
    return { GITHUB_API_URL: api, GITHUB_REPOSITORY: repository, GITHUB_TOKEN: this.#token }
  }
}
