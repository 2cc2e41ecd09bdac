import { principalsIn } from '../../evidence/allowed-signers.ts'
import type { EvidenceCommit } from '../../evidence/commit.ts'
import { isIn, type Period } from '../../evidence/period.ts'
import { type ObjectId, type Repository, run } from '../../git/git.ts'
import { signaturesIn, type SigningRules } from '../../git/signatures.ts'
import { textAt } from '../../git/tree.ts'

/** Where a workspace says whose signatures count. */
export const signersFile = 'allowed_signers'

/** The commits of a period that the one checked out holds, oldest first, and how they are signed by the rules it holds. */
export async function commitsIn(
  repository: Repository,
  head: ObjectId | null,
  period: Period,
): Promise<readonly EvidenceCommit[]> {
  if (head === null) return []
  // `--since` stops at the first commit that is older, whatever stands behind it: the dates are compared here.
  const args = ['rev-list', '--reverse', '--format=%cI', '--end-of-options', head]
  const lines = (await run(repository, { args })).toString('utf8').split('\n')
  const wanted = lines.flatMap((line, at) => {
    const commit = /^commit ([0-9a-f]+)$/.exec(line)?.[1]
    return commit !== undefined && isIn(period, lines[at + 1] ?? '') ? [commit] : []
  })
  return signaturesIn(repository, await signingRulesAt(repository, head))(wanted)
}

/** The rules that a commit holds; undefined where it holds none. A signer's names are the addresses that the key may commit as. */
async function signingRulesAt(repository: Repository, commit: ObjectId): Promise<SigningRules | undefined> {
  const text = await textAt(repository, commit, signersFile)
  if (text === undefined) return undefined
  const emails = new Map<string, readonly string[]>()
  for (const principals of principalsIn(text))
    for (const principal of principals) emails.set(principal, [...(emails.get(principal) ?? []), ...principals])
  const forge = new Set([...emails.keys()].filter((principal) => principal.startsWith('forge:')))
  return { allowedSigners: text, emails, forge }
}
