import type { Diagnostic } from '../../model/diagnostic.ts'
import type { Lines, Place } from './place.ts'
import type { LoadSlug } from './rules.ts'

const mostOfOneFile = 200

/** What a rule has to say about one place. `severity` is error unless said otherwise. */
export interface Mistake {
  readonly slug: LoadSlug
  readonly message: string
  readonly fix?: string
  readonly severity?: 'error' | 'warning'
}

/** Collects the diagnostics of one file; a file with very many says how many more there are. */
export class Mistakes {
  readonly #file: string
  readonly #lines: Lines
  readonly #found: Diagnostic[] = []
  #more = 0

  constructor(file: string, lines: Lines) {
    this.#file = file
    this.#lines = lines
  }

  at(offset: number, mistake: Mistake): void {
    if (this.#found.length >= mostOfOneFile) this.#more++
    else this.#found.push(diagnostic(this.#file, this.#lines.at(offset), mistake))
  }

  all(): readonly Diagnostic[] {
    const last = this.#found.at(-1)
    if (this.#more === 0 || last === undefined) return this.#found
    const more = `${last.message} And ${this.#more} more in this file.`
    return [...this.#found.slice(0, -1), { ...last, message: more }]
  }
}

/** A diagnostic at a place; the tenant is the one whose folder the file lies in. */
export function diagnostic(file: string, place: Place, mistake: Mistake): Diagnostic {
  const tenant = tenantOf(file)
  return {
    severity: 'error',
    ...mistake,
    file,
    ...place,
    ...(tenant === undefined ? {} : { tenant }),
  }
}

/** A diagnostic about a file as a whole. */
export function fileDiagnostic(file: string, mistake: Mistake): Diagnostic {
  return diagnostic(file, { line: 1, column: 1 }, mistake)
}

function tenantOf(file: string): string | undefined {
  return /^tenants\/([^/]+)\//.exec(file)?.[1]
}
