import { isAbsolute, join, normalize, posix, sep } from 'node:path'

import type { Directory, LocalDirectory } from '../../generated/tenant.ts'
import { outsideWorkspace } from './faults.ts'

/** What tenant.yaml says of a local directory, with every default filled in. */
export interface LocalSettings {
  /** Absolute. */
  readonly file: string
  readonly users: string
  readonly groups: string
  readonly disabled: string | undefined
  readonly groupPlacement: 'flat' | 'keep'
  readonly placement: 'flat' | 'department' | 'departmentPath' | 'keep'
  readonly protect: readonly string[]
  /** Path of users.yaml -> attributes it fills; a path that is not there fills the attribute of its own name. */
  readonly mapping: ReadonlyMap<string, readonly string[]>
}

/** Where a connection stands: which directory of which tenant, in which workspace. */
export interface Place {
  readonly root: string
  readonly tenant: string
  readonly id: string
}

/** Reads the settings. Throws DirectoryFault when the file would lie outside the workspace. */
export function localSettings(directory: Directory, place: Place): LocalSettings {
  const settings = localOnly(directory)
  return {
    file: join(place.root, fileOf(settings) ?? join('.roster', 'local', place.tenant, `${place.id}.json`)),
    users: pathOf(settings.users?.base ?? 'people'),
    groups: pathOf(settings.groups?.base ?? 'groups'),
    disabled: settings.users?.disabledBase === undefined ? undefined : pathOf(settings.users.disabledBase),
    groupPlacement: settings.groups?.placement ?? 'flat',
    placement: settings.users?.placement ?? 'flat',
    protect: settings.protect ?? [],
    mapping: mappingOf(settings.mapping ?? {}),
  }
}

/** The file that is named, in one spelling; undefined where the default holds, which no two directories share. */
export function fileOf(settings: LocalDirectory): string | undefined {
  if (settings.file === undefined) return undefined
  const file = normalize(settings.file)
  if (isAbsolute(file) || file === '..' || file.startsWith(`..${sep}`)) throw outsideWorkspace(settings.file)
  return file
}

/** Narrows to the settings of this provider. */
export function localOnly(directory: Directory): LocalDirectory {
  if (directory.provider === 'local') return directory
  throw new Error(`settings of provider ${directory.provider} were given to the local one`)
}

function pathOf(container: string): string {
  return posix.normalize(container).replace(/^\/+|\/+$/g, '')
}

function mappingOf(mapping: NonNullable<LocalDirectory['mapping']>): ReadonlyMap<string, readonly string[]> {
  const attributes = new Map<string, string[]>()
  for (const [attribute, mapped] of Object.entries(mapping)) {
    // An attribute has the name of its path, so that what is left alone is a path without attributes.
    if (mapped === null) {
      attributes.set(attribute, attributes.get(attribute) ?? [])
      continue
    }
    const path = typeof mapped === 'string' ? mapped : mapped.from
    attributes.set(path, [...(attributes.get(path) ?? []), attribute])
  }
  return attributes
}
