import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Caller } from '../call.ts'
import { GraphRefusal } from '../refusal.ts'

/** What a token says; nobody but the service it is for may look into it. */
export interface Claims {
  readonly aud: string
  readonly appid: string
  readonly roles: readonly string[]
  readonly tid: string
  readonly oid: string
  readonly exp: number
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token as Entra ID gives them (JWT); signed with a key of our own, for clients do not look at that. */
export function signed(claims: Claims, key: Buffer): string {
  const { exp, tid } = claims
  const times = { iat: exp - 3599, nbf: exp - 3599, iss: `https://sts.windows.net/${tid}/`, idtyp: 'app', ver: '1.0' }
  const text = `${encode({ typ: 'JWT', alg: 'HS256' })}.${encode({ ...claims, ...times })}`
  return `${text}.${signature(text, key)}`
}

/** Who asks Graph, by the token: https://learn.microsoft.com/graph/resolve-auth-errors */
export function callerOf(authorization: string | undefined, key: Buffer, now: Date): Caller {
  const { aud, appid, roles } = checkToken(authorization, key, now)
  if (!/graph|^00000003-/.test(aud)) throw unauthenticated('Access token validation failure. Invalid audience.')
  return { clientId: appid, roles }
}

/** What a token says, whatever it is for; refused where it is none of ours or ran out. */
export function checkToken(authorization: string | undefined, key: Buffer, now: Date): Claims {
  const [, token] = /^Bearer\s+(\S+)$/i.exec(authorization ?? '') ?? []
  if (token === undefined) throw unauthenticated('Access token is empty.')
  const claims = claimsOf(token, key)
  if (claims === undefined) throw unauthenticated('Invalid x5t claim.')
  if (claims.exp * 1000 <= now.getTime()) throw unauthenticated('Lifetime validation failed, the token is expired.')
  return claims
}

function claimsOf(token: string, key: Buffer): Claims | undefined {
  const [head = '', body = '', given = ''] = token.split('.')
  const [expected, found] = [Buffer.from(signature(`${head}.${body}`, key)), Buffer.from(given)]
  if (expected.length !== found.length || !timingSafeEqual(expected, found)) return undefined
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as Claims
}

function signature(text: string, key: Buffer): string {
  return createHmac('sha256', key).update(text).digest('base64url')
}

function unauthenticated(message: string): GraphRefusal {
  return new GraphRefusal(401, 'InvalidAuthenticationToken', message, {
    headers: {
      'www-authenticate':
        'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"',
    },
  })
}
