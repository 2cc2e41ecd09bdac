import type { FileChange } from '../../adoption/result.ts'
import { writeAll } from '../../adoption/write.ts'
import { dayIn } from '../../language/compile/calendar.ts'
import { workTree } from '../../language/load/tree.ts'
import type { Entry } from '../../model/entry.ts'
import { exit } from '../../model/exit-code.ts'
import { UsageError } from '../../model/fault.ts'
import { operator } from '../../reconciler/operator.ts'
import { folderHash } from '../../reviews/campaign.ts'
import { outcomesOf, tally, type Outcome, type Outcomes } from '../../reviews/outcome.ts'
import { count } from '../../report/count.ts'
import { value } from '../../report/markdown.ts'
import { tellUnsound } from '../inquiry.ts'
import type { Session } from '../session.ts'
import { refuseShallow } from './authors.ts'
import { openDesk, type Desk } from './desk.ts'
import { filesOf } from './folder.ts'
import { folderMeant, heard, type Hearing } from './hearing.ts'
import { recorded, reviewsIn } from './record.ts'
import { opened, openCounter, pushed, reviewBranch, type Counter, type RequestOptions } from './request.ts'
import { revoked, type Revocations } from './revocations.ts'
import { tellClosed, tellDoubts, tellOpen } from './tell-closed.ts'
import { tellHeld } from './tell-held.ts'
import { closedText, inChunks, lineInWords, sheetText } from './texts.ts'

export interface ReviewCloseOptions extends RequestOptions {
  readonly tenant?: string
}

/** `roster review close`: takes into the files what reviewers decided, and its hash into the ledger. Offline; directories are not touched. */
export async function closeReview(session: Session, name: string, options: ReviewCloseOptions): Promise<number> {
  const desk = await openDesk(session, options.tenant)
  if ('diagnostics' in desk) return tellUnsound(session, desk.diagnostics)
  const folder = folderMeant(desk, name)
  await refuseShallow({ root: desk.run.root, env: session.environment.forGit })
  const known = reviewsIn(desk.chain).get(name)
  if (known?.closed !== undefined)
    return tellHeld(session, {
      campaign: name,
      held: 'it is closed already: roster review status tells whether everything is gone that was to go',
      exitCode: exit.done,
    })
  const hearing = await heard(session, desk, name, known)
  if ('why' in hearing) {
    if (hearing.diagnostics !== undefined) return tellUnsound(session, hearing.diagnostics)
    return tellHeld(session, { campaign: name, held: hearing.why, exitCode: exit.invalid })
  }
  if (hearing.judged.doubts.length > 0) return tellDoubts(session, hearing)
  const today = dayIn(desk.asked.desired.timezone, desk.run.asOf)
  const found = outcomesOf(hearing.campaign, hearing.judged, { today, isEscalated: hearing.isEscalated })
  const counter =
    options.pr === true && found.is !== 'open'
      ? await openCounter(session, { root: desk.run.root, commit: desk.commit }, options)
      : undefined
  if (counter !== undefined && desk.run.dirty === true)
    throw new UsageError(
      'The files are not as they were committed: a request would hold changes of yours. Commit first.',
    )
  switch (found.is) {
    case 'open':
      return tellOpen(session, hearing, found)
    case 'escalated':
      return escalate(session, { desk, hearing, folder, counter }, found)
    case 'whole':
      return finish(session, { desk, hearing, folder, counter }, found.outcomes)
  }
}

interface Closing {
  readonly desk: Desk
  readonly hearing: Hearing
  readonly folder: string
  readonly counter: Counter | undefined
}

/** What nobody decided on in time is put before others. */
async function escalate(
  session: Session,
  { desk, hearing, folder, counter }: Closing,
  { lines, to }: Extract<Outcomes, { readonly is: 'escalated' }>,
): Promise<number> {
  const { campaign } = hearing
  const files = inChunks(lines).map((chunk, at): FileChange => {
    const path = `${folder}/escalated~${to}${at === 0 ? '' : `~${at + 1}`}.yaml`
    const sheet = { campaign: campaign.campaign, reviewer: to, before: campaign.escalatedDue, lines: chunk }
    return { path, text: sheetText(path, sheet) }
  })
  const proposed = {
    branch: reviewBranch(desk.tenant, campaign.campaign, 'escalate'),
    title: `Review of access ${campaign.campaign} of ${desk.tenant}: ${count(lines.length, 'line')} for ${to}`,
    body: `Nobody decided on ${count(lines.length, 'line')} before ${value(campaign.due)}. ${value(to)} has until ${value(campaign.escalatedDue)}.`,
    files,
  }
  const held = counter === undefined ? undefined : await pushed(counter, proposed)
  if (held !== undefined) return tellHeld(session, { campaign: campaign.campaign, held, exitCode: exit.stale })
  const number = counter === undefined ? undefined : await opened(counter, proposed)
  if (number === undefined) writeAll(desk.run.root, files)
  return tellHeld(session, {
    campaign: campaign.campaign,
    held: `nobody decided on ${count(lines.length, 'line')} before ${campaign.due}: ${to} decides before ${campaign.escalatedDue} (${number === undefined ? files.map(({ path }) => path).join(', ') : `request #${number}`})`,
    exitCode: exit.stale,
  })
}

async function finish(session: Session, closing: Closing, outcomes: readonly Outcome[]): Promise<number> {
  const { desk, hearing, folder, counter } = closing
  const { campaign, tenant, population, review } = hearing.campaign
  const goes = outcomes.filter(({ word }) => word === 'revoke').map(({ line }) => line)
  const revocations = revoked(desk.asked, goes)
  const path = `${folder}/closed.yaml`
  const text = closedText(path, { campaign, commit: desk.commit, population, outcomes })
  const before = filesOf(workTree(desk.run.root), folder).get('closed.yaml')
  const files = [...revocations.files, { path, text, ...(before === undefined ? {} : { before }) }]
  const proposed = {
    branch: reviewBranch(tenant, campaign, 'close'),
    title: `Review of access ${campaign} of ${tenant}: ${count(goes.length, 'thing')} revoked`,
    body: bodyOf(hearing, outcomes, revocations),
    files,
  }
  const held = counter === undefined ? undefined : await pushed(counter, proposed)
  if (held !== undefined) return tellHeld(session, { campaign, held, exitCode: exit.stale })
  if (counter === undefined) writeAll(desk.run.root, files)
  const hash = folderHash(new Map([...hearing.files, ['closed.yaml', text]]))
  const entries: readonly Entry[] = [
    { type: 'review', stage: 'closed', campaign, hash, population, decisions: tally(outcomes) },
    // The round is done: a tenant that is late for it is held no more, or what was revoked could not be applied.
    {
      type: 'done',
      address: `${tenant}/roster/review/${review}/${campaign.slice(-'2026-12-01'.length)}`,
      by: operator(),
    },
  ]
  const refused = await recorded(desk.run, tenant, entries)
  if (refused !== undefined) return tellHeld(session, { campaign, ...refused })
  const number = counter === undefined ? undefined : await opened(counter, proposed)
  return tellClosed(session, { hearing, outcomes, revocations, hash, number, files })
}

function bodyOf({ campaign }: Hearing, outcomes: readonly Outcome[], { byHand }: Revocations): string {
  const { keep, revoke, change, exceptions } = tally(outcomes)
  const told = outcomes.filter(({ word }) => word !== 'keep')
  const hands = new Map(byHand.map(({ line, why }) => [line.item, why]))
  const lines = told.map(({ line, word, reason, by }) => {
    const hand = word === 'change' ? 'to be changed by hand' : hands.get(line.item)
    return `- **${word}** ${value(lineInWords(line))}: ${value(reason)}${by === undefined ? '' : ` (${value(by.person)})`}${hand === undefined ? '' : `; not edited: ${value(hand)}`}`
  })
  const shown = lines.slice(0, fitting(lines))
  const more = lines.length - shown.length
  return [
    `The review ${value(campaign.campaign)} came to: ${keep} kept, ${revoke} revoked, ${change} to be changed, ${count(exceptions, 'exception')}.`,
    '',
    ...shown,
    ...(more === 0 ? [] : [`- and ${more} more: closed.yaml has all of them`]),
    '',
    'It is complete once all of this is seen to be gone: `roster review status`.',
  ].join('\n')
}

/** How many lines a body has room for. */
function fitting(lines: readonly string[]): number {
  let room = 55_000
  const first = lines.findIndex((line) => (room -= line.length + 1) < 0)
  return first < 0 ? lines.length : first
}
