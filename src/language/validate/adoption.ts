import type { Tenant } from '../../generated/tenant.ts'
import { directoryOf } from './home.ts'
import { checkName } from './known-name.ts'
import { seen } from './problem.ts'
import type { Findings, Spot, World } from './world.ts'
import { below } from './world.ts'

type Provider = NonNullable<Tenant['directories']>[string]['provider']

/** Directories that name their objects by a UUID, and the attribute that holds it. */
const uuids: Readonly<Partial<Record<Provider, string>>> = {
  ldap: 'entryUUID',
  'active-directory': 'objectGUID',
  entra: 'id',
}
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** `adopt` of people and groups: a directory of theirs, an id as that directory writes it, and each id once. */
export function checkAdoption(world: World, findings: Findings): void {
  const taken = new Map<string, string>()
  const directories = Object.keys(world.tenant?.spec.directories ?? {})
  for (const [id, { file, spec }] of world.users) {
    if (spec.adopt === undefined) continue
    const homes = spec.directories ?? directories
    check({ world, findings, taken, spot: { file, path: [id, 'adopt'] }, adopt: spec.adopt, homes })
  }
  for (const [id, { file, spec }] of world.groups) {
    if (spec.adopt === undefined) continue
    const home = directoryOf(spec, world.tenant?.spec)
    const homes = home === undefined ? directories : [home]
    check({ world, findings, taken, spot: { file, path: [id, 'adopt'] }, adopt: spec.adopt, homes })
  }
}

interface Adopting {
  readonly world: World
  readonly findings: Findings
  /** Directory and id -> the entry that names it. */
  readonly taken: Map<string, string>
  readonly spot: Spot
  readonly adopt: Readonly<Record<string, string>>
  /** Where the entry has an object. */
  readonly homes: readonly string[]
}

function check({ world, findings, taken, spot, adopt, homes }: Adopting): void {
  const directories = world.tenant?.spec.directories
  if (directories === undefined) return
  const entry = String(spot.path[0])
  for (const [directory, id] of Object.entries(adopt)) {
    const at = below(spot, directory)
    const provider = directories[directory]?.provider
    checkName({ findings, spot: at, what: 'directory', name: directory, names: Object.keys(directories) })
    if (provider !== undefined && !homes.includes(directory)) elsewhere(at, entry, directory, homes, findings)
    const attribute = provider === undefined ? undefined : uuids[provider]
    if (attribute !== undefined && !uuid.test(id)) {
      findings.mistake(at, {
        slug: 'wrong-form',
        message: `${seen(id)} is not the ${attribute} of an object in \`${directory}\`.`,
        fix: `Write it as \`7f9c24e5-2c31-4b2f-8f6a-0d7a1c9e4b55\`; \`roster import\` writes it for you.`,
      })
    }
    const key = `${directory}/${id.toLowerCase()}`
    const other = taken.get(key)
    if (other === undefined) taken.set(key, entry)
    else {
      findings.mistake(at, {
        slug: 'duplicate-adoption',
        message: `\`${other}\` adopts the object ${seen(id)} of \`${directory}\` too.`,
        fix: 'Keep it where it belongs.',
      })
    }
  }
}

function elsewhere(
  spot: Spot,
  entry: string,
  directory: string,
  homes: readonly string[],
  { mistake }: Findings,
): void {
  mistake(spot, {
    slug: 'adopt-elsewhere',
    message: `\`${entry}\` has nothing in \`${directory}\` (${homes.length === 0 ? 'it has no directory' : `it is in ${homes.join(', ')}`}), so there is nothing to adopt.`,
    fix: `Remove the line, or let \`${entry}\` be in \`${directory}\`.`,
  })
}

/** Kinds of group that only Entra ID has. */
const ofEntra: ReadonlySet<string> = new Set(['microsoft365', 'directoryRole', 'administrativeUnit'])

/** What only some sorts of directory can hold of a group. */
export function checkSortOfGroup(world: World, findings: Findings): void {
  for (const [id, { file, spec }] of world.groups) {
    const home = directoryOf(spec, world.tenant?.spec)
    const provider = home === undefined ? undefined : world.tenant?.spec.directories?.[home]?.provider
    if (home === undefined || provider === undefined) continue
    if (spec.scope !== undefined && provider !== 'active-directory')
      unknown(
        { file, path: [id, 'scope'] },
        `\`${home}\` is ${provider}, and only groups of active-directory have a scope.`,
      )
    if (spec.kind === 'distribution' && provider === 'ldap')
      unknown({ file, path: [id, 'kind'] }, `\`${home}\` is ldap, which does not tell distribution groups from others.`)
    if (ofEntra.has(spec.kind ?? 'security') && provider !== 'entra')
      unknown({ file, path: [id, 'kind'] }, `\`${home}\` is ${provider}, and only entra has \`${spec.kind}\`.`)
  }
  function unknown(spot: Spot, message: string): void {
    findings.mistake(spot, { slug: 'not-in-directory', message, fix: 'Remove the line.' })
  }
}
