import type { Counted } from './effort.ts'

/** What the links of the chain need to know of one HTTP request besides what the client carries; it comes to them as its middleware option. */
export class Question {
  /** As it goes out, letter by letter: the client takes addresses apart, and would put a `nextLink` together differently. */
  readonly url: string
  /** Path below the version, which says whose limits count. */
  readonly road: string
  readonly isRepeatable: boolean
  /** What Graph counts: the request itself, or the items of a batch. */
  readonly counts: readonly Counted[]
  constructor(of: Pick<Question, 'url' | 'road' | 'isRepeatable' | 'counts'>) {
    this.url = of.url
    this.road = of.road
    this.isRepeatable = of.isRepeatable
    this.counts = of.counts
  }
}

/** Nobody knows whether a request was carried out; with the last answer, where there was one. */
export class Lost extends Error {
  override readonly name = 'Lost'
  readonly answer: Response | undefined
  constructor(message: string, answer: Response | undefined) {
    super(message)
    this.answer = answer
  }
}
