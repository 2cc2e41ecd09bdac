import { look, liveAccess, liveMembers } from '../history/live.ts'
import { peopleKnown } from '../history/people.ts'
import type { ChainedEntry } from '../model/entry.ts'
import { remember } from '../reconciler/memory.ts'
import { compiled } from '../reconciler/workspace.ts'
import type { Asked } from './inquiry.ts'
import { openRun } from './run.ts'
import type { Session } from './session.ts'
import type { Sided } from './sides.ts'
import { askedWith, groupsIn } from './sides.ts'

/** A tenant as its directories show it now. Reads them as a plan does, and writes nothing. */
export async function liveSide(session: Session, base: Asked, chain: readonly ChainedEntry[]): Promise<Sided> {
  const { id } = base.desired
  const { run } = await openRun(session, { tenant: [id] }, () => undefined)
  const memory = remember(chain)
  const desired = compiled(base.documents, memory, run)
  const sight = await look(desired, memory, run)
  const platforms = [...new Set([...desired.access.keys(), ...memory.access.keys()])].toSorted()
  const found = platforms.flatMap((platform) => {
    const live = liveAccess(platform, { desired, memory, sight, asOf: run.asOf })
    return live === undefined ? [] : [{ platform, ...live }]
  })
  const unread = [...sight.unread].map(([about, why]) => ({ about, why }))
  const unknown = [...unread, ...sight.unseen, ...found.flatMap((each) => each.unknown)]
  const asked = askedWith(base, {
    access: new Map(found.map(({ platform, access }) => [platform, access])),
    people: peopleKnown(base.desired, memory),
    groups: groupsIn({ members: liveMembers(sight) }),
  })
  const words = [
    'Live: what the directories show now, and for platforms that people work on what their last list showed.',
  ]
  const side = { source: 'live' as const, at: run.asOf.toISOString(), words, unknown }
  return { asked, side: unread.length === 0 ? side : { ...side, unread: true } }
}
