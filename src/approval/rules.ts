import type { RequestFile } from '../model/forge.ts'
import type { ApprovalRule } from '../model/judgement.ts'
import type { Change } from './change.ts'
import { isEmpty } from './change.ts'
import { ownersOf, readCodeowners } from './codeowners.ts'
import type { Terms } from './terms.ts'
import { pathsOf, weights } from './weight.ts'

/** What a request is held to: the terms of the base branch, the files it touches, what it would do. */
export interface Asked {
  readonly terms: Terms
  readonly files: readonly RequestFile[]
  readonly change: Change
}

/** Who has to agree: to every change, to a critical one, and to each file that has owners. None where nothing would be done. */
export function rulesFor({ terms, files, change }: Asked): readonly ApprovalRule[] {
  const heavy = weights(change, files)
  if (isEmpty(change) && heavy.length === 0) return []
  return [
    namedRule('default', terms, 'every change needs it'),
    ...(heavy.length === 0 ? [] : [namedRule('critical', terms, some(heavy))]),
    ...ownerRules(terms, files),
  ]
}

/** The rule for what is critical, whether or not anything is. */
export function criticalRule(terms: Terms): ApprovalRule {
  return namedRule('critical', terms, 'what time brings may be critical')
}

const byItself = { default: { approvers: [], count: 1 }, critical: { approvers: [], count: 2 } } as const

function namedRule(name: 'default' | 'critical', { approvals, approvers = {} }: Terms, why: string): ApprovalRule {
  const rule = approvals?.[name] ?? byItself[name]
  // A name that leads nowhere stays as it is written: it is nobody's login, and an empty list would be everybody.
  const named = rule.approvers.flatMap((approver) => approvers[approver]?.forge ?? [approver])
  return { name, approvers: [...new Set(named)], count: rule.count, why }
}

/** One rule for each body of owners, however many of their files are touched. */
function ownerRules({ codeowners }: Terms, files: readonly RequestFile[]): readonly ApprovalRule[] {
  if (codeowners === undefined) return []
  const lines = readCodeowners(codeowners)
  const rules = new Map<string, ApprovalRule>()
  for (const path of pathsOf(files)) {
    const line = ownersOf(lines, path)
    if (line === undefined) continue
    const key = line.owners
      .map((owner) => owner.toLowerCase())
      .toSorted()
      .join(' ')
    if (rules.has(key)) continue
    rules.set(key, { name: line.pattern, approvers: line.owners, count: 1, why: `CODEOWNERS names them for ${path}` })
  }
  return [...rules.values()]
}

function some(reasons: readonly string[]): string {
  const rest = reasons.length > 3 ? `; and ${reasons.length - 3} more` : ''
  return `${reasons.slice(0, 3).join('; ')}${rest}`
}
