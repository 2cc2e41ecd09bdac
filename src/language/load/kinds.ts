/** How a file holds its kind: `map` id -> spec, `one` just the spec of one id, `whole` a file of fixed properties. */
export type FileForm = 'map' | 'one' | 'whole'

/** The kinds of file that this version carries out, besides roster.yaml and tenant.yaml. */
export const fileKinds = [
  'departments',
  'users',
  'groups',
  'roles',
  'templates',
  'entities',
  'access-groups',
  'policies',
  'imports',
  'actions',
  'acknowledgements',
  'leave',
  'tests',
] as const

export type FileKind = (typeof fileKinds)[number]

/** Kinds that a library can hold for others. */
export const libraryKinds: readonly FileKind[] = ['roles', 'templates', 'policies']

/** Whether a kind maps ids to specs, and so may be spread over several files and a folder. */
export function hasIds(kind: FileKind): boolean {
  return kind !== 'policies'
}
