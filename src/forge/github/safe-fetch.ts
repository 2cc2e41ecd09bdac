import { ForgeFault } from '../forge.ts'

/**
 * The way to GitHub: to one origin and no other, wherever a link or a redirect leads (SEC-25); an answer counts when it is
 * read to its end, since a body that breaks off would pass for an empty one. `patienceMs`: how long one answer may take, to its
 * last byte.
 */
export function safeFetch(api: string, patienceMs = 30_000): typeof fetch {
  const { origin } = new URL(api)
  return async (input, options) => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (url.origin !== origin)
      throw new ForgeFault(`GitHub's answer leads to ${url.origin}, which is not asked: only ${origin} is.`)
    const answer = await fetch(url, { ...options, redirect: 'manual', signal: AbortSignal.timeout(patienceMs) })
    const body = await answer.arrayBuffer()
    if (answer.status >= 300 && answer.status < 400)
      throw new ForgeFault('The repository has moved. Say its new name (--repository, or GITHUB_REPOSITORY).', {
        status: answer.status,
      })
    const { status, statusText, headers } = answer
    const whole = new Response(status === 204 ? null : body, { status, statusText, headers })
    // The paging plugin reads where an answer came from.
    return Object.defineProperty(whole, 'url', { value: url.href })
  }
}
