import { fold } from '../fold.ts'
import { capital } from '../names-in-messages.ts'
import { allOf, an, oneOf } from '../problem.ts'
import type { Findings, World } from '../world.ts'
import type { AccountOf } from './account-of.ts'
import { valueOf } from './account-of.ts'
import type { KnownRole } from './known-role.ts'
import { keysGiven, roleOf } from './known-role.ts'

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

function checkGroups({ findings, account, roles }: Judged): void {
  const { user, on, type, typeId, accessGroups, assignment } = account
  const { min = 0, max = Infinity, whenMissing = 'allow' } = type.accessGroups ?? {}
  const spot = account.place(assignment.accessGroups === undefined ? 'accessGroup' : 'accessGroups')
  const forbidding = roles.find(
    ({ builtIn }) => builtIn?.accessGroups === 'forbidden' || builtIn?.administrator === true,
  )
  if (accessGroups.length > 0 && (forbidding !== undefined || max === 0)) {
    const who =
      forbidding === undefined
        ? `Being ${an(typeId)} of ${on.platform.name}, \`${user}\``
        : `Whoever is \`${forbidding.id}\``
    findings.mistake(spot, {
      slug: 'access-group-forbidden',
      message: `${who} belongs to no access group${forbidding === undefined ? '' : `, and \`${user}\` is given ${allOf(accessGroups)}`}.`,
      fix: forbidding === undefined ? 'Remove the access group.' : 'Remove the access group, or give another role.',
    })
    return
  }
  if (accessGroups.length > max) {
    findings.mistake(spot, {
      slug: 'too-many-access-groups',
      message: `\`${user}\` is in ${accessGroups.length} access groups of \`${on.id}\`; ${an(typeId)} is in at most ${max}.`,
      fix: 'Keep one, or make one access group of them.',
    })
  }
  const severity = accessGroups.length < min ? 'error' : whenMissing === 'warn' ? 'warning' : whenMissing
  const asks =
    accessGroups.length < min ||
    (accessGroups.length === 0 && forbidding === undefined && roles.some((role) => asksForGroup(account, role)))
  if (!asks || severity === 'allow') return
  findings.mistake(spot, {
    target: 'key',
    slug: 'access-group-missing',
    severity,
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
