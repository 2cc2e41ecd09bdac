import { fillUsername } from '../language/compile/naming.ts'
import { idMistake } from '../language/load/ids.ts'
import { isReserved } from '../language/load/words.ts'

const longest = 63
const between = /[^\p{L}\p{M}\p{N}._-]+/u

/** Gives out ids of one kind, each once. The same wishes in the same order get the same ids. */
export class Ids {
  readonly #taken: Set<string>
  /** Where the numbers of a stem were left. */
  readonly #reached = new Map<string, number>()

  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken)
  }

  /** The id that is nearest to the first wish that has one, with a number where it is given out already. */
  give(wishes: readonly string[], otherwise: string): string {
    const stem = wishes.map(stemOf).find((each) => each !== '') ?? otherwise
    let number = this.#reached.get(stem) ?? 1
    while (!this.#isFree(numbered(stem, number))) number += 1
    this.#reached.set(stem, number + 1)
    const id = numbered(stem, number)
    this.#taken.add(id)
    return id
  }

  /** This very id, if nobody has it. */
  claim(id: string): string | undefined {
    if (!this.#isFree(id)) return undefined
    this.#taken.add(id)
    return id
  }

  #isFree(id: string): boolean {
    return !this.#taken.has(id) && idMistake(id) === undefined && !isReserved(id)
  }
}

/** A text in the letters of ids, words joined by dashes; '' where nothing of it is left. */
function stemOf(text: string): string {
  const words = text.normalize('NFC').split(between).map(folded)
  return words
    .filter((word) => word !== '')
    .join('-')
    .slice(0, longest)
    .replace(/[._-]+$/, '')
}

function folded(word: string): string {
  return fillUsername('{id}', { id: word, first: '', last: '', employeeId: '' })
}

function numbered(stem: string, number: number): string {
  if (number === 1) return stem
  const end = `-${number}`
  return stem.slice(0, longest - end.length) + end
}
