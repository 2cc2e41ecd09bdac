import type { Kind } from '../../model/kind.ts'
import { parseAddress } from '../../model/address.ts'
import { checkName } from './known-name.ts'
import { yearAfter } from './days.ts'
import { oneOf } from './problem.ts'
import type { Findings, Spot, World } from './world.ts'
import { below } from './world.ts'

/** What can be left as it is, and how many parts its id has. */
const kinds: Readonly<Partial<Record<Kind, 1 | 2>>> = { user: 1, group: 1, membership: 2, licence: 2, policy: 1 }

/** What is left as it is for a time: somewhere in this tenant, in one of its directories. */
export function checkLeaves(world: World, findings: Findings): void {
  for (const [id, { file, spec }] of world.leaves) {
    const spot = { file, path: [id] }
    checkAddress(world, findings, below(spot, 'address'), spec.address)
    if (spec.only !== undefined) checkOnly(findings, below(spot, 'only'), spec.address)
    if (world.today !== undefined && spec.until > yearAfter(world.today)) {
      findings.mistake(below(spot, 'until'), {
        slug: 'leave-long',
        severity: 'warning',
        message: `It would be left as it is for more than a year, until ${spec.until}.`,
        fix: 'Choose an earlier day, or change what is declared.',
      })
    }
  }
}

function checkAddress(world: World, findings: Findings, spot: Spot, address: string): void {
  const { tenant, directory, kind, id } = parseAddress(address)
  const mistake = (message: string, fix: string): void =>
    findings.mistake(spot, { slug: 'leave-address', message, fix })
  if (tenant !== world.id) {
    mistake(
      `The address begins with ${JSON.stringify(tenant)}, and this tenant is \`${world.id}\`.`,
      `Write \`${world.id}/...\`.`,
    )
    return
  }
  const directories = Object.keys(world.tenant?.spec.directories ?? {})
  if (world.tenant !== undefined) checkName({ findings, spot, what: 'directory', name: directory, names: directories })
  const parts = kinds[kind]
  if (parts === undefined) {
    mistake(
      `What is called ${JSON.stringify(kind)} cannot be left as it is.`,
      `It can be ${oneOf(Object.keys(kinds))}.`,
    )
  } else if (id === '' || (parts === 2 && !/^[^/]+\/[^/]+$/.test(id))) {
    const form = parts === 2 ? `${kind}/<${kind === 'licence' ? 'licence' : 'group'}>/<member>` : `${kind}/<id>`
    mistake(`After ${tenant}/${directory}/${kind}/ there is no id.`, `Write ${tenant}/${directory}/${form}.`)
  }
}

function checkOnly(findings: Findings, spot: Spot, address: string): void {
  const { kind } = parseAddress(address)
  if (kind === 'user' || kind === 'group' || kinds[kind] === undefined) return
  findings.mistake(spot, {
    target: 'key',
    slug: 'leave-address',
    message: `A ${kind} has no attributes that could be left alone.`,
    fix: 'Remove `only`.',
  })
}
