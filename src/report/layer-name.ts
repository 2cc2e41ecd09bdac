import type { Saying } from '../access/provenance.ts'

/** Who says something about a permission. */
export interface LayerName {
  readonly layer: Saying['layer']
  /** Id of the role or department. */
  readonly name?: string
}

const words: Readonly<Record<Saying['layer'], string>> = {
  base: 'everybody',
  roles: 'role',
  department: 'department',
  override: 'override',
  forced: 'forced by the platform',
}

/** `role edit`, `department service-desk`, `override`. */
export function layerName({ layer, name }: LayerName): string {
  return name === undefined ? words[layer] : `${words[layer]} ${name}`
}
