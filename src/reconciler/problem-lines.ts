import type { CompileProblem } from '../language/compile/desired-tenant.ts'
import { locator } from '../language/load/locate.ts'
import { largestFile } from '../language/load/parse.ts'
import { workTree } from '../language/load/tree.ts'

/** Finds the line of a problem in the file it is about, where it says more exactly what it is about than the entry. */
export function exactly(root: string): (problem: CompileProblem) => CompileProblem {
  return (problem) => {
    const { file, line, via, path } = problem.source
    return path === undefined ? problem : { ...problem, source: { file, line: lineOf(root, file, path) ?? line, via } }
  }
}

function lineOf(root: string, file: string, path: readonly (string | number)[]): number | undefined {
  const text = Buffer.from(workTree(root).read(file, largestFile)).toString('utf8')
  const { line, source } = locator(text)(path, 'key')
  return source === '' ? undefined : line
}
