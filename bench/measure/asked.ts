/** One HTTP request to Graph: what it asked (`GET /users`), in a batch several. */
export interface Asked {
  readonly items: readonly string[]
}

/** An application that may sign in. */
interface SignIn {
  readonly clientId: string
  readonly secret: string
}

/** How the tenant is reached. */
export interface TenantServer {
  /** Words before a command line that make it run where the tenant is. */
  readonly within: readonly string[]
  readonly caFile: string
  readonly tenantId: string
  readonly initialDomain: string
  readonly reader: SignIn
  readonly writer: SignIn
  /** Of 127.0.0.1, where it is asked what it was asked. */
  readonly port: number
}
