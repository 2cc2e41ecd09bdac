import { paintDiagnostics } from '../../report/diagnostics.ts'
import { paintCheckup, type Check } from '../../report/checkup.ts'
import { loadProviders } from '../../providers/registry.ts'
import { checkWorkspace } from '../documents.ts'
import { examine, type Patient } from '../examination.ts'
import { exit, exitOf } from '../../model/exit-code.ts'
import { UsageError } from '../../model/fault.ts'
import { openLedger } from '../ledger.ts'
import { openForge } from '../loop/repository.ts'
import type { Session } from '../session.ts'
import { settingsOf } from '../settings.ts'
import { checkTenants, findRoot, tenantIds } from '../workspace.ts'

export interface DoctorOptions {
  readonly tenant?: readonly string[]
  readonly repo?: boolean
  readonly repository?: string
  readonly branch: string
  readonly subject?: readonly string[]
}

const atOnce = 8

/** `roster doctor`: what would keep a plan or an apply from working, with a fix each. Writes nothing. */
export async function doctor(session: Session, options: DoctorOptions): Promise<number> {
  const root = findRoot(session.folder)
  if (options.repo !== true && (options.repository !== undefined || options.subject !== undefined))
    throw new UsageError('--repository and --subject are about the repository. Add --repo, or leave them out.')
  checkTenants(root, options.tenant)
  return options.repo === true ? ofRepository(session, root, options) : ofDirectories(session, root, options)
}

/** `roster doctor --repo`: what protects the repository, instead of what directories say. */
async function ofRepository(session: Session, root: string, options: DoctorOptions): Promise<number> {
  const forge = await openForge(session, root, options)
  const { examineRepository } = await import('../repository/examine.ts')
  const checks = await examineRepository({
    root,
    forge,
    branch: options.branch,
    tenants: options.tenant ?? tenantIds(root),
    store: settingsOf(root).store,
    subjects: options.subject ?? [],
  })
  const exitCode = checks.some(({ result }) => result === 'fail') ? exit.unreadable : exit.done
  session.output.result({
    document: () => ({ formatVersion: '1.0', kind: 'doctor', exitCode, repository: forge.repository, checks }),
    text: () => paintCheckup(checks, session.ink),
  })
  return exitCode
}

async function ofDirectories(session: Session, root: string, options: DoctorOptions): Promise<number> {
  const { tenants, diagnostics } = await checkWorkspace(root, options.tenant)
  const wrong = diagnostics.filter(({ severity }) => severity === 'error')
  const files: Check =
    wrong.length === 0
      ? { scope: 'workspace', check: 'files', result: 'ok', message: 'no mistakes' }
      : {
          scope: 'workspace',
          check: 'files',
          result: 'fail',
          message: `${wrong.length} mistakes`,
          fix: 'roster validate',
        }
  const patients = await patientsOf(session, root, tenants)
  const found: Check[] = []
  // A few at a time: a fleet has thousands of directories.
  for (let at = 0; at < patients.length; at += atOnce) {
    found.push(...(await Promise.all(patients.slice(at, at + atOnce).map(examine))).flat())
  }
  const checks = [files, ...found]
  const exitCode = exitOf([
    wrong.length > 0 ? exit.invalid : exit.done,
    found.some(({ result }) => result === 'fail') ? exit.unreadable : exit.done,
  ])
  const { ink, output } = session
  output.result({
    document: () => ({ formatVersion: '1.0', kind: 'doctor', exitCode, checks, diagnostics }),
    text: () => [...paintDiagnostics(diagnostics, ink), paintCheckup(checks, ink)].join('\n'),
  })
  return exitCode
}

async function patientsOf(
  session: Session,
  root: string,
  tenants: Awaited<ReturnType<typeof checkWorkspace>>['tenants'],
): Promise<readonly Patient[]> {
  const ledger = await openLedger(root, settingsOf(root), session)
  const providers = await loadProviders(
    tenants.flatMap(({ tenant }) => Object.values(tenant.spec.directories ?? {}).map(({ provider }) => provider)),
  )
  const { environment, interruption } = session
  const shared = { root, environment: environment.secret, now: () => new Date(), signal: interruption.signal }
  const patients = tenants.map(async ({ id: tenant, tenant: { spec } }) => {
    const chain = await ledger.read(tenant)
    return Object.entries(spec.directories ?? {}).flatMap(([id, settings]) => {
      const provider = providers.get(settings.provider)
      return provider === undefined ? [] : [{ provider, chain, connection: { ...shared, tenant, id, settings } }]
    })
  })
  return (await Promise.all(patients)).flat()
}
