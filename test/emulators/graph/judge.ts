import type { Method } from './call.ts'

/** What a judge of the contract is shown of a question. */
export interface JudgedRequest {
  readonly method: Method
  /** Pattern of the route that took it (`/users/{id}`); undefined where none did. Sign-in begins with `/{tenant}/`. */
  readonly route: string | undefined
  /** As sent, below the version, with its query. */
  readonly url: string
  readonly query: ReadonlyMap<string, string>
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  readonly inBatch: boolean
}

/** The same with its answer. */
export interface JudgedResponse extends JudgedRequest {
  readonly status: number
  readonly responseHeaders: Readonly<Record<string, string>>
  readonly responseBody: unknown
}

/** Holds what is asked and answered against a contract. Each sentence is one breach; none: all is well. */
export interface ContractJudge {
  request(asked: JudgedRequest): readonly string[]
  response(answered: JudgedResponse): readonly string[]
}
