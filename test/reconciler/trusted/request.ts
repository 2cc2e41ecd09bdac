import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Tree, workTree } from '../../../src/language/load/tree.ts'
import type { Finding, Plan } from '../../../src/model/plan.ts'
import { apply, plan } from '../../../src/reconciler/reconcile.ts'
import type { Run } from '../../../src/reconciler/run.ts'
import { Bench } from '../bench.ts'

/** A workspace whose base branch stays as it was while a request is written. */
export class Request extends Bench {
  private base: string | undefined

  /** What is there now is the base branch from here on. */
  branch(): void {
    this.base = mkdtempSync(join(tmpdir(), 'roster-base-'))
    for (const part of ['roster.yaml', 'library', 'platforms', 'tenants'])
      if (existsSync(join(this.root, part))) cpSync(join(this.root, part), join(this.base, part), { recursive: true })
  }

  /** The plan of the request, under its base. */
  request(more: Partial<Run> = {}): Promise<Plan> {
    return plan(this.run({ base: { commit: 'b'.repeat(40), tree: this.baseTree() }, ...more }))
  }

  baseTree(): Tree {
    if (this.base === undefined) throw new Error('branch first')
    return workTree(this.base)
  }

  async settle(): Promise<void> {
    await apply(this.run(), { how: 'autoApprove' })
  }

  override close(): void {
    super.close()
    if (this.base !== undefined) rmSync(this.base, { recursive: true, force: true })
  }
}

/** What a plan says of the base branch. */
export function ofBase(made: Plan): readonly string[] {
  return made.findings.filter(isOfBase).map(({ message }) => message)
}

function isOfBase({ slug }: Finding): boolean {
  return slug === 'trusted-base'
}
