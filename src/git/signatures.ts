import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ObjectId, type Repository, run } from './git.ts'

/** Whose signatures count. All of it comes from the trusted base: a request would let itself in. */
export interface SigningRules {
  /** Text of a file of allowed signers (ssh-keygen(1)). */
  readonly allowedSigners: string
  /** Name of a signer in that file -> e-mail addresses that commits may carry in that name. */
  readonly emails: ReadonlyMap<string, readonly string[]>
  /** Names that keys of the forge stand under: they count for merges, which it makes itself, and for nothing else. */
  readonly forge: ReadonlySet<string>
}

/**
 * How a commit is signed. `good`: by an allowed key, in the name of its author or committer. `otherName`: by an allowed key, in the
 * name of somebody else. `forgeOnly`: by the forge, and it is no merge. `unknownKey`: nobody's key, or one whose time is over.
 */
export type Signing = 'good' | 'unsigned' | 'bad' | 'unknownKey' | 'otherName' | 'forgeOnly' | 'unchecked'

/** A commit, and how it is signed. Names and addresses are what its writer put there. */
export interface SignedCommit {
  readonly commit: ObjectId
  readonly parents: readonly ObjectId[]
  readonly author: string
  readonly authorEmail: string
  readonly committer: string
  readonly committerEmail: string
  /** RFC 3339, as the committer's clock had it. */
  readonly at: string
  readonly signing: Signing
  /** Name of the signer, where the key is known. */
  readonly signer?: string
}

/** Tells how commits are signed; each is verified once. */
export type Signatures = (commits: readonly ObjectId[]) => Promise<readonly SignedCommit[]>

/** Opens signatures of a repository. Without rules no key counts, and what is signed is `unchecked`. */
export function signaturesIn(repository: Repository, rules?: SigningRules): Signatures {
  const known = new Map<ObjectId, SignedCommit>()
  return async (commits) => {
    const missing = [...new Set(commits)].filter((commit) => !known.has(commit))
    for (const commit of missing.length === 0 ? [] : await read(repository, missing, rules))
      known.set(commit.commit, commit)
    return commits.flatMap((commit) => known.get(commit) ?? [])
  }
}

// What the configuration of a repository names as the program for signatures would be run here: it is named anew.
const programs = [
  '-c', 'gpg.program=gpg',
  '-c', 'gpg.openpgp.program=gpg',
  '-c', 'gpg.x509.program=gpgsm',
  '-c', 'gpg.ssh.program=ssh-keygen',
  '-c', 'gpg.ssh.revocationFile=',
] // prettier-ignore

const fields = ['%H', '%P', '%an', '%ae', '%cn', '%ce', '%cI'] as const
const signed = ['%G?', '%GS'] as const

async function read(
  repository: Repository,
  commits: readonly ObjectId[],
  rules: SigningRules | undefined,
): Promise<readonly SignedCommit[]> {
  if (rules === undefined) return (await logged(repository, commits, [])).map((row) => commitOf(row, undefined))
  const folder = mkdtempSync(join(tmpdir(), 'roster-signers-'))
  try {
    const file = join(folder, 'allowed_signers')
    writeFileSync(file, rules.allowedSigners, { mode: 0o600 })
    const rows = await logged(repository, commits, [...programs, '-c', `gpg.ssh.allowedSignersFile=${file}`])
    return rows.map((row) => commitOf(row, rules))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** One row of fields a commit. Signatures are looked at only where there is somebody to compare them with. */
async function logged(
  repository: Repository,
  commits: readonly ObjectId[],
  config: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const wanted = config.length === 0 ? fields : [...fields, ...signed]
  const format = `--format=tformat:${wanted.join('%x00')}%x00`
  const args = [...config, 'log', '--no-walk=unsorted', '--stdin', '--no-show-signature', '--no-mailmap', format]
  const text = (await run(repository, { args, input: commits.map((id) => `${id}\n`).join('') })).toString('utf8')
  const cells = text.split('\0')
  return Array.from({ length: Math.floor(cells.length / wanted.length) }, (_, row) =>
    cells.slice(row * wanted.length, (row + 1) * wanted.length),
  )
}

function commitOf(row: readonly string[], rules: SigningRules | undefined): SignedCommit {
  const [commit = '', parents = '', author = '', authorEmail = '', committer = '', committerEmail = '', at = ''] = row
  const [status = '', name = ''] = row.slice(fields.length)
  const about = {
    commit: commit.trim(),
    parents: parents.split(' ').filter((id) => id !== ''),
    author,
    authorEmail,
    committer,
    committerEmail,
    at: new Date(at).toISOString(),
  }
  if (rules === undefined) return { ...about, signing: 'unchecked' }
  const signer = signerIn(name)
  const signing = judged(status, signer, about, rules)
  return { ...about, signing, ...(signer === '' ? {} : { signer }) }
}

/** Of a key of OpenPGP git says `Name <address>`, of one of SSH the name in the file of allowed signers. */
function signerIn(name: string): string {
  return /<([^<>]+)>$/.exec(name)?.[1] ?? name
}

function judged(
  status: string,
  signer: string,
  { parents, authorEmail, committerEmail }: Omit<SignedCommit, 'signing'>,
  { emails, forge }: SigningRules,
): Signing {
  if (status === 'N' || status === '') return 'unsigned'
  if (status === 'B') return 'bad'
  // U: nobody vouches for the key; X and Y: its time was over; R: taken back; E: it is not there to be checked with.
  if (status !== 'G') return 'unknownKey'
  if (forge.has(signer)) return parents.length > 1 ? 'good' : 'forgeOnly'
  const theirs = (emails.get(signer) ?? [signer]).map((email) => email.toLowerCase())
  const isTheirs = [authorEmail, committerEmail].some((email) => theirs.includes(email.toLowerCase()))
  return isTheirs ? 'good' : 'otherName'
}
