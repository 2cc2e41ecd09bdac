import { principalsIn } from '../../evidence/allowed-signers.ts'
import type { EvidenceCommit } from '../../evidence/commit.ts'
import { isIn, type Period } from '../../evidence/period.ts'
import { ask, type ObjectId, type Repository, run } from '../../git/git.ts'
import { signaturesIn, type SigningRules } from '../../git/signatures.ts'

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
  return signaturesIn(repository, await rulesAt(repository, head))(wanted)
}

/** The rules that a commit holds; undefined where it holds none. A signer's names are the addresses that the key may commit as. */
export async function rulesAt(repository: Repository, commit: ObjectId): Promise<SigningRules | undefined> {
  const { code, stdout } = await ask(repository, { args: ['cat-file', 'blob', `${commit}:./${signersFile}`] })
  if (code !== 0) return undefined
  const text = stdout.toString('utf8')
  const emails = new Map<string, readonly string[]>()
  for (const principals of principalsIn(text))
    for (const principal of principals) emails.set(principal, [...(emails.get(principal) ?? []), ...principals])
  const forge = new Set([...emails.keys()].filter((principal) => principal.startsWith('forge:')))
  return { allowedSigners: text, emails, forge }
}
