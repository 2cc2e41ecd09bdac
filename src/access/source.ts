import type { AccessSource } from './access.ts'

/** The place of something below an entry. */
export function below(source: AccessSource, ...steps: readonly (string | number)[]): AccessSource {
  return { ...source, path: [...(source.path ?? []), ...steps] }
}

/** The place of the rules of a platform. */
export function rulesOf(platform: string, ...path: readonly (string | number)[]): AccessSource {
  return { file: `platforms/${platform}.yaml`, line: 1, via: [], path }
}
