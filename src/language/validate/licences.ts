import type { Tenant } from '../../generated/tenant.ts'
import { templateIdOf } from './access/account-of.ts'
import { checkName } from './known-name.ts'
import type { Findings, Spot, World } from './world.ts'
import { below } from './world.ts'

/** Sorts of directory that lend nothing. */
export const lendNothing: ReadonlySet<string> = new Set(['ldap', 'active-directory'])

/** Sorts of directory whose licences are made of services that can be switched off one by one. */
const knowServices: ReadonlySet<string> = new Set(['entra'])

/** Licences: where they are lent, and who is to have them. */
export function checkLicences(world: World, findings: Findings): void {
  const licences = world.tenant?.spec.licences ?? {}
  if (world.tenant !== undefined) checkLent({ file: world.tenant.file, path: [] }, world.tenant.spec, findings)
  for (const [user, { file, spec }] of world.users) {
    const spot = { file, path: [user] }
    checkNamed({ world, findings, spot: below(spot, 'licences') }, spec.licences)
    checkNamed({ world, findings, spot: below(spot, 'without', 'licences') }, spec.without?.licences)
    if (spec.directories === undefined) continue
    for (const [at, id] of (spec.licences ?? []).entries()) {
      const home = licences[id]?.directory
      if (home === undefined || spec.directories.includes(home)) continue
      findings.mistake(below(spot, 'licences', at), {
        slug: 'licence-elsewhere',
        message: `\`${id}\` is lent by \`${home}\`, where \`${user}\` has no account (\`directories\` of the person: ${spec.directories.join(', ') || 'none'}).`,
        fix: `Add \`${home}\` to \`directories\` of \`${user}\`, or remove \`${id}\` here.`,
      })
    }
  }
  checkTemplates(world, findings)
}

function checkLent(top: Spot, { licences = {}, directories = {} }: Tenant, findings: Findings): void {
  const known = new Map<string, string>()
  for (const [id, { directory, sku, disabledPlans }] of Object.entries(licences)) {
    const spot = below(top, 'licences', id)
    const names = Object.keys(directories)
    checkName({ findings, spot: below(spot, 'directory'), what: 'directory', name: directory, names })
    const provider = directories[directory]?.provider ?? ''
    if (lendNothing.has(provider)) {
      findings.mistake(below(spot, 'directory'), {
        slug: 'licence-not-lent',
        message: `\`${directory}\` lends no licences: directories of the sort \`${provider}\` keep no count of units.`,
        fix: 'Name the directory that lends it, or remove the licence; access that is given by a group is `groups`.',
      })
    }
    if (
      disabledPlans !== undefined &&
      directory in directories &&
      !lendNothing.has(provider) &&
      !knowServices.has(provider)
    ) {
      findings.mistake(below(spot, 'disabledPlans'), {
        slug: 'licence-whole',
        message: `\`${directory}\` lends a licence as a whole: directories of the sort \`${provider}\` know no services of it that could be switched off.`,
        fix: 'Remove `disabledPlans`, or name the directory that knows the services of the licence.',
      })
    }
    const twin = known.get(`${directory}\n${sku}`)
    known.set(`${directory}\n${sku}`, twin ?? id)
    if (twin === undefined) continue
    findings.mistake(below(spot, 'sku'), {
      slug: 'licence-twice',
      message: `\`${id}\` and \`${twin}\` are the same licence of \`${directory}\` (\`${sku}\`); what one asks for, the other would take away.`,
      fix: `Keep \`${twin}\`, and name it wherever \`${id}\` is named.`,
    })
  }
}

/** What is handed down concerns a tenant only where somebody here has it. */
function checkTemplates(world: World, findings: Findings): void {
  const giving = [...world.templates].filter(([, { spec }]) => spec.licences !== undefined)
  if (giving.length === 0) return
  const used = new Set([...world.users.values()].map(({ spec }) => templateIdOf(world, spec)))
  for (const [id, { file, spec }] of giving) {
    if (!used.has(id) && !file.startsWith(`tenants/${world.id}/`)) continue
    checkNamed({ world, findings, spot: { file, path: [id, 'licences'] } }, spec.licences)
  }
}

interface Named {
  readonly world: World
  readonly findings: Findings
  readonly spot: Spot
}

function checkNamed({ world, findings, spot }: Named, ids: readonly string[] | undefined): void {
  if (ids === undefined || world.tenant === undefined) return
  const names = Object.keys(world.tenant.spec.licences ?? {})
  for (const [at, name] of ids.entries()) checkName({ findings, spot: below(spot, at), what: 'licence', name, names })
}
