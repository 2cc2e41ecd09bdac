import { accountsOf } from '../../access/answers-person.ts'
import { personAnswer } from '../../report/person.ts'
import { accessAsked, personAsked } from '../inquiry.ts'
import type { Session } from '../session.ts'
import { inquireSided } from '../sided-answer.ts'
import type { SidedOptions } from '../sides.ts'

/** What `roster access` can be told. */
export interface AccessOptions extends SidedOptions {
  readonly platform?: string
}

/** `roster access`: what somebody has, on every platform. */
export async function access(session: Session, user: string, options: AccessOptions): Promise<number> {
  return inquireSided(session, options, (asked) => {
    const person = personAsked(asked, user)
    const { placeOf, asOf } = asked
    const accounts = accessAsked(asked, options.platform).flatMap((full) =>
      accountsOf({ evaluation: asked.now(full.platform), full, asOf }, user).map(
        ({ source, overrides, ...account }) => ({
          ...account,
          overrides: overrides.map(({ source: line, ...override }) => ({ ...override, place: placeOf(line) })),
          place: placeOf(source),
        }),
      ),
    )
    const name = person.values['displayName']
    return personAnswer(
      { tenant: asked.desired.id, user, name: typeof name === 'string' ? name : user, zone: asked.desired.timezone },
      accounts,
      asked.groups?.(user),
    )
  })
}
