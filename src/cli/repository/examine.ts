import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { codeownersPaths } from '../../approval/codeowners.ts'
import { ForgeFault, type Forge, type Protections } from '../../forge/forge.ts'
import type { Check } from '../../report/checkup.ts'
import { ownerChecks } from './owners.ts'
import { branchChecks, environmentChecks, ledgerChecks, settingChecks } from './protection-rules.ts'
import { subjectChecks } from './subjects.ts'
import { workflowChecks } from './workflow-rules.ts'
import { readWorkflow } from './workflow.ts'

/** A repository to examine: its files, and what the forge protects it by. */
export interface Estate {
  readonly root: string
  readonly forge: Pick<Forge, 'repository' | 'protections'>
  /** The base branch. */
  readonly branch: string
  readonly tenants: readonly string[]
  readonly store: 'file' | 'git'
  /** Subjects that a cloud trusts, as somebody says. */
  readonly subjects: readonly string[]
}

const ledgerBranch = 'roster-ledger'

/** Looks at the protections of a repository and at the files that decide what runs in it. Writes nothing. */
export async function examineRepository(estate: Estate): Promise<readonly Check[]> {
  const { forge, branch, store } = estate
  const [base, ledger] = [await protectionsOf(forge, branch), await protectionsOf(forge, ledgerBranch)]
  return [
    ...base.trouble,
    ...branchChecks(branch, base.found.branch),
    ...(store === 'git' ? ledgerChecks(ledgerBranch, ledger.found.branch) : [localLedger]),
    ...environmentChecks(branch, base.found.environments),
    ...settingChecks(base.found),
    ...fileChecks(estate),
  ]
}

/** What the forge says; where it does not answer nothing is known, and that is said. */
async function protectionsOf(
  forge: Estate['forge'],
  branch: string,
): Promise<{ readonly found: Protections; readonly trouble: readonly Check[] }> {
  try {
    return { found: await forge.protections(branch), trouble: [] }
  } catch (error) {
    if (!(error instanceof ForgeFault)) throw error
    const fix = 'Check GITHUB_TOKEN, GITHUB_API_URL and the network.'
    return {
      found: nothingKnown,
      trouble: [{ scope: 'forge', check: 'answer', result: 'fail', message: error.message, fix }],
    }
  }
}

const nothingKnown: Protections = {
  branch: undefined,
  environments: undefined,
  forks: undefined,
  defaultToken: undefined,
}

const localLedger: Check = {
  scope: 'roster.yaml',
  check: 'ledger',
  result: 'fail',
  message: 'it is kept on this machine, and every run of a workflow has another',
  fix: 'Write `ledger: { store: git }` before the first apply.',
}

function fileChecks({ root, forge, tenants, subjects }: Estate): readonly Check[] {
  const texts = workflowTexts(root)
  const read = texts.map(([path, text]) => ({ path, workflow: readWorkflow(path, text) }))
  const workflows = read.flatMap(({ workflow }) => (workflow === undefined ? [] : [workflow]))
  const unread = read.filter(({ workflow }) => workflow === undefined)
  return [
    ...(texts.length === 0 ? [noWorkflows] : workflowChecks(workflows)),
    ...unread.map(({ path }) => unreadable(path)),
    ...subjectChecks(forge.repository, workflows, subjects),
    ...ownerChecks(ownersText(root), tenants),
  ]
}

const noWorkflows: Check = {
  scope: 'workflows',
  check: 'there',
  result: 'fail',
  message: 'there are none: nothing is planned on a pull request, nothing is applied after a merge',
  fix: 'roster init --github',
}

function unreadable(path: string): Check {
  const fix = 'Mend its YAML; until then nobody knows what it does.'
  return { scope: 'workflows', check: 'readable', result: 'notVerified', message: `${path} cannot be read`, fix }
}

function workflowTexts(root: string): readonly (readonly [path: string, text: string])[] {
  const folder = '.github/workflows'
  if (!existsSync(join(root, folder))) return []
  const names = readdirSync(join(root, folder)).filter((name) => /\.ya?ml$/.test(name))
  return names.toSorted().map((name) => [`${folder}/${name}`, readFileSync(join(root, folder, name), 'utf8')])
}

function ownersText(root: string): string | undefined {
  const path = codeownersPaths.map((file) => join(root, file)).find((file) => existsSync(file))
  return path === undefined ? undefined : readFileSync(path, 'utf8')
}
