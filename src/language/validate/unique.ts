import { directoryOf } from './home.ts'
import { fold, isAscii, skeleton } from './fold.ts'
import { seen } from './problem.ts'
import type { Slug } from './rules.ts'
import type { Findings, Spot, World } from './world.ts'
import { below } from './world.ts'

/** What must be there once only in a tenant: usernames, UPNs, addresses, numbers, names of groups. */
export function checkUniqueness(world: World, findings: Findings): void {
  const username = new Once('duplicate-username', 'username', findings)
  const upn = new Once('duplicate-upn', 'UPN', findings)
  const email = new Once('duplicate-email', 'e-mail address', findings)
  const employeeId = new Once('duplicate-employee-id', 'employee id', findings)
  const uidNumber = new Once('duplicate-uid-number', 'user number', findings)
  for (const [id, { file, spec }] of world.users) {
    // Somebody who is absent has given their names back.
    if (spec.state === 'absent') continue
    const spot = { file, path: [id] }
    if (spec.username !== undefined) username.claim(below(spot, 'username'), spec.username)
    if (spec.upn !== undefined) upn.claim(below(spot, 'upn'), spec.upn)
    if (typeof spec.email === 'string') email.claim(below(spot, 'email'), spec.email)
    for (const [at, { address }] of (spec.emails ?? []).entries())
      email.claim(below(spot, 'emails', at, 'address'), address)
    if (typeof spec.employeeId === 'string') employeeId.claim(below(spot, 'employeeId'), spec.employeeId)
    if (spec.posix?.uidNumber !== undefined)
      uidNumber.claim(below(spot, 'posix', 'uidNumber'), String(spec.posix.uidNumber))
  }
  checkGroups(world, email, findings)
  for (const names of [username, upn, email, employeeId]) names.compareLooks()
}

function checkGroups(world: World, email: Once, findings: Findings): void {
  const name = new Once('duplicate-group-name', 'group name', findings)
  const gidNumber = new Once('duplicate-gid-number', 'group number', findings)
  for (const [id, { file, spec }] of world.groups) {
    const spot = { file, path: [id] }
    const within = directoryOf(spec, world.tenant?.spec) ?? ''
    name.claim(spec.name === undefined ? spot : below(spot, 'name'), spec.name ?? id, within)
    if (typeof spec.mail === 'string') email.claim(below(spot, 'mail'), spec.mail)
    if (spec.posix?.gidNumber !== undefined) {
      gidNumber.claim(below(spot, 'posix', 'gidNumber'), String(spec.posix.gidNumber), within)
    }
  }
  name.compareLooks()
}

interface Claim {
  readonly spot: Spot
  readonly name: string
  readonly within: string
}

/** Takes names down, and tells of those that are taken already; at the end, of those that look as if they were. */
class Once {
  readonly #slug: Slug
  readonly #what: string
  readonly #findings: Findings
  readonly #claims = new Map<string, Claim>()
  #allAscii = true

  constructor(slug: Slug, what: string, findings: Findings) {
    this.#slug = slug
    this.#what = what
    this.#findings = findings
  }

  claim(spot: Spot, name: string, within = ''): void {
    const key = `${within}/${fold(name)}`
    const holder = this.#claims.get(key)
    this.#allAscii &&= isAscii(name)
    if (holder === undefined) this.#claims.set(key, { spot, name, within })
    else {
      this.#findings.mistake(spot, {
        slug: this.#slug,
        message: `The ${this.#what} ${seen(name)} belongs to \`${holder.spot.path[0]}\` already${holder.name === name ? '' : `, written ${seen(holder.name)}`}.`,
        fix: 'Give one of the two another.',
      })
    }
  }

  /** Only a name with letters beyond ASCII can look like another. */
  compareLooks(): void {
    if (this.#allAscii) return
    const looks = new Map<string, Claim>()
    for (const claim of this.#claims.values()) {
      const key = `${claim.within}/${skeleton(claim.name)}`
      const other = looks.get(key)
      if (other === undefined) looks.set(key, claim)
      else {
        this.#findings.mistake(claim.spot, {
          slug: 'lookalike',
          severity: 'warning',
          message: `The ${this.#what} ${seen(claim.name)} looks like that of \`${other.spot.path[0]}\`, but is written with other letters.`,
          fix: 'Type both again in one alphabet, and make sure that both belong there.',
        })
      }
    }
  }
}
