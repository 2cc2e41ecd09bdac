import type { Draft as Operation } from '../reconciler/digest.ts'

/** Why an operation that a declaration would lead to keeps it from being made, and what helps: alike for all to whom the same would happen. */
export function consequence(operation: Operation, provider: string): string {
  const { kind, verb, summary } = operation
  if ((kind === 'user' || kind === 'group') && verb === 'rename') {
    const { container, ...names } = operation.after
    if (container !== undefined)
      return `declared it would be moved to ${container}; to leave ${kind}s where they lie: ${kind}s: { placement: keep } in tenant.yaml`
    const own = Object.keys(names).filter((name) => name !== 'attributes')
    return renamed([...Object.keys(names.attributes ?? {}), ...own].toSorted(), provider)
  }
  if ((kind === 'user' || kind === 'group') && verb === 'update') {
    const { attributes, references } = operation.after
    const names = [...Object.keys(attributes), ...Object.keys(references)].toSorted()
    const hint =
      kind === 'user'
        ? `; to leave it to the directory: mapping: { ${names.map((name) => `${name}: null`).join(', ')} }`
        : ''
    return `declared it would get another ${names.join(', ')}${hint}`
  }
  if (kind === 'membership' && verb === 'grant')
    return `declared they would join the group ${operation.after.group}, which takes in whoever it selects; see groups.yaml`
  return `the next plan would change something: ${summary}`
}

const upns: ReadonlySet<string> = new Set(['userPrincipalName', 'upn'])

function renamed(names: readonly string[], provider: string): string {
  const hints = names.flatMap((name) => {
    if (name === 'cn' && provider === 'active-directory') return ['users: { cn: keep } in tenant.yaml leaves it']
    return upns.has(name) ? ['without naming.upn in tenant.yaml it stays'] : []
  })
  return [`declared it would be renamed: ${names.join(', ')}`, ...hints].join('; ')
}
