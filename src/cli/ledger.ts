import type { Ledger } from '../ledger/ledger.ts'
import type { Session } from './session.ts'
import type { Settings } from './settings.ts'

/** Opens the ledger that roster.yaml names. */
export async function openLedger(root: string, settings: Settings, { environment }: Session): Promise<Ledger> {
  const now = (): Date => new Date()
  switch (settings.store) {
    case 'file': {
      const { openFileLedger } = await import('../ledger/file-store.ts')
      return openFileLedger({ root, now })
    }
    case 'git': {
      const { openGitLedger } = await import('../ledger/git-store.ts')
      return openGitLedger({ root, now, env: environment.forGit })
    }
  }
}
