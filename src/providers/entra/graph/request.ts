/**
 * One question to Microsoft Graph.
 * Groups are made by `PATCH /groups(uniqueName='<unique>')` with `Prefer: create-if-missing` (201: made; 204: it was there), which may be repeated:
 * https://learn.microsoft.com/graph/api/group-upsert. `path` comes from the `path` tag, which encodes what is filled in.
 */
export interface GraphRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** Below the version: `/users/<id>`. */
  readonly path: string
  /** OData options by name (`$select`, `$filter`): encoded when they are sent. */
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/**
 * What came back for one question. `lost`: nobody knows whether it was carried out (the connection broke, or a gateway gave up); of a
 * question that changes nothing it is asked again instead, so it is never `lost`.
 */
export type GraphAnswer =
  | { readonly outcome: 'done'; readonly status: number; readonly body: unknown; readonly headers: Headers }
  | { readonly outcome: 'refused'; readonly status: number; readonly error: GraphError; readonly retryAfterMs?: number }
  | { readonly outcome: 'lost'; readonly detail: string }

/** An error as Graph tells it: https://learn.microsoft.com/graph/errors */
export interface GraphError {
  /** `Request_ResourceNotFound`; of several within one another the innermost. */
  readonly code: string
  readonly message: string
  /** `request-id`, for whoever asks Microsoft. */
  readonly requestId?: string
}

/** One page of a listing. */
export interface GraphPage<T> {
  readonly items: readonly T[]
  /** Of a delta query that came to its end: where the next one goes on. */
  readonly deltaLink?: string
}

/** Microsoft Graph, as one application. */
export interface Graph {
  /** One question. A 429 or 503 is waited out; throws DirectoryFault where the directory as a whole is in trouble. */
  ask(request: GraphRequest): Promise<GraphAnswer>
  /** Several independent questions, by twenties (`$batch`); answers in the order of the questions, each judged on its own. Throws as `ask`. */
  all(requests: readonly GraphRequest[]): Promise<readonly GraphAnswer[]>
  /**
   * A listing to its end. A next page on another origin gets no token: DirectoryFault('refused'). A listing that breaks off throws; a
   * delta token that ran out (410) throws `DeltaExpired`. `request` may be a stored delta link.
   */
  pages<T>(request: GraphRequest | { readonly link: string }): AsyncIterable<GraphPage<T>>
  /** How many HTTP requests were sent so far, token requests left out. */
  readonly requests: number
  close(): Promise<void>
}
