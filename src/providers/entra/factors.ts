import { DirectoryFault } from '../../model/fault.ts'
import { path } from './graph/quote.ts'
import type { Graph, GraphAnswer, GraphRequest } from './graph/request.ts'
import { restOf } from './listing.ts'
import { textIn } from './row.ts'

/**
 * What a method of Entra ID is called in `security.mfa.methods`. A password is the first factor; a temporary access pass runs out; an
 * address for mail lets somebody choose a new password and is none: https://learn.microsoft.com/graph/api/resources/authenticationmethods-overview
 */
const words: Readonly<Record<string, string>> = {
  microsoftAuthenticatorAuthenticationMethod: 'push',
  passwordlessMicrosoftAuthenticatorAuthenticationMethod: 'push',
  softwareOathAuthenticationMethod: 'totp',
  hardwareOathAuthenticationMethod: 'totp',
  fido2AuthenticationMethod: 'webauthn',
  windowsHelloForBusinessAuthenticationMethod: 'webauthn',
  platformCredentialAuthenticationMethod: 'webauthn',
  phoneAuthenticationMethod: 'sms',
}

/** How these accounts prove themselves besides a password, a word for each method they have set up; by twenties. Throws DirectoryFault. */
export async function factorsOf(
  references: readonly string[],
  graph: Pick<Graph, 'all' | 'pages'>,
): Promise<ReadonlyMap<string, readonly string[] | 'unknown'>> {
  const requests = references.map((id): GraphRequest => ({
    method: 'GET',
    path: path`/users/${id}/authentication/methods`,
  }))
  const answers = await graph.all(requests)
  const factors = await Promise.all(references.map(async (_, index) => factorsIn(answers[index], graph)))
  return new Map(references.map((id, index) => [id, factors[index] ?? 'unknown']))
}

/** Who may not be looked at, or is not visible yet, is unknown: nothing is concluded. */
async function factorsIn(
  answer: GraphAnswer | undefined,
  graph: Pick<Graph, 'pages'>,
): Promise<readonly string[] | 'unknown'> {
  if (answer === undefined) throw new DirectoryFault('protocol', 'Microsoft Graph left a question without an answer')
  if (answer.outcome === 'refused' && (answer.status === 403 || answer.status === 404)) return 'unknown'
  return (await restOf(answer, 'reading second factors', graph))
    .flatMap((row) => {
      // An office phone rings, and receives no text.
      if (textIn(row, 'phoneType') === 'office') return []
      return words[(textIn(row, '@odata.type') ?? '').replace('#microsoft.graph.', '')] ?? []
    })
    .toSorted()
}
