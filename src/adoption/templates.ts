import type { Template } from '../generated/templates.ts'
import type { Entry } from './attributes.ts'

/** People who may have something in common. */
export interface Crowd {
  readonly people: ReadonlyMap<string, Entry>
  readonly groupsOf: ReadonlyMap<string, readonly string[]>
  readonly taken: Iterable<string>
}

/** Proposes templates and puts them on the people they fit. */
export function proposeTemplates(_crowd: Crowd): ReadonlyMap<string, Template> {
  return new Map()
}
