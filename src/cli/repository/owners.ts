import type { Check } from '../../report/checkup.ts'

/** Where GitHub looks for owners; the first one counts. */
export const ownerFiles = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const

/** What decides over others: whoever may change these without a review may change everything. */
const decisive = ['roster.yaml', 'library/groups.yaml', 'platforms/product.yaml', '.github/workflows/roster-plan.yml']

/** Whether everything that counts has an owner: each tenant's folder, and what decides over all of them. */
export function ownerChecks(text: string | undefined, tenants: readonly string[]): readonly Check[] {
  const shared = { scope: 'CODEOWNERS', check: 'owners' } as const
  const fix =
    'Write a line for it, as `/tenants/acme/ @owner/team`: see docs/github.md. roster init --github writes a first CODEOWNERS.'
  if (text === undefined) return [{ ...shared, result: 'fail', message: 'there is no CODEOWNERS', fix }]
  const wanted = [...decisive, ...tenants.map((tenant) => `tenants/${tenant}/users.yaml`)]
  const without = wanted.filter((path) => ownersOf(text, path).length === 0)
  if (without.length === 0) {
    return [
      { ...shared, result: 'ok', message: 'each tenant, roster.yaml, library, platforms and workflows have owners' },
    ]
  }
  return without.map((path) => ({ ...shared, result: 'fail', message: `nobody owns ${placeOf(path)}`, fix }))
}

/** Who owns a path: the last line that fits counts, and one without owners takes them away. */
export function ownersOf(text: string, path: string): readonly string[] {
  const lines = text
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '')
  const [, ...owners] = lines.findLast((line) => fits(line.split(/\s+/)[0] ?? '', path))?.split(/\s+/) ?? []
  return owners
}

/** A pattern of CODEOWNERS: as in .gitignore, without `!` and `[...]`. */
function fits(pattern: string, path: string): boolean {
  const anchored = pattern.slice(0, -1).includes('/')
  const body = pattern.replace(/^\//, '').replace(/\/$/, '')
  const inside = body
    .split(/(\*\*\/?|\*|\?)/)
    .map(asExpression)
    .join('')
  // `docs/*` means what lies in it, and nothing deeper.
  const deeper = pattern.endsWith('/') ? '/.*' : pattern.endsWith('/*') ? '' : '(/.*)?'
  return new RegExp(`^${anchored ? '' : '(.*/)?'}${inside}${deeper}$`).test(path)
}

function asExpression(piece: string): string {
  if (piece === '**/') return '(.*/)?'
  if (piece === '**') return '.*'
  if (piece === '*') return '[^/]*'
  if (piece === '?') return '[^/]'
  return piece.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
}

function placeOf(path: string): string {
  return path.includes('/') ? `${path.slice(0, path.lastIndexOf('/'))}/` : path
}
