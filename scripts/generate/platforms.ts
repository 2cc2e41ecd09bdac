import type { Platform, PlatformWorkOrder } from '../../src/generated/platform.ts'
import { cataloguePart, entitiesPart, ownRolesPart, rolesPart } from './platforms/access.ts'
import { accountsPart, capabilitiesPart, effectsPart, lifecyclePart, personasPart } from './platforms/accounts.ts'
import { exportsPart } from './platforms/exports.ts'
import { seatsPart } from './platforms/seats.ts'
import { code, list, section } from './platforms/words.ts'

/** docs/platforms/<id>.md: what the profile of a product says, for people. */
export function platformPage(id: string, spec: Platform): string {
  const parts = [
    `# ${spec.name}`,
    `What roster knows of the product: the profile [platforms/${id}.yaml](../../platforms/${id}.yaml), last checked on ${spec.version}. Made by \`npm run generate\`.`,
    `In files it is called ${code(id)}: \`platform: ${id}\`.`,
    rolesPart(spec),
    ownRolesPart(spec),
    cataloguePart(spec),
    entitiesPart(spec),
    accountsPart(spec),
    personasPart(spec),
    lifecyclePart(spec),
    effectsPart(spec),
    capabilitiesPart(spec),
    seatsPart(spec),
    workOrdersPart(spec),
    exportsPart(spec),
    section('Where this comes from', list(spec.sources ?? [])),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function workOrdersPart({ workOrders = [] }: Platform): string {
  const intro = 'What a person does where roster has no interface. Words in braces are filled in.'
  return section('Work orders', ...(workOrders.length === 0 ? [] : [intro]), ...workOrders.map(orderText))
}

const verified = {
  reread: 'roster reads it again',
  export: 'the list that the product gives out is read',
  attest: 'somebody says so',
} as const

function orderText({ verb, of, by, title, steps, verify }: PlatformWorkOrder): string {
  const head = `**${title}** (${verb} ${code(of)}${by === undefined ? '' : `, ${by}`}). Done when ${verified[verify]}.`
  return [head, steps.map((step, at) => `${at + 1}. ${step}`).join('\n')].join('\n\n')
}
