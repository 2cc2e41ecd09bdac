import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Ended, Started } from './program.ts'
import { start } from './program.ts'

/** Neutral names of what the stories change behind roster's back; the owner is a group's. */
export type Detail = 'title' | 'phone' | 'city' | 'owner'

/** Somebody else at work in the directory: an administrator with other tools. Synchronous, as their tools are. */
export interface Behind {
  /** What the directory calls a detail. */
  readonly nameOf: (detail: Detail) => string
  /** The container of people with this name, as plans spell it; without a name the base of people. */
  readonly place: (name?: string) => string
  readonly set: (username: string, detail: Detail, values: readonly string[]) => void
  readonly rename: (username: string, to: string) => void
  /** Moves somebody below the base of people; makes the container where it is missing. */
  readonly move: (username: string, to: string) => void
  readonly disable: (username: string) => void
  readonly removePerson: (username: string) => void
  readonly removeGroup: (group: string) => void
  readonly addPerson: (username: string, email?: string) => void
  readonly addGroup: (group: string) => void
  readonly join: (group: string, username: string) => void
  readonly leave: (group: string, username: string) => void
  /** Puts a member in that does not exist; gives how the directory names it. */
  readonly joinNobody: (group: string) => string
  /** Puts somebody in who lies outside the managed containers; gives how the directory names them. */
  readonly joinOutsider: (group: string) => string
  /** Writes the same members in another spelling. */
  readonly respell: (group: string) => void
  /** From now on values are equal without regard to case, where they are not already. */
  readonly ignoreCase: () => void
  readonly describe: (group: string, text: string | undefined) => void
  readonly own: (group: string, username: string) => void
}

export interface Person {
  readonly container: string
  readonly state: string
  readonly manager: string | undefined
  readonly attributes: Readonly<Record<string, string | readonly string[]>>
}
export interface Group {
  readonly container: string
  readonly owner: string | undefined
  readonly members: readonly string[]
  readonly attributes: Readonly<Record<string, string | readonly string[]>>
}
/** What a directory holds, by names: equal for two directories that hold the same. */
export interface Picture {
  readonly people: Readonly<Record<string, Person>>
  readonly groups: Readonly<Record<string, Group>>
  readonly containers: readonly string[]
}

/** How one directory is set up, before any workspace. */
export interface Setting {
  readonly behind: Behind
  /** Lines of tenant.yaml below `hq:`. */
  readonly directory: (own?: DirectoryOptions) => string
  readonly variables: Readonly<Record<string, string>>
  readonly picture: () => Picture
  /** The directory's own id of each person and group, by name. */
  readonly ids: () => Readonly<Record<string, string>>
}

export interface DirectoryOptions {
  readonly mode?: 'authoritative' | 'additive' | 'observe'
  /** Another port than the server's own: a proxy stands there. */
  readonly port?: number
}

export interface TenantOptions extends DirectoryOptions {
  readonly deleteAfter?: string
  readonly recipients?: readonly string[]
  readonly more?: string
}

/** A workspace with one tenant, acme, on a directory of its own, and the program. */
export class Stage {
  readonly folder: string
  readonly setting: Setting
  /** What the tenant was opened with. */
  readonly options: TenantOptions

  constructor(folder: string, setting: Setting, options: TenantOptions) {
    this.folder = folder
    this.setting = setting
    this.options = options
  }

  get behind(): Behind {
    return this.setting.behind
  }

  write(path: string, text: string): void {
    const file = join(this.folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }

  remove(path: string): void {
    rmSync(join(this.folder, path), { recursive: true, force: true })
  }

  /** Files of the tenant. */
  declare(files: Readonly<Partial<Record<'users' | 'groups' | 'departments' | 'templates', string>>>): void {
    for (const [kind, text] of Object.entries(files)) this.write(`tenants/acme/${kind}.yaml`, text)
  }

  tenant({ deleteAfter, recipients, more = '', ...directory }: TenantOptions = {}): void {
    const lines = [
      'name: Acme',
      'timezone: Europe/Berlin',
      ...(deleteAfter === undefined ? [] : [`deleteAfter: ${deleteAfter}`]),
      ...(recipients === undefined ? [] : [`initialPasswords: { recipients: [${recipients.join(', ')}] }`]),
      'naming: { username: "{first}.{last}" }',
      'directories:',
      '  hq:',
      ...this.setting
        .directory(directory)
        .split('\n')
        .map((line) => `    ${line}`),
      more,
    ]
    this.write('tenants/acme/tenant.yaml', `${lines.join('\n')}\n`)
  }

  /** Lets the gates pass for a day, as a reviewer would. */
  acknowledge(...gates: readonly string[]): void {
    const expires = new Date(Date.now() + 86_400_000).toISOString()
    const entries = gates.map(
      (gate) =>
        `ack-${gate.toLowerCase()}: { gate: ${gate}, max: 1000, reason: story, approver: leads, expires: ${expires} }\n`,
    )
    this.write('tenants/acme/acknowledgements.yaml', entries.join(''))
  }

  begin(words: readonly string[], variables: Readonly<Record<string, string>> = {}): Started {
    const own = { ...this.setting.variables, XDG_CACHE_HOME: this.cache }
    return start(['-C', this.folder, ...words], { ...own, ...variables })
  }

  async roster(...words: readonly string[]): Promise<Ended> {
    return this.begin(words).ended
  }

  /** What roster keeps between two runs outside the workspace. */
  get cache(): string {
    return `${this.folder}.cache`
  }

  close(): void {
    for (const folder of [this.folder, this.cache]) rmSync(folder, { recursive: true, force: true })
  }
}

/** An empty workspace with the settings that all stories share. */
export function openStage(setting: (folder: string) => Setting, options: TenantOptions = {}): Stage {
  const folder = mkdtempSync(join(tmpdir(), 'roster-journey-'))
  const stage = new Stage(folder, setting(folder), options)
  stage.write(
    'roster.yaml',
    'version: 1\norganisation: Journeys\ntimezone: Europe/Berlin\napprovers: { leads: { forge: ["@x/leads"] } }\n',
  )
  stage.tenant(options)
  return stage
}
