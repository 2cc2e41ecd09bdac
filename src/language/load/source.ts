/**
 * One top-level entry of a file that maps ids to specs (or the whole of a file that holds one spec).
 * `spec` has no prototype: every property on it was written by a person.
 */
export interface Written<Spec> {
  readonly file: string
  /** Line of the id, from 1. */
  readonly line: number
  readonly spec: Spec
}

/** id -> spec, for one kind of one tenant, over all its files. */
export type WrittenKind<Spec> = ReadonlyMap<string, Written<Spec>>
