import { isRecord, jsonIn } from '../graph/answer.ts'
import type { Ourselves } from './sign-in.ts'

/** What a token says within itself (RFC 7519), its signature aside: it came to us over a connection that we trust. Of one that is none, nothing. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> {
  const body = token.split('.')[1] ?? ''
  const claims = jsonIn(Buffer.from(body, 'base64url').toString())
  return isRecord(claims) ? claims : {}
}

/** Who a token of Entra ID says we are: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference */
export function ourselvesIn(token: string): Ourselves {
  const claims = claimsOf(token)
  const said = (name: string): string | undefined => textIn(claims[name])?.toLowerCase()
  const [clientId, objectId, tenantId] = [said('appid') ?? said('azp'), said('oid'), said('tid')]
  const roles: unknown = claims['roles']
  return {
    ...(clientId === undefined ? {} : { clientId }),
    ...(objectId === undefined ? {} : { objectId }),
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(Array.isArray(roles) ? { permissions: roles.filter((role) => typeof role === 'string').toSorted() } : {}),
  }
}

/**
 * What was sent to vouch for us, for a federated credential to be compared with. GitHub writes the subject by names, and for repositories
 * of June 2026 and later with ids after them: a credential takes either, letter by letter.
 */
export function sentBy(assertion: string): string {
  const claims = claimsOf(assertion)
  const [subject, issuer, audience] = ['sub', 'iss', 'aud'].map((name) => textIn(claims[name]) ?? '?')
  const sent = `Sent was the issuer ${issuer}, the subject ${subject}, the audience ${audience}.`
  const forms = gitHubForms(claims)
  return forms === undefined ? sent : `${sent} By names this subject is ${forms.byNames}, by ids ${forms.byIds}.`
}

function gitHubForms(claims: Readonly<Record<string, unknown>>): { byNames: string; byIds: string } | undefined {
  const [subject, repository, owner, id] = ['sub', 'repository', 'repository_owner_id', 'repository_id'].map((name) =>
    textIn(claims[name]),
  )
  const [, rest] = /^repo:[^:]+(:.*)$/.exec(subject ?? '') ?? []
  const [ownerName, name] = repository?.split('/') ?? []
  if (rest === undefined || owner === undefined || id === undefined || name === undefined) return undefined
  return { byNames: `repo:${ownerName}/${name}${rest}`, byIds: `repo:${ownerName}@${owner}/${name}@${id}${rest}` }
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
