import { holdersOf } from '../../access/answers-holders.ts'
import { nearest } from '../../language/load/nearest.ts'
import type { Level } from '../../model/level.ts'
import { levels } from '../../model/level.ts'
import { UsageError } from '../../model/fault.ts'
import { holdersAnswer } from '../../report/holders.ts'
import { accessAsked, entityAsked, keyAsked } from '../inquiry.ts'
import type { Session } from '../session.ts'
import { inquireSided } from '../sided-answer.ts'
import type { SidedOptions } from '../sides.ts'

/** What `roster who-can` can be told. */
export interface WhoCanOptions extends SidedOptions {
  readonly tenant?: string
  readonly platform?: string
  readonly entity?: string
  readonly atLeast?: string
}

/** `roster who-can`: everybody who has a permission, how far, and because of what. */
export async function whoCan(session: Session, key: string, options: WhoCanOptions): Promise<number> {
  const atLeast = levelOf(options.atLeast)
  const { entity } = options
  return inquireSided(session, options, (asked) => {
    const knowing = keyAsked(accessAsked(asked, options.platform), key)
    const platforms = entity === undefined ? knowing : entityAsked(knowing, entity)
    const holders = platforms.flatMap(({ platform }) =>
      holdersOf(asked.now(platform), { key, entity, atLeast }).map(({ decider, way, ...holder }) => ({
        ...holder,
        ...(decider === undefined
          ? {}
          : {
              by: { layer: decider.layer, ...(decider.name === undefined ? {} : { name: decider.name }) },
              place: asked.placeOf(decider.source),
            }),
        ...(way === undefined
          ? {}
          : { way: way.map(({ source, ...step }) => ({ ...step, place: asked.placeOf(source) })) }),
      })),
    )
    const question = { key, ...(entity === undefined ? {} : { entity }), ...(atLeast === undefined ? {} : { atLeast }) }
    return holdersAnswer({ tenant: asked.desired.id, ...question }, holders)
  })
}

function levelOf(written: string | undefined): Level | undefined {
  const level = levels.find((one) => one === written)
  if (written === undefined || level !== undefined) return level
  const near = nearest(written, levels)
  const hint = near === undefined ? `The levels are ${levels.join(', ')}.` : `Did you mean ${near}?`
  throw new UsageError(`There is no level ${written}. ${hint}`)
}
