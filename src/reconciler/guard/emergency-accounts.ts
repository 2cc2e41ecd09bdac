import { standsDown } from '../../model/observed.ts'
import type { Finding } from '../../model/plan.ts'
import type { World } from '../diff/world.ts'

/** Emergency accounts (`breakGlass`) that are of no use: one that is not there is protected by nothing, one that is disabled lets nobody in. */
export function emergencyAccounts({ desired, directory, snapshot }: World): readonly Finding[] {
  const { settings } = directory
  const names = 'breakGlass' in settings ? (settings.breakGlass ?? []) : []
  if (names.length === 0) return []
  const scope = `${desired.id}/${directory.id}`
  const tell = (why: string): Finding => ({ slug: 'emergency-account', scope, result: 'warn', message: why })
  return names.flatMap((name) => {
    const folded = name.toLowerCase()
    const live = snapshot.users.find(
      ({ username, immutableId }) => username.toLowerCase() === folded || immutableId.toLowerCase() === folded,
    )
    if (live === undefined || live.state === 'softDeleted')
      return [
        tell(
          `the emergency account ${name} is not in ${directory.id}, so nothing protects it: write its sign-in name or its id as the directory has it (breakGlass in tenant.yaml)`,
        ),
      ]
    return standsDown(live)
      ? [tell(`the emergency account ${name} of ${directory.id} is disabled, so it lets nobody in: enable it there`)]
      : []
  })
}
