import { fold } from '../fold.ts'
import { capital } from '../names-in-messages.ts'
import { allOf, an, oneOf } from '../problem.ts'
import type { Findings, Spot, World } from '../world.ts'
import type { AccountOf } from './account-of.ts'
import { valueOf } from './account-of.ts'
import type { KnownRole } from './known-role.ts'
import { keysGiven, roleOf } from './known-role.ts'
import { takesSeat } from './seats.ts'
import { contractOf } from './subscription-of.ts'

/** What an account is judged with. */
export interface Judged {
  readonly world: World
  readonly findings: Findings
  readonly account: AccountOf
  /** Those of its roles that are known. */
  readonly roles: readonly KnownRole[]
}

/** What the platform asks of an account of its sort: whose people, how many roles and access groups, where, and with which values. */
export function checkAccount(world: World, findings: Findings, account: AccountOf): void {
  const { platformId, platform } = account.on
  const roles = account.roles.flatMap((id) => roleOf(world, platformId, platform, id) ?? [])
  const judged = { world, findings, account, roles }
  checkAudience(judged)
  checkNumberOfRoles(judged)
  checkGroups(judged)
  checkPlace(judged)
  checkValues(judged)
  checkAddress(judged)
  checkSeat(judged)
}

/** Seats are counted in the tenant that has the contract, and nowhere else. */
function checkSeat({ world, findings, account }: Judged): void {
  const { user, on, type, typeId } = account
  if (on.settings.from !== 'parent' || !takesSeat(type)) return
  if (contractOf(world.parent?.spec, on.id)?.seats === undefined) return
  const parent = world.tenant?.spec.parent ?? 'the parent'
  findings.mistake(account.place('as'), {
    target: account.assignment.as === undefined ? 'key' : 'value',
    slug: 'seat-elsewhere',
    message: `\`${user}\` is ${an(typeId)} of ${on.platform.name} and takes a paid seat, and the seats of \`${on.id}\` are counted in the tenant \`${parent}\`, which has the contract.`,
    fix: `Declare \`${user}\` in the users.yaml of \`${parent}\`, or choose another sort of account with \`as:\`.`,
  })
}

function checkAudience({ world, findings, account }: Judged): void {
  const { persona, person, type, typeId, on, user } = account
  const audience = world.tenant?.spec.audience ?? 'client'
  if (persona !== undefined && persona.audience !== audience) {
    const { file, path } = account.place()
    findings.mistake(
      { file, path: [path[0] ?? user, 'persona'] },
      {
        slug: 'persona-audience',
        message: `On ${on.platform.name} \`${person.persona}\` is for tenants of the audience ${persona.audience}, and that of this one is ${audience}.`,
        fix: `Choose ${oneOf(personasFor(account, audience))}, or write \`audience: ${persona.audience}\` in tenant.yaml if that is what it is.`,
      },
    )
  } else if (type.audience !== undefined && type.audience !== audience) {
    const types = Object.entries(on.platform.accountTypes ?? {}).filter(([, one]) => one.audience === audience)
    findings.mistake(account.place('as'), {
      target: account.assignment.as === undefined ? 'key' : 'value',
      slug: 'account-audience',
      message: `On ${on.platform.name} the sort of account \`${typeId}\` is for tenants of the audience ${type.audience}, and that of this one is ${audience}.`,
      fix: `Write ${oneOf(types.map(([id]) => `as: ${id}`))}.`,
    })
  }
}

function personasFor({ on }: AccountOf, audience: string): readonly string[] {
  return Object.entries(on.platform.personas ?? {}).flatMap(([id, one]) => (one.audience === audience ? [id] : []))
}

function checkNumberOfRoles({ findings, account }: Judged): void {
  const { user, on, typeId, type, roles, assignment, persona, person } = account
  const { min = 0, max = Infinity } = type.roles ?? {}
  const spot = account.place(assignment.roles === undefined ? 'role' : 'roles')
  if (roles.length > max) {
    findings.mistake(spot, {
      slug: max === 0 ? 'role-not-for-type' : 'too-many-roles',
      message:
        max === 0
          ? `\`${user}\` is ${an(typeId)} on ${on.platform.name}, who has no role.`
          : `\`${user}\` has ${roles.length} roles on \`${on.id}\`; ${an(typeId)} has at most ${max}.`,
      fix:
        max === 0
          ? 'Remove the role, or choose another sort of account with `as:`.'
          : 'Keep one, or make one role of them.',
    })
  }
  if (roles.length >= min) return
  const personas = Object.keys(on.platform.personas ?? {})
  const lost = personas.length > 0 && persona === undefined
  findings.mistake(spot, {
    target: 'key',
    slug: 'role-missing',
    message: `\`${user}\` has no role on \`${on.id}\`${lost ? `, and ${typeof person.persona === 'string' ? `the persona \`${person.persona}\` brings none there` : 'no persona that brings one'}` : ''}; ${an(typeId)} has at least ${min}.`,
    fix: `Add \`role:\`${lost ? `, or a persona (${personasFor(account, type.audience ?? 'client').join(', ')})` : ''}.`,
  })
}

function checkGroups(judged: Judged): void {
  const { findings, account, roles } = judged
  const { user, on, type, typeId, accessGroups } = account
  const { min = 0, max = Infinity } = type.accessGroups ?? {}
  const forbidding = roles.find(
    ({ builtIn }) => builtIn?.accessGroups === 'forbidden' || builtIn?.administrator === true,
  )
  if (accessGroups.length > 0 && (forbidding !== undefined || max === 0)) return tooMuch(judged, forbidding)
  if (accessGroups.length > max) {
    findings.mistake(groupsOf(account), {
      slug: 'too-many-access-groups',
      message: `\`${user}\` is in ${accessGroups.length} access groups of \`${on.id}\`; ${an(typeId)} is in at most ${max}.`,
      fix: 'Keep one, or make one access group of them.',
    })
  }
  const asked = forbidding === undefined && roles.some((role) => asksForGroup(account, role))
  if (accessGroups.length < min || (accessGroups.length === 0 && asked)) tooLittle(judged, accessGroups.length < min)
}

function groupsOf({ place, assignment }: AccountOf): Spot {
  return place(assignment.accessGroups === undefined ? 'accessGroup' : 'accessGroups')
}

function tooMuch({ findings, account }: Judged, forbidding: KnownRole | undefined): void {
  const { user, on, typeId, accessGroups } = account
  const given = `\`${user}\` is given ${allOf(accessGroups)}`
  findings.mistake(groupsOf(account), {
    slug: 'access-group-forbidden',
    message:
      forbidding === undefined
        ? `${capital(an(typeId))} of ${on.platform.name} belongs to no access group, and ${given}.`
        : `Whoever is \`${forbidding.id}\` belongs to no access group, and ${given}.`,
    fix: `Remove the access group${forbidding === undefined ? '' : ', or give another role'}.`,
  })
}

function tooLittle({ findings, account }: Judged, always: boolean): void {
  const { user, on, type } = account
  const said = type.accessGroups?.whenMissing ?? 'allow'
  if (said === 'allow' && !always) return
  findings.mistake(groupsOf(account), {
    target: 'key',
    slug: 'access-group-missing',
    severity: said === 'warn' && !always ? 'warning' : 'error',
    message: `\`${user}\` is in no access group of \`${on.id}\`, and so reaches no data there.`,
    fix: 'Add `accessGroup:`.',
  })
}

/** A role that says so, and one of the tenant's own whose permissions follow access groups. */
function asksForGroup({ on }: AccountOf, role: KnownRole): boolean {
  if (role.builtIn !== undefined) return role.builtIn.accessGroups === 'required'
  if (on.platform.reach?.from !== 'accessGroup') return false
  return keysGiven(on.platform, role).some(
    (key) => (on.platform.permissions?.[key]?.scoped ?? 'everywhere') !== 'everywhere',
  )
}

function checkPlace({ findings, account }: Judged): void {
  const { user, on, type, typeId, assignment } = account
  if (type.at === undefined && assignment.at !== undefined) {
    findings.mistake(account.place('at'), {
      target: 'key',
      slug: 'account-place',
      message: `\`${user}\` is ${an(typeId)} of ${on.platform.name}, who belongs to no entity.`,
      fix: 'Remove `at`, or choose another sort of account with `as:`.',
    })
  }
  if (type.at?.required !== true || assignment.at !== undefined) return
  findings.mistake(account.place(), {
    target: 'key',
    slug: 'account-place',
    message: `\`${user}\` is ${an(typeId)} of ${on.platform.name}, who belongs to ${an(type.at.kind)}, and nothing says to which.`,
    fix: `Add \`at:\`, the id of ${an(type.at.kind)}.`,
  })
}

/** What has a rule of its own, with words of its own. */
const judgedApart = ['role', 'roles', 'at', 'accessGroup', 'accessGroups']

function checkValues({ world, findings, account }: Judged): void {
  const { user, on, type, typeId, persona, person, assignment } = account
  const asked = [
    ...(type.required ?? []).map((path) => [path, an(typeId)] as const),
    ...(persona?.requires ?? []).map((path) => [path, `a person who is \`${person.persona}\``] as const),
  ]
  for (const [path, who] of asked) {
    if (judgedApart.includes(path) || (assignment as Readonly<Record<string, unknown>>)[path] !== undefined) continue
    const value = valueOf(account, world, path)
    if (value !== undefined && value !== null) continue
    const { file, path: place } = account.place()
    findings.mistake(
      { file, path: place.slice(0, 1) },
      {
        target: 'key',
        slug: 'account-value-missing',
        message: `\`${user}\` has no \`${path}\`, and ${on.platform.name} asks for it of ${who}.`,
        fix: `Add ${written(path)}.`,
      },
    )
  }
}

/** `name.first` as one writes it. */
function written(path: string): string {
  const [first = '', second] = path.split('.')
  return second === undefined ? `\`${first}:\`` : `\`${first}: { ${second}: ... }\``
}

/** Where addresses of the tenant alone are taken, somebody has to say which those are; each address is judged with the person. */
function checkAddress({ world, findings, account }: Judged): void {
  const { on, type, typeId, person } = account
  if (type.emailDomains !== 'tenant' || person.guest === true || typeof person.email !== 'string') return
  const domains = world.tenant?.spec.domains ?? []
  const domain = fold(person.email.slice(person.email.lastIndexOf('@') + 1))
  if (domains.length > 0 || world.tenant === undefined) return
  const { file, path } = account.place()
  findings.mistake(
    { file, path: [path[0] ?? '', 'email'] },
    {
      slug: 'email-outside-domains',
      message: `${capital(an(typeId))} of ${on.platform.name} has an address of the tenant, and no domain is the tenant's: ${domain} is not either.`,
      fix: `Write \`domains: [${domain}]\` in tenant.yaml, or \`guest: true\` here.`,
    },
  )
}
