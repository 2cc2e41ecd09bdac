import { resolve } from 'node:path'
import { allowedSigners } from '../../evidence/allowed-signers.ts'
import { changesIn } from '../../evidence/changes.ts'
import { evidenceOf, type TenantEvidence } from '../../evidence/gather.ts'
import {
  evidenceNamespace,
  manifestName,
  manifestOf,
  manifestText,
  sha256,
  signatureName,
} from '../../evidence/manifest.ts'
import { type Period, periodOf } from '../../evidence/period.ts'
import { sampleOf } from '../../evidence/sample.ts'
import { publicKeyLine, type SigningKey, signingKeyOf } from '../../evidence/ssh-key.ts'
import { sshSign } from '../../evidence/sshsig.ts'
import { verifyPack } from '../../evidence/verify.ts'
import { headCommit } from '../../git/git.ts'
import { runs } from '../../history/runs.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { LedgerBroken } from '../../ledger/ledger.ts'
import { exit } from '../../model/exit-code.ts'
import type { ChainedEntry } from '../../model/entry.ts'
import { UsageError } from '../../model/fault.ts'
import { csvOf } from '../../report/csv.ts'
import { packFiles } from '../../report/evidence-pack.ts'
import { changeDocument, changesTable } from '../../report/evidence-tables.ts'
import { paintPack, paintProof, paintSample, type WrittenPack } from '../../report/evidence.ts'
import { commitsIn } from '../evidence/commits.ts'
import { filesThen } from '../evidence/files-then.ts'
import { checkEmpty, readFolder, writePack } from '../evidence/folder.ts'
import { openLedger } from '../ledger.ts'
import { readText } from '../saved-plan.ts'
import type { Session } from '../session.ts'
import { settingsOf } from '../settings.ts'
import { tool } from '../tool.ts'
import { checkTenants, findRoot } from '../workspace.ts'

export interface EvidenceOptions {
  readonly period?: string
  readonly out?: string
  readonly tenant?: readonly string[]
  readonly key?: string
}

export interface SampleOptions extends Pick<EvidenceOptions, 'period' | 'tenant'> {
  readonly n?: string
  readonly seed?: string
  readonly csv?: boolean
}

export interface EvidenceVerifyOptions {
  readonly signer?: string
  readonly identity?: string
  readonly manifest?: string
}

/** `roster evidence`: writes a pack that proves who had what in a period, and every change. */
export async function evidence(session: Session, options: EvidenceOptions): Promise<number> {
  if (options.out === undefined)
    throw new UsageError('Where to? Name a new folder: roster evidence --period 2026-Q3 --out evidence-2026-Q3')
  const folder = resolve(options.out)
  checkEmpty(folder)
  const key = options.key === undefined ? undefined : keyIn(options.key)
  const asked = await ask(session, options)
  const written = { folder: options.out, ...(await packed(session, asked, { folder, key })) }
  session.output.result({
    document: () => ({ formatVersion: '1.0', kind: 'evidencePack', exitCode: exit.done, ...written }),
    text: () => paintPack(written, session.ink),
  })
  return exit.done
}

/** `roster evidence sample`: an auditor's sample of the changes of a period, each traced. */
export async function evidenceSample(session: Session, options: SampleOptions): Promise<number> {
  const { output, ink } = session
  if (output.json && options.csv === true)
    throw new UsageError('--json and --csv are two forms of one answer. Choose one.')
  const n = numberIn(options.n)
  const { seed } = options
  if (seed === undefined || seed === '')
    throw new UsageError('Which seed? The same one draws the same changes again: --seed 2026-Q3-audit')
  const { period, chains, zone } = await ask(session, options)
  const changes = chains.flatMap(({ tenant, chain }) => changesIn(tenant, chain, period))
  const drawn = sampleOf(changes, n, seed)
  output.result({
    document: () => ({
      formatVersion: '1.0',
      kind: 'evidenceSample',
      exitCode: exit.done,
      period: { first: period.first, last: period.last, zone: period.zone },
      seed,
      of: changes.length,
      changes: drawn.map(changeDocument),
    }),
    text: () =>
      options.csv === true ? csvOf(changesTable(drawn)) : paintSample(drawn, { ink, zone, of: changes.length, seed }),
  })
  return exit.done
}

/** `roster evidence verify`: proves a pack; 1 when anything in it was changed. */
export async function evidenceVerify(
  session: Session,
  folder: string,
  options: EvidenceVerifyOptions,
): Promise<number> {
  const { signer, identity, manifest } = options
  if (identity !== undefined && signer === undefined)
    throw new UsageError('--identity is a name in a file of allowed signers: name that file with --signer.')
  const signers =
    signer === undefined ? undefined : allowedSigners(signer, readText(signer, 'a file of allowed signers'))
  const proof = verifyPack(readFolder(resolve(folder)), { signers, identity, manifest, now: new Date() })
  const exitCode = proof.faults.length === 0 ? exit.done : exit.unexpected
  const { manifest: _, ...said } = proof
  session.output.result({
    document: () => ({ formatVersion: '1.0', kind: 'evidenceProof', exitCode, folder, ...said }),
    text: () => paintProof(folder, proof, session.ink),
  })
  return Promise.resolve(exitCode)
}

interface Chain {
  readonly tenant: string
  readonly chain: readonly ChainedEntry[]
}

interface Asked {
  readonly root: string
  readonly zone: string
  readonly period: Period
  /** As somebody else would ask for it again. */
  readonly command: string
  readonly chains: readonly Chain[]
}

/** The ledgers that are asked about, proven before a word is taken from them. */
async function ask(session: Session, options: Pick<EvidenceOptions, 'period' | 'tenant'>): Promise<Asked> {
  const root = findRoot(session.folder)
  const settings = settingsOf(root)
  if (options.period === undefined) throw new UsageError('Which period? Name it: --period 2026-Q3')
  const period = periodOf(options.period, settings.zone)
  if (period.from > new Date())
    throw new UsageError(
      `--period ${options.period} has not begun: it is from ${period.first} on. Nothing can be proven of it yet.`,
    )
  const ledger = await openLedger(root, settings, session)
  const known = await ledger.tenants()
  checkTenants(root, options.tenant, known)
  const tenants = [...new Set(options.tenant ?? known)].toSorted()
  if (tenants.length === 0)
    throw new UsageError('The ledger is empty: nothing was applied yet, and there is nothing to prove.')
  const chains: Chain[] = []
  for (const tenant of tenants) chains.push({ tenant, chain: await provenChain(ledger, tenant) })
  const only = options.tenant === undefined ? '' : ` --tenant ${tenants.join(' ')}`
  return { root, zone: settings.zone, period, command: `roster evidence --period ${period.asked}${only}`, chains }
}

async function provenChain(ledger: Ledger, tenant: string): Promise<readonly ChainedEntry[]> {
  const { faults } = await ledger.verify(tenant)
  const [first] = faults
  if (first === undefined) return ledger.read(tenant)
  throw new LedgerBroken(
    `the ledger of ${tenant} proves nothing: ${first}. See \`roster ledger verify --tenant ${tenant}\`, and bring it back from a copy`,
  )
}

/** Works everything out, then writes: a pack is whole or not there. */
async function packed(
  session: Session,
  { root, period, command, chains }: Asked,
  { folder, key }: { readonly folder: string; readonly key: SigningKey | undefined },
): Promise<Omit<WrittenPack, 'folder'>> {
  const repository = { root, env: session.environment.forGit }
  const commit = await headCommit(root, repository.env)
  const tenants: TenantEvidence[] = []
  for (const { tenant, chain } of chains) {
    const said = await filesThen(repository, tenant, commitsOf({ tenant, chain }, period))
    tenants.push(evidenceOf({ tenant, chain }, period, said))
  }
  const { name, version } = tool()
  const about = { tool: `${name} ${version}`, command, commit, period, now: new Date() }
  const subject = { period: `${period.first} to ${period.last} (${period.zone})`, command }
  const files = packFiles(subject, tenants, await commitsIn(repository, commit, period))
  const manifest = manifestOf(about, tenants, files)
  const text = manifestText(manifest)
  const signature =
    key === undefined ? [] : [{ name: signatureName, text: sshSign(Buffer.from(text), evidenceNamespace, key) }]
  writePack(folder, [...files, ...signature, { name: manifestName, text }])
  const exceptions = tenants.reduce((all, tenant) => all + tenant.exceptions.length, 0)
  return {
    manifest,
    sha256: sha256(text),
    exceptions,
    ...(key === undefined ? {} : { key: publicKeyLine(key.publicKey) }),
  }
}

/** Commits that were applied, each with the moment of its last apply in the period. */
function commitsOf({ tenant, chain }: Chain, { from, to }: Period): ReadonlyMap<string, string> {
  const all = runs(tenant, chain).filter(
    ({ at, endedAt }) => Date.parse(endedAt ?? at) >= from.getTime() && Date.parse(at) < to.getTime(),
  )
  return new Map(all.flatMap(({ commit, at }) => (commit === null ? [] : [[commit, at] as const])))
}

function keyIn(file: string): SigningKey {
  return signingKeyOf(file, readText(file, 'a private key'))
}

function numberIn(text: string | undefined): number {
  if (text === undefined) return 25
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new UsageError(`--n ${text} is not a number of changes. Write a whole number from 1 on.`)
}
