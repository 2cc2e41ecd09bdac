import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from '../../language/load/parse.ts'

/** Tenant -> the tenant that it names as its parent, of all that name one. Mistakes are told where the files are checked. */
export function parentsIn(root: string, tenants: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    tenants.flatMap((id) => {
      const parent = parentNamed(`tenants/${id}/tenant.yaml`, textOf(join(root, 'tenants', id, 'tenant.yaml')))
      return parent === undefined ? [] : [[id, parent] as const]
    }),
  )
}

/** The parent that a tenant.yaml names. */
export function parentNamed(file: string, text: string): string | undefined {
  if (!text.includes('parent')) return undefined
  const { value } = parse(file, text)
  const parent = (value as { readonly parent?: unknown } | null | undefined)?.parent
  return typeof parent === 'string' && /^[a-z0-9][a-z0-9._-]{0,62}$/.test(parent) ? parent : undefined
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
