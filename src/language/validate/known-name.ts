import { nearest } from '../load/nearest.ts'
import type { Findings, Spot } from './world.ts'

interface Named {
  readonly findings: Findings
  readonly spot: Spot
  readonly what:
    | 'persona'
    | 'directory'
    | 'approver'
    | 'tenant'
    | 'application'
    | 'licence'
    | 'checklist'
    | 'identity-provider'
  readonly name: string
  readonly names: readonly string[]
}

const places = {
  persona: '`defaults.personas` of tenant.yaml',
  directory: '`directories` of tenant.yaml',
  approver: '`approvers` of roster.yaml',
  tenant: 'the folder `tenants/`',
  application: '`applications` of tenant.yaml',
  licence: '`licences` of tenant.yaml',
  checklist: '`checklists` of policies.yaml',
  'identity-provider': '`identityProviders` or `directories` of tenant.yaml',
} as const

/** A name from one of the short lists: personas, directories, approvers, tenants, applications, checklists. */
export function checkName({ findings, spot, what, name, names }: Named): void {
  if (names.includes(name)) return
  findings.mistake(spot, {
    slug: `unknown-${what}`,
    message: `The ${what.replace('-', ' ')} \`${name}\` is not declared in ${places[what]}.`,
    fix: () => nearestOf(name, names),
  })
}

/** The nearest name, or the names there are. */
export function nearestOf(name: string, names: readonly string[]): string {
  const near = nearest(name, names)
  if (near !== undefined) return `Did you mean \`${near}\`?`
  if (names.length === 0) return 'None is declared yet.'
  const first = names.slice(0, 10).join(', ')
  return `Declared: ${first}${names.length > 10 ? ` and ${names.length - 10} more` : ''}.`
}
