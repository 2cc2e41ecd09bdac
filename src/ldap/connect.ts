import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { reveal } from '../model/secret.ts'
import type { Connection as Context } from '../providers/provider.ts'
import { directoryFault, expectSuccess, missingSecret } from './faults.ts'
import type { ServerAddress } from './endpoint.ts'
import { Connection } from './wire/connection.ts'

export interface Patience {
  readonly connectTimeoutMs: number
  readonly answerTimeoutMs: number
}

/** Who binds: a DN, and the variable that holds the password. */
export interface Account {
  readonly bindDn: string
  readonly password: { readonly env: string }
}

/** Opens a connection and binds before anything else is said. Throws DirectoryFault. */
export async function connect(
  context: Context,
  settings: ServerAddress,
  account: Account,
  patience: Patience,
): Promise<Connection> {
  const { host, port, encryption, address } = settings
  const password = context.environment(account.password.env)
  // An empty password would be an anonymous bind that succeeds (RFC 4513 section 5.1.2).
  if (password === undefined || reveal(password) === '') {
    throw missingSecret(
      `${context.tenant}/${context.id}: the variable ${account.password.env} is not set. Put the password of ${account.bindDn} in it.`,
    )
  }
  const ca = authority(context, settings)
  const doing = `connecting to ${host}:${port}`
  let connection: Connection | undefined
  try {
    connection = await Connection.open({
      host,
      ...(address === undefined ? {} : { address }),
      port,
      encryption,
      ...ca,
      ...patience,
      signal: context.signal,
    })
    expectSuccess(
      await connection.bind(account.bindDn, reveal(password)),
      `binding to ${host}:${port} as ${account.bindDn}`,
    )
    return connection
  } catch (error) {
    await connection?.close()
    throw directoryFault(error, doing)
  }
}

function authority(context: Context, { caVariable }: ServerAddress): { readonly ca?: string } {
  if (caVariable === undefined) return {}
  const file = context.environment(caVariable)
  if (file === undefined) {
    throw missingSecret(
      `${context.tenant}/${context.id}: the variable ${caVariable} is not set. Let it name the PEM file of the authority to trust.`,
    )
  }
  try {
    return { ca: readFileSync(resolve(context.root, reveal(file)), 'utf8') }
  } catch {
    // The variable's value stays out of it: a name that is mistyped may be that of a password.
    throw missingSecret(
      `${context.tenant}/${context.id}: the file that ${caVariable} names cannot be read. Let it name the PEM file of the authority to trust.`,
    )
  }
}
