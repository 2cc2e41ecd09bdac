import type { GraphFaults } from './faults.ts'
import type { GraphState } from './state.ts'

/** A tenant of Entra ID behind a real HTTPS server on 127.0.0.1, with the parts of Microsoft Graph and of its sign-in that roster uses. */
export interface GraphEmulator {
  readonly port: number
  /** PEM of the authority that signed its certificate (graph.microsoft.com, login.microsoftonline.com, localhost and 127.0.0.1). */
  readonly ca: string
  /** Path of the same. */
  readonly caFile: string
  /** Sends requests for any host to this server, verifying its certificate for the host that was meant. */
  readonly fetch: typeof fetch
  /** What the tenant holds: read and changed behind everybody's back. */
  readonly state: GraphState
  /** From now on it misbehaves so; `{}`: it behaves. */
  misbehave(faults: GraphFaults): void
  /** Every request so far, those within a batch one by one as well (`inBatch`). */
  readonly log: readonly LoggedRequest[]
  /** Mails that invitations sent: addresses, in order. */
  readonly mails: readonly string[]
  close(): Promise<void>
}

export interface LoggedRequest {
  readonly method: string
  /** With its query, decoded no further than it was sent. */
  readonly url: string
  readonly host: string
  readonly status: number
  readonly inBatch: boolean
  readonly authorization: string | undefined
  readonly body: unknown
}
