import type { Head } from '../ledger/ledger.ts'
import { parseHead } from '../ledger/chain.ts'
import { type AllowedSigner, signerNamed } from './allowed-signers.ts'
import { chainFaults } from './chain-part.ts'
import {
  countedIn,
  evidenceNamespace,
  type Manifest,
  manifestName,
  manifestText,
  sha256,
  signatureName,
} from './manifest.ts'
import { publicKeyLine } from './ssh-key.ts'
import { sshVerify } from './sshsig.ts'

/** The files of a folder by their paths in it; `undefined`: no plain file (a link, a device). */
export type PackFolder = ReadonlyMap<string, Buffer | undefined>

/** Who may have signed, and when the check is made. */
export interface Expected {
  readonly signers?: readonly AllowedSigner[] | undefined
  readonly identity?: string | undefined
  /** sha256 of the manifest, as it was told when the pack was made. */
  readonly manifest?: string | undefined
  readonly now: Date
}

/** What a pack is worth. */
export interface PackProof {
  /** One sentence each; empty: nothing was changed since. */
  readonly faults: readonly string[]
  readonly files: number
  /** Key that signed it, and the names it belongs to; `principals` is not there where nobody said whose keys count. */
  readonly signed?: { readonly key: string; readonly principals?: readonly string[] }
  readonly manifest?: Manifest
}

/** Proves a pack: the signature, every file, every link of every chain. Says every fault it finds. */
export function verifyPack(folder: PackFolder, expected: Expected): PackProof {
  const bytes = folder.get(manifestName)
  if (bytes === undefined)
    return { faults: [`there is no ${manifestName}: it is no pack, or it was removed`], files: 0 }
  const signature = signatureOf(folder, bytes, expected)
  const manifest = readManifest(bytes)
  if (manifest === undefined)
    return { faults: [...signature.faults, `${manifestName} was edited: it is not as roster writes it`], files: 0 }
  const faults = [...signature.faults, ...fileFaults(folder, manifest), ...tenantFaults(folder, manifest)]
  const signed = signature.signed === undefined ? {} : { signed: signature.signed }
  return { faults, files: manifest.files.length, manifest, ...signed }
}

function signatureOf(folder: PackFolder, manifest: Buffer, expected: Expected): Pick<PackProof, 'faults' | 'signed'> {
  const given = expected.manifest
  const other = given !== undefined && sha256(manifest) !== given
  const faults = other ? [`${manifestName} is another one: its sha256 is ${sha256(manifest)}`] : []
  if (!folder.has(signatureName)) {
    const due = expected.signers === undefined && expected.identity === undefined
    return {
      faults: due
        ? faults
        : [...faults, `there is no ${signatureName}: nobody signed it, or the signature was removed`],
    }
  }
  const checked = sshVerify(manifest, evidenceNamespace, folder.get(signatureName)?.toString('latin1') ?? '')
  if ('fault' in checked) return { faults: [...faults, `${signatureName}: ${checked.fault}`] }
  const key = publicKeyLine(checked.publicKey)
  const { signers, identity, now } = expected
  if (signers === undefined) return { faults, signed: { key } }
  const signer = signerNamed(signers, { publicKey: checked.publicKey, namespace: evidenceNamespace, identity, now })
  if ('fault' in signer) return { faults: [...faults, `${signatureName}: ${signer.fault}`], signed: { key } }
  return { faults, signed: { key, principals: signer.principals } }
}

function fileFaults(folder: PackFolder, { files }: Manifest): readonly string[] {
  const listed = new Set([manifestName, signatureName, ...files.map(({ name }) => name)])
  const strangers = [...folder.keys()].filter((name) => !listed.has(name)).toSorted()
  return [
    ...files.flatMap(({ name, bytes, sha256: hash }) => {
      if (!folder.has(name)) return [`${name} is missing`]
      const content = folder.get(name)
      if (content === undefined) return [`${name} is not a plain file`]
      if (content.length !== bytes)
        return [`${name} was changed: it has ${content.length} bytes, and the manifest says ${bytes}`]
      return sha256(content) === hash ? [] : [`${name} was changed: its sha256 is not that of the manifest`]
    }),
    ...strangers.map((name) => `${name} is not in the manifest: it was put there later`),
  ]
}

function tenantFaults(folder: PackFolder, { tenants }: Manifest): readonly string[] {
  return tenants.flatMap(({ tenant, chain, population }) => {
    const file = `chain/${tenant}.jsonl`
    const ends = endsOf(chain)
    const text = folder.get(file)?.toString('utf8')
    if (ends === undefined) return [`${manifestName}: the heads of ${tenant} are not heads`]
    const counts = (['start', 'end'] as const).flatMap((end) => {
      const name = `population-${end}.csv`
      const { count, sha256: hash } = countedIn(folder.get(name)?.toString('utf8') ?? '', tenant)
      const isSame = count === population[end].count && hash === population[end].sha256
      return isSame ? [] : [`${name}: the accounts of ${tenant} are not those that the manifest counts`]
    })
    return [...(text === undefined ? [] : chainFaults(file, text, ends)), ...counts]
  })
}

function endsOf({ before, after }: Manifest['tenants'][number]['chain']): { before: Head; after: Head } | undefined {
  const [first, last] = [headOf(before), headOf(after)]
  return first === undefined || last === undefined ? undefined : { before: first, after: last }
}

/** The head of an empty chain is no head that people carry. */
function headOf(text: string): Head | undefined {
  const empty = `0:${'0'.repeat(64)}`
  return text === empty ? { seq: 0, hash: '0'.repeat(64) } : parseHead(text)
}

/** Only what is written as roster writes it is read: nothing can be said twice, or be hidden from one reader and not from another. */
function readManifest(bytes: Buffer): Manifest | undefined {
  try {
    const value = JSON.parse(bytes.toString('utf8')) as Manifest
    const whole =
      value.formatVersion === '1.0' && value.kind === 'evidence' && Buffer.from(manifestText(value)).equals(bytes)
    const files = value.files.every(({ name, sha256: hash }) => typeof name === 'string' && typeof hash === 'string')
    const counted = value.tenants.every(
      ({ population: { start, end }, chain }) =>
        typeof start.sha256 === 'string' && typeof end.sha256 === 'string' && typeof chain.before === 'string',
    )
    return whole && files && counted ? value : undefined
  } catch {
    return undefined
  }
}
