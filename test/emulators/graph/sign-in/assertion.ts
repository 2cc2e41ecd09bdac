import { X509Certificate, constants, createPublicKey, verify } from 'node:crypto'
import type { Application } from '../emulator.ts'
import { SignInRefusal } from './refusal.ts'

interface Assertion {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
  /** What was signed, and the signature. */
  readonly text: string
  readonly signature: Buffer
}

/** Refuses an application whose assertion (RFC 7523) proves nothing: neither its certificate nor anybody it trusts signed it. */
export function checkAssertion(application: Application, token: string, now: Date): void {
  const assertion = readAssertion(token)
  const { exp, iss } = assertion.claims
  if (typeof exp !== 'number' || exp * 1000 <= now.getTime())
    throw new SignInRefusal(401, 'invalid_client', 700024, 'Client assertion is not within its valid time range.')
  if (iss === application.clientId) checkSignature(application, assertion)
  else checkFederation(application, assertion)
}

/** https://learn.microsoft.com/entra/identity-platform/certificate-credentials */
function checkSignature({ certificate }: Application, assertion: Assertion): void {
  if (certificate === undefined || !isItsOwn(new X509Certificate(certificate), assertion))
    throw new SignInRefusal(
      401,
      'invalid_client',
      700027,
      'The certificate with identifier used to sign the client assertion is not registered on application.',
    )
  const key = createPublicKey(certificate)
  if (!isSignedBy(key.export({ type: 'spki', format: 'pem' }).toString(), assertion))
    throw new SignInRefusal(401, 'invalid_client', 700027, 'Client assertion failed signature validation.')
}

function isItsOwn(certificate: X509Certificate, { header }: Assertion): boolean {
  const thumbprint = (hex: string): string => Buffer.from(hex.replaceAll(':', ''), 'hex').toString('base64url')
  // RFC 7515 has no padding, and some clients send it all the same.
  const named = (field: string): string => String(header[field]).replace(/=+$/, '')
  return (
    named('x5t#S256') === thumbprint(certificate.fingerprint256) || named('x5t') === thumbprint(certificate.fingerprint)
  )
}

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes: AADSTS700211, 700212 and 700213 */
function checkFederation({ federated = [] }: Application, assertion: Assertion): void {
  const { iss, sub, aud } = assertion.claims
  const ofIssuer = federated.filter(({ issuer }) => issuer === iss)
  if (ofIssuer.length === 0) throw unmatched(700211, 'issuer', iss)
  const ofSubject = ofIssuer.filter(({ subject }) => subject === sub)
  if (ofSubject.length === 0) throw unmatched(700213, 'subject', sub)
  const [match] = ofSubject.filter(({ audience = 'api://AzureADTokenExchange' }) => [aud].flat().includes(audience))
  if (match === undefined) throw unmatched(700212, 'audience', aud)
  if (match.publicKey !== undefined && !isSignedBy(match.publicKey, assertion))
    throw new SignInRefusal(
      401,
      'invalid_client',
      5000223,
      'Unable to validate the signature of the presented assertion.',
    )
}

function unmatched(code: number, what: string, given: unknown): SignInRefusal {
  const message = `No matching federated identity record found for presented assertion ${what} '${String(given)}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion.`
  return new SignInRefusal(401, 'invalid_client', code, message)
}

function isSignedBy(key: string, { header, text, signature }: Assertion): boolean {
  const padding = header['alg'] === 'PS256' ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING
  return verify('sha256', Buffer.from(text), { key, padding }, signature)
}

function readAssertion(token: string): Assertion {
  const [header = '', claims = '', signature = ''] = token.split('.')
  try {
    return {
      header: JSON.parse(Buffer.from(header, 'base64url').toString()) as Assertion['header'],
      claims: JSON.parse(Buffer.from(claims, 'base64url').toString()) as Assertion['claims'],
      text: `${header}.${claims}`,
      signature: Buffer.from(signature, 'base64url'),
    }
  } catch {
    throw new SignInRefusal(401, 'invalid_client', 50027, 'JWT token is invalid or malformed.')
  }
}
