import type { Directory } from '../../generated/tenant.ts'

/** The directory whose people come to this one by synchronisation. */
export function syncedFromOf(settings: Directory): string | undefined {
  return 'syncedFrom' in settings ? settings.syncedFrom : undefined
}

/** Directories that are applied before this one: those it names, and the one its people come from. */
export function dependenciesOf(settings: Directory): readonly string[] {
  const named = settings.dependsOn ?? []
  const from = syncedFromOf(settings)
  return from === undefined || named.includes(from) ? named : [...named, from]
}
