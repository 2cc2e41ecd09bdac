import type { RequestFile } from '../model/forge.ts'
import { weightsOf } from '../model/weight.ts'
import type { Change } from './change.ts'

/** Why a request is critical, one sentence for each reason; none: it is not. */
export function weights(change: Change, files: readonly RequestFile[]): readonly string[] {
  return [
    ...weightsOf(change),
    ...(change.wasCritical === true ? ['the plan was critical when it was shown'] : []),
    ...decisive(files).map((path) => `${path} is changed, and the base branch decides by it`),
  ]
}

/** Files that decide about addresses, credentials, gates and approvals, wherever the workspace lies in the repository. */
const deciding = [
  /(^|\/)roster\.ya?ml$/,
  /(^|\/)tenant\.ya?ml$/,
  /(^|\/)policies\.ya?ml$/,
  /(^|\/)(platforms|policies)\//,
  /(^|\/)CODEOWNERS$/,
  /^\.github\//,
]

function decisive(files: readonly RequestFile[]): readonly string[] {
  return pathsOf(files).filter((path) => deciding.some((pattern) => pattern.test(path)))
}

/** Where files are and where they were: taking a file away from its owners is their business too. */
export function pathsOf(files: readonly RequestFile[]): readonly string[] {
  const paths = files.flatMap(({ path, previousPath }) => (previousPath === undefined ? [path] : [path, previousPath]))
  return [...new Set(paths)].toSorted()
}
