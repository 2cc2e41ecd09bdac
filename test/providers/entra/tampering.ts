/** What stands between roster and the server: answers to what matches are not what the server said. */
export interface Tampering {
  /** Tried on method and address: `GET /v1.0/users?...`. */
  readonly on: RegExp
  readonly with: (said: Said) => Said
}

/** An answer: its body as an object, or as the text that goes over the wire. */
export interface Said {
  readonly status: number
  readonly body: unknown
}

/** A way out that tampers with answers, those within a batch one by one as well. */
export function tampered(send: typeof fetch, { on, with: change }: Tampering): typeof fetch {
  return async (input, init) => {
    const answer = await send(input, init)
    const { pathname, search } = new URL(input instanceof Request ? input.url : String(input))
    const asked = `${init?.method ?? 'GET'} ${pathname}${search}`
    if (pathname.endsWith('/$batch')) return withinBatch(answer, textOf(init), { on, with: change })
    return on.test(asked) ? said(change({ status: answer.status, body: await bodyOf(answer) })) : answer
  }
}

interface Item {
  readonly id: string
  readonly method: string
  readonly url: string
}

async function withinBatch(answer: Response, sent: string, { on, with: change }: Tampering): Promise<Response> {
  const { requests } = JSON.parse(sent) as { readonly requests: readonly Item[] }
  const met = new Set(requests.filter(({ method, url }) => on.test(`${method} /v1.0${url}`)).map(({ id }) => id))
  const { responses } = (await answer.json()) as { readonly responses: readonly (Said & { readonly id: string })[] }
  const changed = responses.map((each) => (met.has(each.id) ? { ...each, ...change(each) } : each))
  return Response.json({ responses: changed })
}

async function bodyOf(answer: Response): Promise<unknown> {
  const text = await answer.text()
  return text === '' ? undefined : (JSON.parse(text) as unknown)
}

function said({ status, body }: Said): Response {
  return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })
}

function textOf(init: RequestInit | undefined): string {
  return typeof init?.body === 'string' ? init.body : '{"requests":[]}'
}
