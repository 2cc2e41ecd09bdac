import type { KnownRole } from './known-role.ts'
import { flagsOf, keysGiven, roleOf } from './known-role.ts'
import type { AccountOf } from './account-of.ts'
import type { Findings, World } from '../world.ts'

/** What roles ask of whoever holds them: a reason, certifications. */
export function checkHolding(world: World, findings: Findings, account: AccountOf): void {
  const { platformId, platform } = account.on
  for (const id of account.roles) {
    const role = roleOf(world, platformId, platform, id)
    if (role === undefined) continue
    checkReason(account, role, findings)
    for (const name of role.declared?.spec.requires?.certifications ?? []) {
      checkCertification({ world, findings, account, role: id, name })
    }
  }
}

function checkReason(account: AccountOf, role: KnownRole, { mistake }: Findings): void {
  const { user, on, assignment } = account
  if (assignment.reason !== undefined) return
  const critical = criticalOf(account, role)
  if (role.declared?.spec.requires?.reason !== true && critical === undefined) return
  mistake(account.place(assignment.roles === undefined ? 'role' : 'roles'), {
    slug: 'reason-missing',
    message:
      critical === undefined
        ? `The role \`${role.id}\` asks for a reason, and nothing says why \`${user}\` has it.`
        : `The role \`${role.id}\` gives \`${critical}\`, which is critical on ${on.platform.name}, and nothing says why \`${user}\` has it.`,
    fix: 'Add `reason:` beside the role, or give a role without it.',
  })
}

// The same few roles are held by thousands.
const known = new WeakMap<object, string | undefined>()

/** A critical permission or switch of a role, if it has any. */
function criticalOf({ on: { platform } }: AccountOf, role: KnownRole): string | undefined {
  const spec = role.builtIn ?? role.declared.spec
  if (!known.has(spec)) {
    const flags = role.declared === undefined ? [] : flagsOf(platform, role.declared.spec)
    const flag = flags.find((one) => platform.roleFlags?.[one]?.risk === 'critical')
    known.set(spec, flag ?? keysGiven(platform, role).find((key) => platform.permissions?.[key]?.risk === 'critical'))
  }
  return known.get(spec)
}

interface Certified {
  readonly world: World
  readonly findings: Findings
  readonly account: AccountOf
  readonly role: string
  readonly name: string
}

function checkCertification({ world, findings, account, role, name }: Certified): void {
  const { user, person, assignment } = account
  const at = (person.certifications ?? []).findIndex((one) => one.name === name)
  const held = person.certifications?.[at]
  if (held === undefined) {
    findings.mistake(account.place(assignment.roles === undefined ? 'role' : 'roles'), {
      slug: 'certification-missing',
      message: `The role \`${role}\` asks for the certification \`${name}\`, which \`${user}\` does not have.`,
      fix: `Add \`certifications: [{ name: ${name}, expires: ... }]\`, or give another role.`,
    })
  } else if (held.expires !== undefined && world.today !== undefined && held.expires < world.today) {
    const { file, path } = account.place()
    findings.mistake(
      { file, path: [path[0] ?? user, 'certifications', at, 'expires'] },
      {
        slug: 'certification-expired',
        message: `The certification \`${name}\` of \`${user}\` ran out on ${held.expires}, and the role \`${role}\` asks for it.`,
        fix: 'Renew it and write its new last day, or take the role away.',
      },
    )
  }
}
