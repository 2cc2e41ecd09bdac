import { verify } from 'node:crypto'
import { canonical } from '../model/canonical.ts'
import { type AllowedSigner, signerNamed } from './allowed-signers.ts'
import { publicKeyLine, publicKeyOf, type SigningKey } from './ssh-key.ts'

/** A signed document (DSSE 1.0.2, https://github.com/secure-systems-lab/dsse): what is signed is in it, so that nothing else is ever read. */
export interface Envelope {
  readonly payloadType: string
  /** Base64. */
  readonly payload: string
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[]
}

/** What the payload of a signed plan is, and the purpose its signers are allowed for. */
export const planType = 'application/vnd.roster.plan+json'
export const planNamespace = 'roster-plan'

/** Whose signature counts. */
export interface Trusted {
  readonly signers: readonly AllowedSigner[]
  readonly identity?: string | undefined
  readonly now: Date
}

/** A document that was signed by somebody who may; or why it proves nothing. */
export type Opened = { readonly document: unknown; readonly principals: readonly string[] } | { readonly fault: string }

/** Signs a document in its one spelling (RFC 8785). */
export function sealed(document: unknown, payloadType: string, key: SigningKey): Envelope {
  const payload = Buffer.from(canonical(document))
  const sig = key.sign(encoded(payloadType, payload)).toString('base64')
  return {
    payloadType,
    payload: payload.toString('base64'),
    signatures: [{ keyid: publicKeyLine(key.publicKey), sig }],
  }
}

/** Opens what was sealed as this type of document, by an allowed signer. The payload counts in its one spelling only. */
export function opened(envelope: unknown, payloadType: string, trusted: Trusted): Opened {
  if (!isEnvelope(envelope)) return { fault: 'it is not a whole envelope' }
  if (envelope.payloadType !== payloadType)
    return { fault: `it holds ${JSON.stringify(envelope.payloadType.slice(0, 100))}, not ${payloadType}` }
  const payload = Buffer.from(envelope.payload, 'base64')
  const message = encoded(payloadType, payload)
  // A key id is a hint, says the specification: every allowed key is tried on every signature.
  const signing = trusted.signers.find(({ publicKey }) =>
    envelope.signatures.some(({ sig }) => fits(publicKey, message, sig)),
  )
  if (signing === undefined)
    return { fault: 'no signature in it is by one of the allowed signers: another key signed it, or it was changed' }
  const { signers, identity, now } = trusted
  const allowed = signerNamed(signers, { publicKey: signing.publicKey, namespace: planNamespace, identity, now })
  if ('fault' in allowed) return allowed
  const document = documentIn(payload)
  return document === undefined
    ? { fault: 'the document in it is not in its one spelling' }
    : { document, principals: allowed.principals }
}

/** Whether a value is written as an envelope. */
export function isEnvelope(value: unknown): value is Envelope {
  if (typeof value !== 'object' || value === null) return false
  const { payloadType, payload, signatures } = value as Partial<Record<keyof Envelope, unknown>>
  const whole = typeof payloadType === 'string' && typeof payload === 'string' && Array.isArray(signatures)
  return (
    whole && signatures.every((each: unknown) => typeof (each as { readonly sig?: unknown } | null)?.sig === 'string')
  )
}

/** What is signed (the specification's PAE): lengths are written out, so that no type runs into its payload. */
function encoded(type: string, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `), payload])
}

function fits(publicKey: Buffer, message: Buffer, sig: string): boolean {
  const key = publicKeyOf(publicKey)
  return key !== undefined && verify(null, message, key, Buffer.from(sig, 'base64'))
}

function documentIn(payload: Buffer): unknown {
  try {
    const document: unknown = JSON.parse(payload.toString('utf8'))
    return Buffer.from(canonical(document)).equals(payload) ? document : undefined
  } catch {
    return undefined
  }
}
