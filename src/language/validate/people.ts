import type { User } from '../../generated/users.ts'
import { checkAttributes } from './attributes.ts'
import { checkName } from './known-name.ts'
import { seen } from './problem.ts'
import type { Findings, Spot, World } from './world.ts'
import { below } from './world.ts'

/** What each person says: names, addresses, days, and whom and what they point to. */
export function checkPeople(world: World, findings: Findings): void {
  const domains = new Set(world.tenant?.spec.domains)
  const directories = Object.keys(world.tenant?.spec.directories ?? {})
  const personas = Object.keys(world.tenant?.spec.defaults?.personas ?? {})
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
  if (starts === undefined || ends === undefined || starts <= ends) return
  mistake(below(spot, 'ends'), {
    slug: 'ends-before-starts',
    message: `The last day, ${ends}, is before the first, ${starts}.`,
    fix: 'Exchange the two, or correct the year.',
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
