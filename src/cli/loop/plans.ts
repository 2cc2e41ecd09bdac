import type { PostedPlans } from '../../ledger/posted-plans.ts'
import { filePostedPlans, gitPostedPlans } from '../../ledger/posted-plans.ts'
import type { Session } from '../session.ts'
import type { Settings } from '../settings.ts'

/** Opens the place beside the ledger where plans of requests are kept. */
export function postedPlans(root: string, { store }: Settings, { environment }: Session): PostedPlans {
  switch (store) {
    case 'file':
      return filePostedPlans(root)
    case 'git':
      return gitPostedPlans({ root, now: () => new Date(), env: environment.forGit })
  }
}
