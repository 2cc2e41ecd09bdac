import type { EntraCredential } from '../../../generated/tenant.ts'
import { DirectoryFault } from '../../../model/fault.ts'
import { reveal } from '../../../model/secret.ts'
import type { Secret } from '../../../model/secret.ts'
import { noSignIn } from '../faults.ts'
import { issuedTo } from './application.ts'
import type { Issued, Proof } from './application.ts'
import { voucherOf, vouchersNeed } from './assertion.ts'
import { certificateIn } from './certificate.ts'
import { issuedByMachine } from './managed-identity.ts'
import type { Surroundings } from './sign-in.ts'

/** Fetches one token. Throws DirectoryFault. */
export type Way = () => Promise<Issued>

const idVariable = 'AZURE_CLIENT_ID'

/** The way that a credential names; without a name, by whichever federation is there, else as the machine. */
export function wayOf(credential: EntraCredential = {}, surroundings: Surroundings): Way {
  const named = credential.clientId ?? revealed(surroundings.environment(idVariable))
  if (credential.managedIdentity === true) return () => issuedByMachine(named, surroundings)
  return async () => {
    const proof = proofOf(credential, surroundings)
    if (proof === undefined) return byMachine(named, surroundings)
    if (named === undefined) throw noSignIn(`which application? Name clientId in credentials, or set ${idVariable}.`)
    return issuedTo(named, proof, surroundings)
  }
}

function proofOf(credential: EntraCredential, surroundings: Surroundings): Proof | undefined {
  const { federated, certificate, secret } = credential
  if (secret !== undefined) return { by: 'secret', secret: variable(secret.env, surroundings) }
  if (certificate !== undefined) {
    const path = reveal(variable(certificate.env, surroundings))
    return {
      by: 'certificate',
      certificate: () => certificateIn(path, surroundings.root, certificate.env, surroundings.now()),
    }
  }
  const sorts = federated === undefined ? (['github', 'file'] as const) : [federated]
  const voucher = sorts.map((sort) => voucherOf(sort, surroundings)).find((found) => found !== undefined)
  if (voucher !== undefined) return { by: 'federation', voucher }
  if (federated !== undefined)
    throw noSignIn(`credentials say federated: ${federated}, which needs ${vouchersNeed[federated]}.`)
  return undefined
}

function variable(name: string, { environment }: Surroundings): Secret {
  const value = environment(name)
  if (value !== undefined) return value
  throw noSignIn(`the variable ${name} that credentials name is not set.`)
}

/** Where nothing is named and nobody vouches, the machine is the last to ask; other clouds answer at the same address, and refuse. */
async function byMachine(clientId: string | undefined, surroundings: Surroundings): Promise<Issued> {
  try {
    return await issuedByMachine(clientId, surroundings)
  } catch (error) {
    if (!(error instanceof DirectoryFault) || error.kind === 'refused') throw error
    throw noSignIn(
      `nobody vouches for roster here. It takes ${vouchersNeed.github}; or ${vouchersNeed.file}; or a machine of Azure with a managed identity; or a certificate or a secret that credentials name.`,
      error,
    )
  }
}

function revealed(secret: Secret | undefined): string | undefined {
  return secret === undefined ? undefined : reveal(secret)
}
