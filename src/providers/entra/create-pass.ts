import type { TemporaryAccessPassAuthenticationMethod } from '@microsoft/microsoft-graph-types'
import type { Address } from '../../model/address.ts'
import { Secret } from '../../model/secret.ts'
import { failedWrite } from './faults.ts'
import { path } from './graph/quote.ts'
import { textIn } from './row.ts'
import type { Body } from './row.ts'
import { objectIn } from './write-answer.ts'
import type { Desk } from './write-desk.ts'
import type { Story } from './write-story.ts'
import { isUnseen, patiently } from './write-unseen.ts'

const usableOnce: Body<TemporaryAccessPassAuthenticationMethod> = { isUsableOnce: true }

/**
 * Makes the pass that somebody signs in with for the first time, and has it delivered; gives why there is none. A pass can be learnt from
 * the answer alone: https://learn.microsoft.com/graph/api/authentication-post-temporaryaccesspassmethods
 */
export async function* firstSignIn(address: Address, id: string, desk: Desk): Story<string | undefined> {
  const { handOver, terms } = desk
  if (terms.settings.users.firstSignIn !== 'temporaryAccessPass' || handOver === undefined) return undefined
  const answer = yield* patiently(
    {
      method: 'POST',
      path: path`/users/${id}/authentication/temporaryAccessPassMethods`,
      body: usableOnce,
    },
    isUnseen,
    desk,
  )
  const pass = textIn(objectIn(answer), 'temporaryAccessPass')
  if (pass !== undefined) {
    await handOver(address, new Secret(pass))
    return undefined
  }
  const outcome = answer.outcome === 'done' ? undefined : failedWrite(answer, 'making a temporary access pass')
  const why = outcome !== undefined && 'detail' in outcome ? outcome.detail : 'the answer held none'
  return `There is no temporary access pass: ${why ?? ''} Make one in the Entra admin center (Authentication methods of the account).`
}
