import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { git } from '../git/repositories.ts'
import { rooms } from '../access/questions-world.ts'
import { put, workspace } from './roster.ts'

/** Somebody with an account at home, on lines of their own. */
export function inhabitant(id: string, lines: readonly string[]): string {
  const [first = '', last = ''] = id.split('-').map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}`)
  const own = lines.map((line) => `  ${line}\n`).join('')
  return `${id}:\n  name: { first: ${first}, last: ${last} }\n  email: ${id}@acme.example\n${own}`
}

const tenant = [
  'name: Acme',
  'timezone: Europe/Berlin',
  'directories: { main: { provider: local, mode: authoritative } }',
  'subscriptions:',
  '  home:',
  '    platform: rooms',
  '    delivery: groups',
  '    groups: { directory: main, names: { owner: rooms-owners, default: "rooms-{accessGroup}-{role}" } }',
  '',
].join('\n')

const users = [
  inhabitant('ana-li', [
    'platforms:',
    '  home:',
    '    role: keeper',
    '    accessGroups:',
    '      - blue',
    '      - named',
  ]),
  inhabitant('ben-osei', ['platforms: { home: { role: owner, reason: founder } }', 'dailyAccount: exempt']),
  inhabitant('eva-lo', ['platforms: { home: { role: visitor, accessGroup: blue, expires: 2031-12-31 } }']),
].join('')

/** A house of one tenant, whose access reaches a directory as groups. */
export function home(files: Readonly<Record<string, string>> = {}): string {
  return workspace({
    'platforms/rooms.yaml': rooms.replace('lifecycle:', 'capabilities: { deliveries: [groups, manual] }\nlifecycle:'),
    'tenants/acme/tenant.yaml': tenant,
    'tenants/acme/users.yaml': users,
    'tenants/acme/roles.yaml':
      'keeper: { platform: rooms, name: Keeper, permissions: { data/rooms: edit, action/rooms.create: allow } }\n',
    'tenants/acme/entities.yaml': [
      '# what there is',
      'kitchen: { platform: rooms, name: Kitchen, kind: room, tags: [blue, sky] } # warm',
      'cellar: { platform: rooms, name: Cellar, kind: room }',
      '',
    ].join('\n'),
    'tenants/acme/access-groups.yaml': [
      'blue: { platform: rooms, select: { tags: [blue, sky], match: all } }',
      'named:',
      '  platform: rooms',
      '  select:',
      '    names: # by hand',
      '      - kitchen',
      '      - cellar',
      '',
    ].join('\n'),
    ...files,
  })
}

/** Makes a repository of a workspace, and commits what lies in it. */
export async function committed(folder: string, message: string): Promise<string> {
  put(folder, '.gitignore', '.roster/\n')
  await git(folder, 'init', '--quiet')
  await git(folder, 'add', '--all')
  await git(folder, 'commit', '--quiet', '-m', message)
  return git(folder, 'rev-parse', 'HEAD')
}

export const usersFile = 'tenants/acme/users.yaml'
export const entitiesFile = 'tenants/acme/entities.yaml'
export const groupsFile = 'tenants/acme/access-groups.yaml'

/** The text of a file of a workspace. */
export function textOf(folder: string, path: string): string {
  return readFileSync(join(folder, path), 'utf8')
}

/** Changes one place in a file of a workspace. */
export function edit(folder: string, path: string, from: string, to: string): void {
  const text = textOf(folder, path)
  expect(text).toContain(from)
  put(folder, path, text.replace(from, to))
}

/** An entry of acknowledgements.yaml that holds until tomorrow. */
export function acknowledged(id: string, what: string): string {
  const expires = new Date(Date.now() + 86_400_000).toISOString()
  return `${id}: { ${what}, reason: as agreed, approver: leads, expires: "${expires}" }\n`
}
