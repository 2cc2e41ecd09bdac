import type { User } from '../../generated/users.ts'
import { checkAttributes } from './attributes.ts'
import { directoryOf } from './home.ts'
import { checkName } from './known-name.ts'
import { seen } from './problem.ts'
import { personasOf } from './selection.ts'
import type { Findings, Spot, World } from './world.ts'
import { below } from './world.ts'

/** What each person says: names, addresses, days, and whom and what they point to. */
export function checkPeople(world: World, findings: Findings): void {
  const domains = new Set(world.tenant?.spec.domains)
  const directories = Object.keys(world.tenant?.spec.directories ?? {})
  const personas = personasOf(world)
  for (const [id, { file, spec }] of world.users) {
    const spot = { file, path: [id] }
    checkIdentity(spot, spec, findings)
    checkDays(spot, spec, findings)
    if (domains.size > 0 && spec.guest !== true) checkDomains({ spot, spec, domains, findings })
    checkAttributes(spot, spec, findings)
    referTo(spot, spec, findings)
    if (spec.manager === id) selfManager(below(spot, 'manager'), findings)
    if (typeof spec.persona === 'string' && personas.length > 0) {
      checkName({ findings, spot: below(spot, 'persona'), what: 'persona', name: spec.persona, names: personas })
    }
    if (world.tenant === undefined) continue
    spec.groups?.forEach((group, at) =>
      checkHome({ world, spot: below(spot, 'groups', at), user: id, group, findings }),
    )
    spec.directories?.forEach((name, at) => {
      checkName({ findings, spot: below(spot, 'directories', at), what: 'directory', name, names: directories })
    })
  }
}

function referTo(spot: Spot, spec: User, { refer }: Findings): void {
  if (typeof spec.template === 'string') refer('templates', spec.template, spot, 'template')
  spec.groups?.forEach((id, at) => refer('groups', id, spot, 'groups', at))
  spec.without?.groups?.forEach((id, at) => refer('groups', id, spot, 'without', 'groups', at))
}

function checkIdentity(spot: Spot, spec: User, { mistake }: Findings): void {
  if (spec.name !== undefined || spec.displayName !== undefined || spec.state === 'absent') return
  mistake(spot, {
    target: 'key',
    slug: 'name-missing',
    message: `\`${spot.path[0]}\` has no name.`,
    fix: 'Add `name: { first: Ana, last: Li }`, or `displayName:` where there is no first and last name.',
  })
}

function selfManager(spot: Spot, { mistake }: Findings): void {
  mistake(spot, {
    slug: 'self-reference',
    message: `\`${spot.path[0]}\` is named as their own manager.`,
    fix: 'Name somebody else; `manager: null` says that there is none.',
  })
}

function checkDays(spot: Spot, { starts, ends }: User, { mistake }: Findings): void {
  if (starts === undefined || typeof ends !== 'string' || starts <= ends) return
  mistake(below(spot, 'ends'), {
    slug: 'ends-before-starts',
    message: `The last day, ${ends}, is before the first, ${starts}.`,
    fix: 'Exchange the two, or correct the year.',
  })
}

/** A person and a group that one of the two names at the spot. */
interface Member {
  readonly world: World
  readonly spot: Spot
  readonly user: string
  readonly group: string
  readonly findings: Findings
}

/** Whoever is to be in a group has an account in the directory of that group. */
export function checkHome({ world, spot, user, group, findings }: Member): void {
  const among = world.users.get(user)?.spec.directories
  const named = world.groups.get(group)
  const home = named === undefined ? undefined : directoryOf(named.spec, world.tenant?.spec)
  if (among === undefined || home === undefined || among.includes(home)) return
  findings.mistake(spot, {
    slug: 'member-elsewhere',
    message: `\`${group}\` lives in \`${home}\`, where \`${user}\` has no account (\`directories\` of the person: ${among.join(', ') || 'none'}).`,
    fix: `Add \`${home}\` to \`directories\` of \`${user}\`, or remove \`${spot.path.at(-2) === 'groups' ? group : user}\` here.`,
  })
}

interface Addresses {
  readonly spot: Spot
  readonly spec: User
  readonly domains: ReadonlySet<string>
  readonly findings: Findings
}

function checkDomains({ spot, spec, domains, findings }: Addresses): void {
  const judge = (where: Spot, address: string): void => {
    const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
    if (domains.has(domain)) return
    findings.mistake(where, {
      slug: 'email-outside-domains',
      message: `${seen(address)} is outside the domains of the tenant (${[...domains].join(', ')}).`,
      fix: 'Correct it, add the domain to `domains` of tenant.yaml, or write `guest: true`.',
    })
  }
  if (typeof spec.email === 'string') judge(below(spot, 'email'), spec.email)
  spec.emails?.forEach(({ address }, at) => judge(below(spot, 'emails', at, 'address'), address))
}
