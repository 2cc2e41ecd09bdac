import type { WriteContext } from '../provider.ts'
import type { Standpoint } from './confirm.ts'

/** What the writing functions work with. */
export interface Desk extends Standpoint, Pick<WriteContext, 'initialPassword' | 'changeAtNextLogin'> {
  readonly now: () => Date
}
