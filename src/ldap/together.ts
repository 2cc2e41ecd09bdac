interface Waiting<Q> {
  readonly question: Q
  readonly answer: (answer: Promise<boolean>) => void
}

/** Questions about one thing that come in one breath are asked together: is it so with all of them? */
export class Together<Q> {
  private readonly most: number
  private readonly areSo: (questions: readonly Q[]) => Promise<boolean>
  private readonly waiting = new Map<string, Waiting<Q>[]>()

  /** `most`: how many go into one. */
  constructor(most: number, areSo: (questions: readonly Q[]) => Promise<boolean>) {
    this.most = most
    this.areSo = areSo
  }

  /** false: it is not so with one of those that were asked with this one, or it cannot be told like this. */
  async ask(about: string, question: Q): Promise<boolean> {
    return new Promise((answer) => {
      const others = this.waiting.get(about)
      if (others !== undefined && others.length < this.most) others.push({ question, answer })
      else this.begin(about, { question, answer })
    })
  }

  private begin(about: string, first: Waiting<Q>): void {
    const all = [first]
    this.waiting.set(about, all)
    setImmediate(() => {
      if (this.waiting.get(about) === all) this.waiting.delete(about)
      const together = this.areSo(all.map(({ question }) => question))
      for (const { answer } of all) answer(together)
    })
  }
}
