import { exit } from '../../model/exit-code.ts'
import { UsageError } from '../../model/fault.ts'
import type { Plan } from '../../model/plan.ts'
import { apply as applyRun } from '../../reconciler/reconcile.ts'
import type { ApplyReport, Consent, Progress, Run } from '../../reconciler/run.ts'
import { isForSomebody } from '../../reconciler/work-orders/ready.ts'
import { applyDocument, paintApply } from '../../report/apply.ts'
import { count } from '../../report/count.ts'
import { effortOfPlan } from '../../report/effort.ts'
import { paintPlan } from '../../report/text.ts'
import { braked } from '../brake.ts'
import { progressOf, type ProgressTeller } from '../progress.ts'
import { ask } from '../question.ts'
import { openRun } from '../run.ts'
import { readPlan, readSignedPlan } from '../saved-plan.ts'
import type { Session } from '../session.ts'
import { settingsOf } from '../settings.ts'
import { writeOrders } from '../work-files.ts'
import { findRoot } from '../workspace.ts'

export interface ApplyOptions {
  readonly tenant?: readonly string[]
  readonly digest?: string
  readonly approved?: string
  /** With `approved`: whose signatures count, and which of them it has to be. */
  readonly signer?: string
  readonly identity?: string
  readonly autoApprove?: boolean
  readonly reviewed?: boolean
  /** With `reviewed`. */
  readonly branch?: string
  readonly repository?: string
  /** Id of an apply that is taken back instead of carrying out the files, or how it begins. */
  readonly revert?: string
}

/** `roster apply`: plans again, compares with what was approved, carries it out and records it. */
export async function apply(session: Session, options: ApplyOptions): Promise<number> {
  findRoot(session.folder)
  if (options.reviewed === true) return tell(session, await reviewedOnly(session, options), { isSeen: true })
  if (options.branch !== undefined || options.repository !== undefined)
    throw new UsageError('--branch and --repository say where requests were merged. Add --reviewed, or leave them out.')
  let progress: ProgressTeller | undefined
  let isSeen = false
  // Nothing is painted over the question; what comes after it gets a progress of its own.
  const consent = consentOf(session, options, async (plan) => {
    progress?.end()
    isSeen = true
    const answer = await askFor(session, plan)
    progress = await progressOf(session)
    return answer
  })
  progress = await progressOf(session)
  const { run } = await openedFor(session, options, (event) => progress?.tell(event))
  const report = await braked(session, { run, branch: options.branch }, (held) => applyRun(held, consent)).finally(() =>
    progress?.end(),
  )
  return tell(session, report, { isSeen: isSeen || (approves(consent) && report.exitCode !== exit.stale) })
}

/** The files are carried out, or an apply is taken back. */
async function openedFor(
  session: Session,
  options: ApplyOptions,
  progress: (event: Progress) => void,
): Promise<{ readonly run: Run }> {
  const { revert, tenant } = options
  if (revert === undefined) return openRun(session, options, progress)
  const { openRevert } = await import('../revert/open-revert.ts')
  return openRevert(session, { apply: revert, tenant }, progress)
}

/** What was agreed to on the forge is the one consent there is then. */
async function reviewedOnly(session: Session, options: ApplyOptions): Promise<ApplyReport> {
  if (options.digest !== undefined || options.approved !== undefined || options.autoApprove === true)
    throw new UsageError(
      '--reviewed takes its consent from the forge; leave out --digest, --approved and --auto-approve.',
    )
  if (options.revert !== undefined)
    throw new UsageError(
      '--reviewed carries out what was merged, and --revert takes an apply back: have the revert approved by its --digest, or merge a change of the files.',
    )
  return (await import('../loop/apply-reviewed.ts')).applyReviewed(session, options)
}

/** Says what became of it, and hands out what people are to do. A plan that nobody has seen comes first. */
async function tell(session: Session, report: ApplyReport, { isSeen }: { readonly isSeen: boolean }): Promise<number> {
  const { output, ink, everything, folder } = session
  const root = findRoot(folder)
  await writeOrders(root, report)
  const { zone, zoneOf } = settingsOf(root)
  output.result({
    document: () => applyDocument(report),
    text: () => {
      const painted = paintApply(report, { ink, everything })
      return isSeen ? painted : `${paintPlan(report.plan, { ink, everything, zone, zoneOf })}\n${painted}`
    },
  })
  return report.exitCode
}

/** Whether somebody has reviewed a plan before: then it is shown again only where it has changed. */
function approves(consent: Consent): boolean {
  return consent.how === 'digest' || consent.how === 'approved'
}

/** Which consent was given; exactly one, and none without a terminal is an error. */
function consentOf(session: Session, options: ApplyOptions, askFor: (plan: Plan) => Promise<boolean>): Consent {
  const { digest, approved, autoApprove } = options
  if (autoApprove === true && (digest !== undefined || approved !== undefined)) {
    throw new UsageError('--auto-approve consents to anything; leave it out where --digest or --approved says to what.')
  }
  if (digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest)) {
    throw new UsageError(
      `--digest ${digest} is not a digest. It is sha256: and 64 hex digits, as roster plan prints it.`,
    )
  }
  checkSigner(options)
  if (approved !== undefined) return approvedPlan(approved, options)
  if (digest !== undefined) return { how: 'digest', digest }
  if (autoApprove === true) return { how: 'autoApprove' }
  if (session.interactive) return { how: 'terminal', ask: askFor }
  throw new UsageError(
    'Nobody is here to say yes. Give --reviewed, --digest <sha256:...>, --approved <file> with --digest, or --auto-approve.',
  )
}

/** A saved plan, and what proves that it is the one that was approved. */
function approvedPlan(file: string, { digest, signer, identity }: ApplyOptions): Consent {
  if (signer !== undefined) {
    const plan = readSignedPlan(file, { signer, identity })
    return { how: 'approved', plan, digest: digest ?? plan.digest }
  }
  if (digest !== undefined) return { how: 'approved', plan: readPlan(file), digest }
  throw new UsageError(
    '--approved needs --digest, or --signer: the digest that was approved, or a signature, proves the file.',
  )
}

function checkSigner({ approved, signer, identity }: ApplyOptions): void {
  if (signer === undefined && identity !== undefined)
    throw new UsageError('--identity is a name in a file of allowed signers: name that file with --signer.')
  if (signer !== undefined && approved === undefined)
    throw new UsageError('--signer says whose signature under a saved plan counts: name the plan with --approved.')
}

async function askFor(session: Session, plan: Plan): Promise<boolean> {
  const { output, ink, everything, folder } = session
  const { zone, zoneOf } = settingsOf(findRoot(folder))
  output.say(paintPlan(plan, { ink, everything, zone, zoneOf }))
  const planned = plan.operations.filter(({ status }) => status === 'planned').length
  const byHand = plan.operations.filter(isForSomebody).length
  const orders = byHand === 0 ? '' : `, and ask people to do ${byHand} by hand`
  const effort = effortOfPlan(plan)
  const asks = effort === undefined ? '' : ` (${effort})`
  const answer = await ask(session, `Carry out ${count(planned, 'operation')}${orders}${asks}? Only yes means yes:`, '')
  return answer.toLowerCase() === 'yes'
}
