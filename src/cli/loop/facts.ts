import type { Forge } from '../../forge/forge.ts'
import type { PullRequest, RequestFacts } from '../../model/forge.ts'

/** Everything about a request that its approval is judged by. */
export async function factsOf(forge: Forge, pull: PullRequest): Promise<RequestFacts> {
  const { number } = pull
  const [reviews, commits, files] = await Promise.all([
    forge.reviews(number),
    forge.commits(number),
    forge.files(number),
  ])
  return { repository: forge.repository, pull, reviews, commits, files }
}
