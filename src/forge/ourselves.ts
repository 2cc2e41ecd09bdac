import type { ForgeAccount } from '../model/forge.ts'
import { type Forge, ForgeFault } from './forge.ts'

/**
 * What we wrote has to be ours when it is looked for again: the token of an app cannot say whose it is, and is taken for a
 * workflow's. Takes back what was written, and throws ForgeFault with the name to give.
 */
export async function ourselves(forge: Forge, wrote: ForgeAccount, takeBack: () => Promise<void>): Promise<void> {
  const { login } = await forge.me()
  if (wrote.login === login) return
  await takeBack()
  const why = `${forge.repository}: the token writes as ${wrote.login}, not as ${login}, and would not find again what it wrote.`
  throw new ForgeFault(`${why} Set ROSTER_FORGE_LOGIN to ${wrote.login}.`)
}
