import type { GraphRequest } from './request.ts'

/** A path with its query, as it goes out: below the version, also within a batch. */
export function roadOf({ path, query = {} }: Pick<GraphRequest, 'path' | 'query'>): string {
  const options = Object.entries(query).map(([name, value]) => `${encodeName(name)}=${encodeURIComponent(value)}`)
  return options.length === 0 ? path : `${path}?${options.join('&')}`
}

/** Names of OData options begin with a dollar sign, which stays as it is. */
function encodeName(name: string): string {
  return encodeURIComponent(name).replace(/^%24/, '$')
}

/** Whether a link that a server gave leads to where this token may go: the same origin, below the same version, nobody's name in it. */
export function isWithin(base: string, link: string): boolean {
  if (!URL.canParse(link)) return false
  const [ours, theirs] = [new URL(base), new URL(link)]
  return (
    theirs.origin === ours.origin &&
    theirs.username === '' &&
    theirs.password === '' &&
    theirs.pathname.startsWith(`${ours.pathname.replace(/\/$/, '')}/`)
  )
}
