import { isSpec } from '../../language/load/spec.ts'
import { parse } from '../../language/load/parse.ts'
import type { Edit } from '../../language/splice/edits.ts'
import { splice } from '../../language/splice/splice.ts'
import { propertyOrder } from '../../language/validate/schema-file.ts'
import { UsageError } from '../../model/fault.ts'

/** What roster.yaml says, and what it is to say. */
export interface Joining {
  readonly text: string
  readonly reviewers: readonly string[]
  /** Something was recorded on this machine already: the ledger stays where it is. */
  readonly recorded: boolean
}

/** roster.yaml with what review on a forge needs, and the keys that were added: what it says already stays, to the byte. */
export function addGithub({ text, reviewers, recorded }: Joining): {
  readonly text: string
  readonly added: readonly string[]
} {
  const said = parse('roster.yaml', text).value
  const there = isSpec(said) ? Object.keys(said) : []
  const edits = wanted(reviewers, there).filter(
    ({ path: [key = ''] }) => !there.includes(key) && !(recorded && key === 'ledger'),
  )
  const { text: after, diagnostics } = splice({
    file: 'roster.yaml',
    text,
    ordering: { form: 'one', order: propertyOrder('roster') },
    edits,
  })
  const [mistake] = diagnostics.filter(({ severity }) => severity === 'error')
  if (mistake !== undefined)
    throw new UsageError(`Nothing was written: roster.yaml:${mistake.line}: ${mistake.message}`)
  return { text: after, added: edits.map(({ path }) => path.join('.')) }
}

function wanted(reviewers: readonly string[], there: readonly string[]): readonly Edit[] {
  const verb = 'insert'
  const rules: Edit = {
    verb,
    path: ['approvals'],
    value: { default: { approvers: ['leads'], count: 1 }, critical: { approvers: ['leads'], count: 2 } },
  }
  return [
    { verb, path: ['ledger'], value: { store: 'git' } },
    { verb, path: ['approvers'], value: { leads: { forge: reviewers } } },
    // Rules name approvers: where others are declared already, only people know which of them these are.
    ...(there.includes('approvers') ? [] : [rules]),
  ]
}
