import type { Directory, EntraDirectory } from '../../generated/tenant.ts'

/** Narrows to the settings of this provider. */
export function entraOnly(directory: Directory): EntraDirectory {
  if (directory.provider === 'entra') return directory
  throw new Error(`settings of provider ${directory.provider} were given to the one for Entra ID`)
}
