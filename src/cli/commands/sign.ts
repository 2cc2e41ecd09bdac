import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { planNamespace, planType, sealed } from '../../evidence/dsse.ts'
import { publicKeyLine, signingKeyOf } from '../../evidence/ssh-key.ts'
import { exit } from '../../model/exit-code.ts'
import { UsageError } from '../../model/fault.ts'
import { digestOf } from '../../reconciler/consent.ts'
import { readPlan, readText } from '../saved-plan.ts'
import type { Session } from '../session.ts'

export interface SignOptions {
  readonly key: string
  readonly out: string
}

/** `roster sign`: puts a saved plan into an envelope with a signature; whoever applies it pins who signed. */
export async function sign(session: Session, file: string, { key: keyFile, out }: SignOptions): Promise<number> {
  const plan = readPlan(resolve(file))
  if (digestOf(plan) !== plan.digest)
    throw new UsageError(
      `${file} was changed: its digest is not that of its operations. Make it again: roster plan --out ${file}`,
    )
  const key = signingKeyOf(keyFile, readText(resolve(keyFile), 'a private key'))
  writeFileSync(resolve(out), `${JSON.stringify(sealed(plan, planType, key))}\n`)
  const signer = publicKeyLine(key.publicKey)
  session.output.result({
    document: () => ({
      formatVersion: '1.0',
      kind: 'signedPlan',
      exitCode: exit.done,
      file: out,
      digest: plan.digest,
      signer,
    }),
    text: () =>
      session.ink.plain(
        `${out}: ${plan.digest}, signed by ${signer}.\nApply it: roster apply --approved ${out} --signer <file with: name namespaces="${planNamespace}" ${signer}>`,
      ) + '\n',
  })
  return Promise.resolve(exit.done)
}
