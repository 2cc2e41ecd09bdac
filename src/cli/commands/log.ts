import { UsageError } from '../../model/fault.ts'
import { deedsOf } from '../../report/by-hand.ts'
import { paintLog, runsOf } from '../../report/log.ts'
import { exit } from '../../model/exit-code.ts'
import { openLedger } from '../ledger.ts'
import type { Session } from '../session.ts'
import { settingsOf } from '../settings.ts'
import { checkTenants, findRoot } from '../workspace.ts'

export interface LogOptions {
  readonly tenant?: readonly string[]
  readonly limit?: string
}

/** `roster log`: what was applied, and what people took down, read from the ledger. */
export async function log(session: Session, options: LogOptions): Promise<number> {
  const root = findRoot(session.folder)
  const settings = settingsOf(root)
  const ledger = await openLedger(root, settings, session)
  const known = await ledger.tenants()
  checkTenants(root, options.tenant, known)
  const limit = limitOf(options.limit)
  const chains = await Promise.all(
    (options.tenant ?? known).map(async (id) => {
      const chain = await ledger.read(id)
      return { runs: runsOf(id, chain), deeds: deedsOf(id, chain) }
    }),
  )
  const newestFirst = <T extends { readonly at: string }>(all: readonly T[]): readonly T[] =>
    all.toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).slice(0, limit)
  const runs = newestFirst(chains.flatMap((chain) => chain.runs))
  const byHand = newestFirst(chains.flatMap((chain) => chain.deeds))
  const { output, ink, everything } = session
  output.result({
    document: () => ({ formatVersion: '1.0', kind: 'log', runs, byHand }),
    text: () => paintLog(runs, byHand, { ink, everything, zoneOf: settings.zoneOf }),
  })
  return exit.done
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return Infinity
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new UsageError(`--limit ${text} is not a number of runs. Write a whole number from 1 on.`)
}
