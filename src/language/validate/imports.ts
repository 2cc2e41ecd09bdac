import type { Upstream } from '../../generated/imports.ts'
import type { User } from '../../generated/users.ts'
import type { Written } from '../load/source.ts'
import { accountsOf } from './access/account-of.ts'
import type { SubscriptionOf } from './access/subscription-of.ts'
import { subscriptionsOf } from './access/subscription-of.ts'
import { checkName, nearestOf } from './known-name.ts'
import { ownablePaths } from './person-paths.ts'
import { an, oneOf } from './problem.ts'
import { isSelected } from './selected.ts'
import { checkSelection } from './selection.ts'
import type { Findings, Spot, World } from './world.ts'
import { below } from './world.ts'

/** What imports.yaml says: directories that are read, and what they alone say of people. */
export function checkImports(world: World, findings: Findings): void {
  if (world.imports.size === 0 || world.tenant === undefined) return
  const subscriptions = subscriptionsOf(world)
  for (const [id, { file, spec }] of world.imports) {
    const importing = { world, findings, spot: { file, path: [id] }, spec, subscriptions }
    checkSource(importing)
    checkSort(importing)
    checkSelection({ world, findings, spot: below(importing.spot, 'select'), select: spec.select })
    checkPaths(importing)
    checkRhythm(importing)
    idle(importing)
  }
  checkOwned(world, findings, subscriptions)
}

interface Importing {
  readonly world: World
  readonly findings: Findings
  readonly spot: Spot
  readonly spec: Upstream
  readonly subscriptions: ReadonlyMap<string, SubscriptionOf>
}

function checkSource({ world, findings, spot, spec }: Importing): void {
  const names = Object.keys(world.tenant?.spec.directories ?? {})
  checkName({ findings, spot: below(spot, 'directory'), what: 'directory', name: spec.directory, names })
}

/** A sort of account of a platform that takes it from such a directory; an embedded one may stand in for any. */
function checkSort({ world, findings, spot, spec, subscriptions }: Importing): void {
  const { as: sort, directory } = spec
  if (sort === undefined) return
  const platforms = [...new Set([...subscriptions.values()].map(({ platform }) => platform))]
  const having = platforms.filter(({ accountTypes }) => accountTypes?.[sort] !== undefined)
  const provider = world.tenant?.spec.directories?.[directory]?.provider
  const taken = having.flatMap(({ capabilities }) => capabilities?.syncIn?.[sort] ?? [])
  if (having.length === 0) {
    findings.mistake(below(spot, 'as'), {
      slug: 'unknown-account-type',
      message: `\`${sort}\` is not a sort of account on any platform of the tenant.`,
      fix: () => nearestOf(sort, [...new Set(platforms.flatMap(({ accountTypes = {} }) => Object.keys(accountTypes)))]),
    })
  } else if (provider !== undefined && !(taken.includes(provider) || (provider === 'local' && taken.length > 0))) {
    findings.mistake(below(spot, 'as'), {
      slug: 'capability',
      message: `${having.map(({ name }) => name).join(', ')} takes no ${sort} from a directory of the provider \`${provider}\`.`,
      fix:
        taken.length === 0
          ? 'Remove `as`: these accounts are declared.'
          : `It takes them from ${oneOf([...new Set(taken)])}.`,
    })
  }
}

function checkPaths({ findings, spot, spec }: Importing): void {
  const known = ownablePaths()
  for (const [at, path] of (spec.owns ?? []).entries()) {
    if (known.includes(path)) continue
    findings.mistake(below(spot, 'owns', at), {
      slug: 'unknown-path',
      message: `\`${path}\` is not a path of users.yaml.`,
      fix: () => nearestOf(path, known),
    })
  }
}

function checkRhythm({ findings, spot, spec }: Importing): void {
  if (!/^0+ /.test(spec.every)) return
  findings.mistake(below(spot, 'every'), {
    slug: 'out-of-range',
    message: `${spec.every} is no time to wait between two readings.`,
    fix: 'Write for example `every: 1 days`.',
  })
}

function idle({ findings, spot, spec }: Importing): void {
  findings.mistake(spot, {
    target: 'key',
    slug: 'import-idle',
    severity: 'warning',
    message: `\`${spot.path[0]}\` is checked and what it owns is kept, but this version does not read \`${spec.directory}\` by itself.`,
    fix: 'Keep it for what it owns; until a version of roster runs it, write by hand who comes and who goes.',
  })
}

/** Nobody writes what a directory alone says of them. */
function checkOwned(world: World, findings: Findings, subscriptions: ReadonlyMap<string, SubscriptionOf>): void {
  const owners = [...world.imports].filter(([, { spec }]) => (spec.owns ?? []).length > 0)
  for (const [user, written] of owners.length === 0 ? [] : world.users) {
    for (const owner of owners) {
      const paths = (owner[1].spec.owns ?? [])
        .map((path) => path.split('.'))
        .filter((path) => isWritten(written.spec, path))
      if (paths.length === 0 || !isImported({ world, subscriptions, user, written }, owner[1].spec)) continue
      for (const path of paths) owned({ findings, spot: { file: written.file, path: [user, ...path] }, owner })
    }
  }
}

function isWritten(value: unknown, [step = '', ...rest]: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return false
  return rest.length === 0 || isWritten((value as Readonly<Record<string, unknown>>)[step], rest)
}

interface Imported {
  readonly world: World
  readonly subscriptions: ReadonlyMap<string, SubscriptionOf>
  readonly user: string
  readonly written: Written<User>
}

function isImported({ world, subscriptions, user, written }: Imported, { as: sort, select }: Upstream): boolean {
  if (!isSelected(world, subscriptions, [user, written.spec], select)) return false
  return sort === undefined || accountsOf(world, subscriptions, [user, written]).some(({ typeId }) => typeId === sort)
}

interface Owned {
  readonly findings: Findings
  readonly spot: Spot
  readonly owner: readonly [string, Written<Upstream>]
}

function owned({ findings, spot, owner: [id, { file, line, spec }] }: Owned): void {
  const [user = '', ...path] = spot.path.map(String)
  const whose = spec.as === undefined ? `\`${user}\`` : `\`${user}\`, ${an(spec.as)},`
  findings.mistake(spot, {
    target: 'key',
    slug: 'owned-elsewhere',
    message: `\`${path.join('.')}\` of ${whose} is what the directory \`${spec.directory}\` says: the import \`${id}\` owns it (${file}:${line}).`,
    fix: `Remove the line and change it in \`${spec.directory}\`, or take \`${path.join('.')}\` out of \`owns\` there.`,
  })
}
