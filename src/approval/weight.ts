import type { RequestFile } from '../model/forge.ts'
import type { Operation } from '../model/operation.ts'
import { isGain } from './beneficiaries.ts'
import type { Change } from './change.ts'

/** Why a change is critical, one sentence for each reason; none: it is not. */
export function weights(change: Change, files: readonly RequestFile[]): readonly string[] {
  return [
    ...weightsOf(change),
    ...decisive(files).map((path) => `${path} is changed, and the base branch decides by it`),
  ]
}

/** Why what is done is critical: privilege by any way to it, and whatever can lock somebody out. */
export function weightsOf({ operations, access, findings }: Omit<Change, 'insiders' | 'standing'>): readonly string[] {
  return [
    ...operations.filter(isHeavy).map(({ summary }) => summary),
    ...access.filter((group) => group.privileged && isGain(group)).map(({ summary }) => summary),
    ...findings
      .filter(({ gate, result }) => gate === 'privilegedGain' && result !== 'pass')
      .map(({ message }) => message),
  ]
}

/** Whether it takes more than the usual agreement by itself. */
export function isHeavy({ escalation, risk }: Pick<Operation, 'escalation' | 'risk'>): boolean {
  return escalation || risk === 'lockout'
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
  const paths = files.flatMap(({ path, previousPath }) => (previousPath === undefined ? [path] : [path, previousPath]))
  return [...new Set(paths)].filter((path) => deciding.some((pattern) => pattern.test(path))).toSorted()
}
