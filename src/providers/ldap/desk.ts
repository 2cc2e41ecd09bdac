import type { WriteContext } from '../provider.ts'
import type { Standpoint } from './confirm.ts'
import type { Placeholders } from './write-members.ts'

/** What the writing functions work with. */
export interface Desk extends Standpoint {
  readonly placeholders: Placeholders
  readonly initialPassword: WriteContext['initialPassword']
}
