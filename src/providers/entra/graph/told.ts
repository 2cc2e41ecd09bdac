const bodies = new WeakMap<Response, unknown>()

/** An answer of which the body was read and parsed already: it is not written down once more to be handed on. */
export function told({ status, headers }: Pick<Response, 'status' | 'headers'>, body: unknown): Response {
  const response = new Response(null, { status, headers })
  bodies.set(response, body)
  return response
}

/** The JSON of an answer that came through the chain; undefined where it had none. */
export function bodyOf(response: Response): unknown {
  return bodies.get(response)
}
