import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { reveal, Secret } from '../../../model/secret.ts'
import { noSignIn } from '../faults.ts'
import { isRecord, jsonIn } from '../graph/answer.ts'
import type { Surroundings } from './sign-in.ts'
import { steadily } from './steadily.ts'

/** Somebody whom the tenant trusts to vouch for the application, by a token made anew for each sign-in. Throws DirectoryFault. */
export type Voucher = () => Promise<Secret>

const workflow = ['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'] as const
const fileVariable = 'AZURE_FEDERATED_TOKEN_FILE'

/** The voucher of this sort; undefined where nothing of it is there. */
export function voucherOf(sort: 'github' | 'file', surroundings: Surroundings): Voucher | undefined {
  return sort === 'github' ? gitHub(surroundings) : file(surroundings)
}

/** What is missing for it, for a message. */
export const vouchersNeed = {
  github: `a workflow with "permissions: id-token: write" (it sets ${workflow.join(' and ')})`,
  file: `${fileVariable}, the path of a file with the token`,
} as const

/** The token of the workflow: https://docs.github.com/actions/reference/security/oidc */
function gitHub(surroundings: Surroundings): Voucher | undefined {
  const [url, token] = workflow.map(surroundings.environment)
  if (url === undefined || token === undefined) return undefined
  return async () => {
    const address = addressIn(url, workflow[0])
    if (address.protocol !== 'https:') throw noSignIn(`${workflow[0]} is no https address.`)
    address.searchParams.set('audience', surroundings.cloud.audience)
    const headers = { authorization: `Bearer ${reveal(token)}`, accept: 'application/json' }
    const { status, text } = await steadily(surroundings, address.href, { headers })
    const body = jsonIn(text)
    const value: unknown = isRecord(body) ? body['value'] : undefined
    if (status === 200 && typeof value === 'string') return new Secret(value)
    throw noSignIn(
      `GitHub gave no token of the workflow (HTTP ${status}). Give the job "permissions: id-token: write".`,
    )
  }
}

/** A token that something beside us keeps fresh in a file (Kubernetes, GitLab): read anew each time. */
function file({ environment, root }: Surroundings): Voucher | undefined {
  const path = environment(fileVariable)
  if (path === undefined) return undefined
  return async () => {
    try {
      return new Secret((await readFile(resolve(root, reveal(path)), 'utf8')).trim())
    } catch (error) {
      throw noSignIn(`the file that ${fileVariable} names cannot be read (${reasonOf(error)}).`)
    }
  }
}

/** The address that a variable holds. Throws DirectoryFault, without what it holds. */
export function addressIn(value: Secret, variable: string): URL {
  const text = reveal(value)
  if (URL.canParse(text)) return new URL(text)
  throw noSignIn(`${variable} holds no address.`)
}

/** Why a file cannot be read, without its path: the variable may hold what nobody should see. */
export function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'it is not readable'
}
