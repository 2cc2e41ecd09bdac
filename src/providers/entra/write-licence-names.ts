import type { ServicePlanInfo, SubscribedSku } from '@microsoft/microsoft-graph-types'
import { restOf } from './listing.ts'
import type { Graph } from './graph/request.ts'
import { rowsIn, select, textIn } from './row.ts'
import type { Row } from './row.ts'

/** A licence that the tenant has, with its services by name. */
export interface Sku {
  readonly id: string
  /** Name -> id. */
  readonly plans: ReadonlyMap<string, string>
}

/** What the licences of a tenant are called; read once. */
export class LicenceNames {
  readonly #graph: Graph
  #read: Promise<ReadonlyMap<string, Sku>> | undefined

  constructor(graph: Graph) {
    this.#graph = graph
  }

  /** A licence by the name that the files use for it. Throws DirectoryFault. */
  async sku(name: string): Promise<Sku | undefined> {
    return (await (this.#read ??= this.#all())).get(name)
  }

  async #all(): Promise<ReadonlyMap<string, Sku>> {
    const answer = await this.#graph.ask({
      method: 'GET',
      path: '/subscribedSkus',
      query: { $select: select<SubscribedSku>('id', 'skuId', 'skuPartNumber', 'servicePlans') },
    })
    const rows: readonly Row<SubscribedSku>[] = await restOf(answer, 'reading licences', this.#graph)
    return new Map(
      rows.flatMap((row) => {
        const [name, id] = [textIn(row, 'skuPartNumber'), textIn(row, 'skuId')?.toLowerCase()]
        return name === undefined || id === undefined ? [] : [[name, { id, plans: plansOf(row) }] as const]
      }),
    )
  }
}

function plansOf({ servicePlans }: Row<SubscribedSku>): ReadonlyMap<string, string> {
  const plans: readonly Row<ServicePlanInfo>[] = rowsIn(servicePlans)
  return new Map(
    plans.flatMap((plan) => {
      const [name, id] = [textIn(plan, 'servicePlanName'), textIn(plan, 'servicePlanId')?.toLowerCase()]
      return name === undefined || id === undefined ? [] : [[name, id] as const]
    }),
  )
}
