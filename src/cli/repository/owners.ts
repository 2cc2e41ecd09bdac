import { ownersOf, readCodeowners } from '../../approval/codeowners.ts'
import type { Check } from '../../report/checkup.ts'

/** What decides over others: whoever may change these without a review may change everything. */
const decisive = ['roster.yaml', 'library/groups.yaml', 'platforms/product.yaml', '.github/workflows/roster-plan.yml']

/** Whether everything that counts has an owner: each tenant's folder, and what decides over all of them. */
export function ownerChecks(text: string | undefined, tenants: readonly string[]): readonly Check[] {
  const shared = { scope: 'CODEOWNERS', check: 'owners' } as const
  const fix =
    'Write a line for it, as `/tenants/acme/ @owner/team`: see docs/github.md. roster init --github writes a first CODEOWNERS.'
  if (text === undefined) return [{ ...shared, result: 'fail', message: 'there is no CODEOWNERS', fix }]
  const lines = readCodeowners(text)
  const wanted = [...decisive, ...tenants.map((tenant) => `tenants/${tenant}/users.yaml`)]
  const without = wanted.filter((path) => ownersOf(lines, path) === undefined)
  if (without.length === 0) {
    return [
      { ...shared, result: 'ok', message: 'each tenant, roster.yaml, library, platforms and workflows have owners' },
    ]
  }
  return without.map((path) => ({ ...shared, result: 'fail', message: `nobody owns ${placeOf(path)}`, fix }))
}

function placeOf(path: string): string {
  return path.includes('/') ? `${path.slice(0, path.lastIndexOf('/'))}/` : path
}
