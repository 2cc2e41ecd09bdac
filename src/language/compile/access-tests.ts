import type { AccessTest } from '../../generated/tests.ts'
import type { WrittenKind } from '../load/source.ts'
import type { DesiredTest } from './desired-platforms.ts'

/** What must be true of people's access. */
export function compileTests(tests: WrittenKind<AccessTest>): readonly DesiredTest[] {
  return [...tests].flatMap(([id, { spec, file, line }]): readonly DesiredTest[] => {
    const expects = expected(spec)
    if (expects === undefined) return []
    const { user, platform, permission, entity } = spec
    const where = entity === undefined ? {} : { entity }
    return [{ id, user, platform, permission, ...where, expects, source: { file, line, via: [] } }]
  })
}

function expected({ is, atMost, atLeast }: AccessTest): DesiredTest['expects'] | undefined {
  if (is !== undefined) return { how: 'is', level: is }
  if (atMost !== undefined) return { how: 'atMost', level: atMost }
  return atLeast === undefined ? undefined : { how: 'atLeast', level: atLeast }
}
