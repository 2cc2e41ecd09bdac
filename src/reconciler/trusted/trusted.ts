import type { Tree } from '../../language/load/tree.ts'
import type { TenantDocuments } from '../../language/validate/documents.ts'
import type { Finding } from '../../model/plan.ts'
import type { Run } from '../run.ts'
import type { BaseDocuments } from './base.ts'
import { BaseBroken, readBase } from './base.ts'
import type { Difference } from './difference.ts'
import { type Overlaid, type Part, parts } from './parts.ts'
import { placesOf } from './places.ts'

/** The documents of a request with everything that the base branch decides as it is there, and what the request says otherwise. Pure. */
export function trusted(
  documents: TenantDocuments,
  base: BaseDocuments,
  laid: readonly Part[] = Object.values(parts),
): Overlaid {
  return laid.reduce<Overlaid>(
    (soFar, part) => {
      const next = part(soFar.documents, base)
      return { documents: next.documents, differences: [...soFar.differences, ...next.differences] }
    },
    { documents, differences: [] },
  )
}

/** Where the files of a request and those of its base branch come from. */
export interface Sides {
  readonly tree: Tree
  readonly base: Tree
}

/** Looks at one tenant of a request after the other. */
export interface Trust {
  /** A tenant as the base branch lets it be planned; without documents: the base cannot say, and the finding why. */
  readonly under: (documents: TenantDocuments) => {
    readonly documents?: TenantDocuments
    readonly findings: readonly Finding[]
  }
}

/** What the base branch decides about the tenants of a request. A change that concerns all of them is told with the first. */
export function trustIn({ tree, base }: Sides): Trust {
  const told = new Set<string>()
  const place = placesOf(tree)
  return {
    under: (documents) => {
      try {
        const there = readBase(base, documents.id)
        const laid = trusted(documents, there)
        const findings = laid.differences.map((one) => finding(one, { place, tenant: documents.id, there }))
        const fresh = findings.filter(({ scope, message }) => scope === documents.id || !told.has(message))
        for (const { message } of fresh) told.add(message)
        return { documents: laid.documents, findings: fresh }
      } catch (error) {
        if (!(error instanceof BaseBroken)) throw error
        const message = `${error.message}. What it decides is not known, so nothing is planned. Mend the base branch first.`
        return { findings: [{ slug: 'trusted-base', scope: documents.id, result: 'block', message }] }
      }
    },
  }
}

interface Telling {
  readonly place: (difference: Difference) => string
  readonly tenant: string
  readonly there: BaseDocuments
}

function finding(one: Difference, { place, tenant, there }: Telling): Finding {
  const scope = one.file.startsWith('tenants/') ? tenant : one.file
  const message = `${place(one)}: ${one.said}. Planned as the base branch has it; the change takes effect after the merge, and needs the approval of ${ownersOf(there)}.`
  return { slug: 'trusted-base', scope, result: 'warn', message }
}

/** Who has to agree to a change of what the base branch decides. */
function ownersOf({ roster }: BaseDocuments): string {
  const critical = roster?.spec.approvals?.critical?.approvers
  return critical === undefined ? 'two people who may write to the repository' : critical.join(' or ')
}

/** Files that are not the workspace's and decide how roster is run: they are those of the base branch until the merge. */
export function besideTheWorkspace(base: Run['base']): readonly Finding[] {
  return (base?.alsoChanged ?? []).map((file) => ({
    slug: 'trusted-base',
    scope: file,
    result: 'warn',
    message: `${file} is changed. It decides how roster is run and who approves; the change takes effect after the merge.`,
  }))
}
