import { schemaAt } from './schema-file.ts'

/** What of a person is no attribute, but says where the account is and what becomes of it. */
export const aboutTheAccount: readonly string[] = [
  'template',
  'groups',
  'licences',
  'without',
  'directories',
  'starts',
  'ends',
  'adopt',
  'state',
  'urgent',
  'leaving',
  'guest',
  'movedFrom',
  'security',
  'applications',
  'platforms',
  'overrides',
  'certifications',
  'training',
  'dailyAccount',
]

const notValues: ReadonlySet<string> = new Set([...aboutTheAccount, 'manager', 'department'])

/** Dotted paths of users.yaml that hold values of a person, and those of the department. */
export function personPaths(): ReadonlySet<string> {
  known ??= new Set([...pathsBelow([]), 'department', 'department.name', 'manager'])
  return known
}

/** Dotted paths of users.yaml that a line can say, whole groups of them included (`phones`). */
export function ownablePaths(): readonly string[] {
  const paths = [...personPaths()].filter((path) => path !== 'department.name')
  return [...new Set(paths.flatMap((path) => [path, path.split('.')[0] ?? path]))]
}

let known: ReadonlySet<string> | undefined

function pathsBelow(path: readonly string[]): string[] {
  const properties = Object.entries(schemaAt('users', ['any', ...path], undefined)?.schema.properties ?? {})
  return properties
    .filter(([name]) => path.length > 0 || !notValues.has(name))
    .flatMap(([name, schema]) =>
      schema.properties !== undefined || schema.$ref !== undefined
        ? nested([...path, name])
        : [[...path, name].join('.')],
    )
}

function nested(path: readonly string[]): string[] {
  const below = pathsBelow(path)
  return below.length > 0 ? below : [path.join('.')]
}
