import { DirectoryFault } from '../../model/fault.ts'
import type { Outcome } from '../../model/outcome.ts'
import type { Graph, GraphAnswer, GraphRequest } from './graph/request.ts'

/**
 * What one errand asks of Graph, step by step: it hands out questions, is given their answers, and comes to an end. Told side by side,
 * stories share their requests without knowing of one another.
 */
export type Story<T = Outcome> = AsyncGenerator<readonly GraphRequest[], T, readonly GraphAnswer[]>

/** Asks one question within a story. */
export async function* ask(request: GraphRequest): Story<GraphAnswer> {
  const [answer] = yield [request]
  return answer ?? { outcome: 'lost', detail: 'no answer came' }
}

/**
 * Tells stories side by side: what they ask at one moment goes out together, by twenties. Results in their order. Throws DirectoryFault
 * where the first round meets one; later ones are handed to the stories, of which some may have done something by then.
 */
export async function tellAll<T>(stories: readonly Story<T>[], graph: Pick<Graph, 'all'>): Promise<readonly T[]> {
  const told = new Map<Story<T>, T>()
  let turns = stories.map((story) => ({ story, step: async () => story.next([]) }))
  for (let round = 1; turns.length > 0; round += 1) {
    const steps = await Promise.all(turns.map(async ({ story, step }) => ({ story, result: await step() })))
    const open = steps.flatMap(({ story, result }) => {
      if (result.done !== true) return [{ story, requests: result.value }]
      told.set(story, result.value)
      return []
    })
    if (open.length === 0) break
    turns = await answered(open, graph, round === 1)
  }
  return stories.flatMap((story) => (told.has(story) ? [told.get(story) as T] : []))
}

interface Asking<T> {
  readonly story: Story<T>
  readonly requests: readonly GraphRequest[]
}

interface Turn<T> {
  readonly story: Story<T>
  readonly step: () => Promise<IteratorResult<readonly GraphRequest[], T>>
}

async function answered<T>(
  open: readonly Asking<T>[],
  graph: Pick<Graph, 'all'>,
  isFirst: boolean,
): Promise<Turn<T>[]> {
  try {
    const answers = await graph.all(open.flatMap(({ requests }) => requests))
    let from = 0
    return open.map(({ story, requests }) => {
      const own = answers.slice(from, (from += requests.length))
      return { story, step: async () => story.next(own) }
    })
  } catch (error) {
    if (isFirst || !(error instanceof DirectoryFault)) throw error
    return open.map(({ story }) => ({ story, step: async () => story.throw(error) }))
  }
}

/** A story that, where the directory as a whole fails it, ends with what that comes to. */
export async function* unlessCutOff<T>(story: Story<T>, cutOff: (fault: DirectoryFault) => T): Story<T> {
  try {
    return yield* story
  } catch (error) {
    if (error instanceof DirectoryFault) return cutOff(error)
    throw error
  }
}

/** What became of a write that the directory's trouble interrupted: nobody knows. */
export function interrupted({ message, retryAfterMs }: DirectoryFault): Outcome {
  return {
    status: 'failed',
    class: 'unknown',
    detail: message,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  }
}
