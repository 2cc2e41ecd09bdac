import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { listWorkspace } from '../../language/load/workspace.ts'
import { replaceFile } from '../../ledger/durable.ts'
import { count } from '../../report/count.ts'
import { exit } from '../exit.ts'
import type { Session } from '../session.ts'
import { findRoot } from '../workspace.ts'

export interface FmtOptions {
  readonly check?: boolean
}

/** `roster fmt`: stable order of ids and properties; with `--check` nothing is written, and 3 says that something would be. */
export async function fmt(session: Session, options: FmtOptions): Promise<number> {
  return 0
}
