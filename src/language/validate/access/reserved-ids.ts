import { messagesDirectory } from '../../../model/operation.ts'
import type { Findings, World } from '../world.ts'
import { below } from '../world.ts'

/** Ids that roster writes into addresses itself: of messages, and of steps that people do. */
const reserved: readonly string[] = [messagesDirectory, 'roster']

/** No directory and no subscription has an id under which roster records something else. */
export function checkReservedIds({ tenant }: World, findings: Findings): void {
  if (tenant === undefined) return
  const { file, spec } = tenant
  for (const place of ['directories', 'subscriptions'] as const) {
    for (const id of reserved) {
      if (!Object.hasOwn(spec[place] ?? {}, id)) continue
      findings.mistake(below({ file, path: [] }, place, id), {
        target: 'key',
        slug: 'reserved-id',
        message: `\`${id}\` is an id that roster keeps for itself.`,
        fix: 'Give it another id; what it is called there does not change.',
      })
    }
  }
}
