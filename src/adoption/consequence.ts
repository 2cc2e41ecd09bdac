import type { Draft as Operation } from '../reconciler/digest.ts'

/** Why an operation that a declaration would lead to keeps it from being made: alike for all to whom the same would happen. */
export function consequence(operation: Operation): string {
  const { kind, verb, summary } = operation
  if ((kind === 'user' || kind === 'group') && verb === 'rename') {
    const { container, ...names } = operation.after
    if (container !== undefined) {
      const from = operation.before.container ?? 'where it lies'
      return `declared it would be moved from ${from} to ${container}; to leave ${kind}s where they lie: ${kind}s: { placement: keep } in tenant.yaml`
    }
    return `declared it would be renamed: ${listOf([...Object.keys(names.attributes ?? {}), ...Object.keys(names).filter((name) => name !== 'attributes')])}`
  }
  if ((kind === 'user' || kind === 'group') && verb === 'update') {
    const { attributes, references } = operation.after
    const names = [...Object.keys(attributes), ...Object.keys(references)].toSorted()
    const hint =
      kind === 'user'
        ? `; to leave it to the directory: mapping: { ${names.map((name) => `${name}: null`).join(', ')} }`
        : ''
    return `declared it would get another ${listOf(names)}${hint}`
  }
  return `the next plan would change something: ${summary}`
}

function listOf(names: readonly string[]): string {
  return names.toSorted().join(', ')
}
