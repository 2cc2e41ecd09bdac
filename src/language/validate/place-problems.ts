import { grouped } from '../../model/grouped.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import type { Locator } from '../load/locate.ts'
import { locator } from '../load/locate.ts'
import type { Problem } from './problem.ts'

/** As many of one file are worth reading; the last one says how many more there are. */
const mostOfOneFile = 200

export interface Texts {
  /** The text of a file that was read before. */
  readonly textOf: (file: string) => string
  /** The tenant whose run the problems stop; none: the whole workspace. */
  readonly tenant: string | undefined
}

/** Looks up line and column of each problem: only now are the files read for their places, each once. */
export function placed(problems: readonly Problem[], { textOf, tenant }: Texts): Diagnostic[] {
  return [...grouped(problems, ({ file }) => file)].flatMap(([file, list]) => {
    const locate = locator(textOf(file))
    const shown = list.slice(0, mostOfOneFile).map((problem) => diagnostic(problem, locate, tenant))
    const more = list.length - shown.length
    if (more === 0) return shown
    return shown.map((one, at) =>
      at < shown.length - 1 ? one : { ...one, message: `${one.message} And ${more} more in this file.` },
    )
  })
}

function diagnostic(problem: Problem, locate: Locator, tenant: string | undefined): Diagnostic {
  const { slug, file, severity = 'error' } = problem
  const { source, ...place } = locate(problem.path, problem.target)
  const fix = typeof problem.fix === 'function' ? problem.fix(source) : problem.fix
  const message = typeof problem.message === 'function' ? problem.message(source) : problem.message
  return {
    slug,
    severity,
    file,
    ...place,
    message,
    ...(fix === undefined ? {} : { fix }),
    ...(tenant === undefined ? {} : { tenant }),
  }
}
