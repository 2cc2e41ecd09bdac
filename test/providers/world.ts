import type { Directory } from '../../src/generated/tenant.ts'
import type { Secret } from '../../src/model/secret.ts'
import type { Value } from '../../src/model/value.ts'
import type { Provider } from '../../src/providers/provider.ts'

/** A workspace folder on the disk, and a live directory that tenant `acme` knows as `hq`. */
export interface World {
  /** An empty folder: the suite writes roster.yaml and the tenant's files into it. */
  readonly root: string
  readonly provider: Provider
  /** What stands under `directories.hq` of tenant.yaml. */
  readonly settings: Directory
  readonly environment: (name: string) => Secret | undefined
  readonly behind: Behind
  /** Where the directory lends licences: what it lends, and its administrator's hands on it. */
  readonly lends?: Lends
  close(): Promise<void>
}

/** Makes a new world whose directory is empty. `placement`: where people are put by their departments. */
export type MakeWorld = (wish: { readonly placement: 'flat' | 'department' | 'departmentPath' }) => Promise<World>

/** The directory as its own administrator sees it: read and changed without roster, in words that every provider shares. */
export interface Behind {
  picture(): Promise<Picture>
  /** Changes somebody's title. */
  retitle(username: string, title: string): Promise<void>
  /** Makes an account that nobody declared. */
  addStranger(username: string): Promise<void>
  /** Puts somebody into a group, or takes them out. */
  join(group: string, username: string): Promise<void>
  leave(group: string, username: string): Promise<void>
  /** Deletes an account. */
  remove(username: string): Promise<void>
  /** From now until the answer is called, listings of people break off before their end, as this sort of directory does it. */
  breakListings(): Promise<() => Promise<void>>
}

/** One licence, of which so many units were bought. */
export interface Lends {
  readonly sku: string
  readonly units: number
  /** Country that everybody must be in, where units are given only to people in one. */
  readonly country?: string
  /** Gives somebody a unit, or takes it from them. */
  assign(username: string, isGiven: boolean): Promise<void>
  /** From now until the answer is called, nobody who reads may see who has it. */
  hide(): Promise<() => Promise<void>>
}

/** What a directory holds. Equal pictures, equal directories: sorted, without ids that differ from run to run. */
export interface Picture {
  readonly people: readonly PicturedPerson[]
  readonly groups: readonly PicturedGroup[]
}

export interface PicturedPerson {
  readonly username: string
  readonly enabled: boolean
  readonly container: string
  readonly title: string | undefined
  /** Username of the manager. */
  readonly manager: string | undefined
  /** What they use a unit of, sorted; not there where the directory lends nothing. */
  readonly licences?: readonly string[]
  /** Everything else that is held about the person. */
  readonly values: Readonly<Record<string, Value>>
}

export interface PicturedGroup {
  readonly name: string
  readonly description: string | undefined
  /** Usernames, and `group:<name>`; sorted. A member that does not exist is `?`. */
  readonly members: readonly string[]
}
