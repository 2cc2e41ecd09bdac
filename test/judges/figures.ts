import type { GraphEmulator } from '../emulators/graph/emulator.ts'
import { Router } from '../emulators/graph/router.ts'
import { allRoutes } from '../emulators/graph/routes/all.ts'
import { managementRoutes } from '../emulators/graph/routes/management.ts'
import { signInRoutes } from '../emulators/graph/routes/sign-in.ts'
import type { Step, Who } from './court.ts'

/** How much was done. */
export interface Figures {
  /** Commands by who gave them. */
  readonly commands: Readonly<Record<Who, number>>
  /** Requests that arrived, those within a batch one by one as well. */
  readonly requests: number
  readonly inBatches: number
  /** Different things that were asked for: a method and a path in which names and ids stand for all of their kind. */
  readonly routes: number
  /** Outcomes that were not as expected. */
  readonly differences: number
}

export function figuresOf({ log }: GraphEmulator, steps: readonly Step[]): Figures {
  const given = (who: Who): number => steps.filter((step) => step.who === who).length
  return {
    commands: { az: given('az'), m365: given('m365'), roster: given('roster') },
    requests: log.length,
    inBatches: log.filter(({ inBatch }) => inBatch).length,
    routes: new Set(log.map(routeOf)).size,
    differences: steps.flatMap(({ differences }) => differences).length,
  }
}

const graph = new Router(allRoutes)
const besides = new Router([...signInRoutes, ...managementRoutes])

function routeOf({ method, url }: GraphEmulator['log'][number]): string {
  const [, version, below = ''] = /^(\/v1\.0|\/beta)?([^?]*)/.exec(url) ?? []
  const found = (version === undefined ? besides : graph).match(method as 'GET', below)
  return typeof found === 'string' ? `${method} ${below}` : `${method} ${found.route.pattern}`
}
