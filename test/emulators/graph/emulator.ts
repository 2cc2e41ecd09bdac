import type { GraphFaults } from './faults.ts'
import type { ContractJudge } from './judge.ts'
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
  /** An application that may read what roster reads, and one that may write what it writes. */
  readonly reader: Application
  readonly writer: Application
  /** From now on it misbehaves so; `{}`: it behaves. */
  misbehave(faults: GraphFaults): void
  /** What was changed is seen from now on, however few looked. */
  settle(): void
  /** Every request so far, those within a batch one by one as well (`inBatch`). */
  readonly log: readonly LoggedRequest[]
  /** Mails that invitations sent: addresses, in order. */
  readonly mails: readonly string[]
  /** What the judge of the contract found wrong so far. */
  readonly breaches: readonly string[]
  close(): Promise<void>
}

/** An application that is registered in the tenant, and its proofs of who it is. */
export interface Application {
  readonly clientId: string
  /** Object id of its service principal. */
  readonly servicePrincipalId: string
  readonly secret?: string
  /** PEM of the certificate that it may sign with. */
  readonly certificate?: string
  /** Tokens of others that are taken for it. */
  readonly federated?: readonly FederatedCredential[]
  /** Application permissions that an administrator consented to. */
  readonly roles: readonly string[]
}

/** https://learn.microsoft.com/entra/workload-id/workload-identity-federation */
interface FederatedCredential {
  readonly issuer: string
  readonly subject: string
  /** `api://AzureADTokenExchange` where nothing else is said. */
  readonly audience?: string
  /** PEM of the issuer's public key; not there: signatures are not looked at. */
  readonly publicKey?: string
}

/** How a tenant is set up. */
export interface GraphOptions {
  /** 0, the default: any that is free. */
  readonly port?: number
  readonly tenantId?: string
  readonly initialDomain?: string
  readonly defaultDomain?: string
  /** Besides `reader` and `writer`. */
  readonly applications?: readonly Application[]
  /** Permissions of `reader` and `writer` other than the usual ones. */
  readonly readerRoles?: readonly string[]
  readonly writerRoles?: readonly string[]
  /** Tokens of others that are taken for `reader` and `writer`. */
  readonly readerFederated?: readonly FederatedCredential[]
  readonly writerFederated?: readonly FederatedCredential[]
  /** PEM of certificates with which they may sign. */
  readonly readerCertificate?: string
  readonly writerCertificate?: string
  readonly judge?: ContractJudge
  /** What the service gives before it says 429; not there: everything. */
  readonly limits?: GraphLimits
  readonly now?: () => Date
}

/** https://learn.microsoft.com/graph/throttling-limits */
export interface GraphLimits {
  /** Resource units in ten seconds. */
  readonly units?: number
  /** Requests for Conditional Access in one second. */
  readonly conditionalAccess?: number
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
