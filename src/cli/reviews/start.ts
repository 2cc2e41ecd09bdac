import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { FileChange } from '../../adoption/result.ts'
import { writeAll } from '../../adoption/write.ts'
import { look } from '../../history/live.ts'
import { after, dayIn } from '../../language/compile/calendar.ts'
import type { DesiredReview } from '../../language/compile/desired-platforms.ts'
import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import { nearest } from '../../language/load/nearest.ts'
import { exit } from '../../model/exit-code.ts'
import { UsageError } from '../../model/fault.ts'
import { grouped } from '../../model/grouped.ts'
import { remember } from '../../reconciler/memory.ts'
import type { Run } from '../../reconciler/run.ts'
import { compiled } from '../../reconciler/workspace.ts'
import { sealOf, type Campaign, type Line, type Sheet } from '../../reviews/campaign.ts'
import { linesFrom, reviewed } from '../../reviews/insight.ts'
import { populationOf, textDigest } from '../../reviews/item.ts'
import { liveItems } from '../../reviews/live.ts'
import { reviewerOf, type Reviewer } from '../../reviews/reviewers.ts'
import { sinceWhen } from '../../reviews/since.ts'
import { count } from '../../report/count.ts'
import { sentence, value } from '../../report/markdown.ts'
import { tellUnsound } from '../inquiry.ts'
import type { Session } from '../session.ts'
import { campaignsIn, reviewsFolder } from './folder.ts'
import { openDesk, type Desk } from './desk.ts'
import { recorded } from './record.ts'
import { opened, openCounter, pushed, reviewBranch, type RequestOptions } from './request.ts'
import { tellBegun, tellUnread, type Begun } from './tell-begun.ts'
import { tellHeld } from './tell-held.ts'
import { campaignText, inChunks, sheetText, shown } from './texts.ts'

export interface ReviewStartOptions extends RequestOptions {
  readonly tenant?: string
  readonly ownAccess?: string
}

/** `roster review start`: freezes what people have, and writes a file for each reviewer. Reads directories; writes files, or a branch, and one record. */
export async function startReview(session: Session, id: string, options: ReviewStartOptions): Promise<number> {
  const desk = await openDesk(session, options.tenant)
  if ('diagnostics' in desk) return tellUnsound(session, desk.diagnostics)
  const { run, asked, chain, tenant } = desk
  if (run.dirty === true)
    throw new UsageError('The files are not as they were committed, so no commit says what was reviewed. Commit first.')
  const memory = remember(chain)
  const desired = compiled(asked.documents, memory, run)
  const review = reviewMeant(desired, id)
  const campaign = `${id}-${dayIn(desired.timezone, run.asOf)}`
  if (campaignsIn(asked.tree, tenant).includes(campaign))
    throw new UsageError(`${campaign} began already: ${reviewsFolder(tenant)}/${campaign} has it.`)
  const counter =
    options.pr === true ? await openCounter(session, { root: run.root, commit: desk.commit }, options) : undefined
  const sight = await look(desired, memory, run)
  const unread = [...sight.unread].map(([about, why]) => ({ about, why })).concat(sight.unseen)
  if (unread.length > 0) return tellUnread(session, { tenant, campaign, unread })
  const ground = { desired, memory, sight, asOf: run.asOf }
  const live = liveItems(ground, new Set(desired.people.keys()))
  const lines = linesFrom({ campaign, desired, memory, live, since: sinceWhen(tenant, chain), asOf: run.asOf })
  const people = reviewed(review.users, desired.people)
  const chosen = new Set(people)
  const frozen = live.items.filter(({ person }) => chosen.has(person)).map((item) => shown(lines(item)))
  const begun = begin({ desk, desired, review, campaign, options, frozen, people, unseen: [...live.unseen.keys()] })
  const proposed = {
    branch: reviewBranch(tenant, campaign, 'start'),
    title: `Review of access ${campaign} of ${tenant}`,
    body: bodyOf(begun.campaign),
    files: begun.files,
  }
  const held = counter === undefined ? undefined : await pushed(counter, proposed)
  if (held !== undefined) return tellHeld(session, { campaign, held, exitCode: exit.stale })
  const refused = await record(run, begun)
  if (refused !== undefined) return tellHeld(session, { campaign, ...refused })
  const number = counter === undefined ? undefined : await opened(counter, proposed)
  if (number === undefined) {
    mkdirSync(join(run.root, reviewsFolder(tenant), campaign), { recursive: true })
    writeAll(run.root, begun.files)
  }
  return tellBegun(session, begun, number)
}

function reviewMeant({ id: tenant, reviews }: DesiredTenant, id: string): DesiredReview {
  const found = reviews.find((review) => review.id === id)
  if (found !== undefined) return found
  const ids = reviews.map((review) => review.id)
  const near = nearest(id, ids)
  const hint =
    ids.length === 0
      ? `reviews: of policies.yaml says whose access is reviewed, and by whom.`
      : `${near === undefined ? `There are ${ids.join(', ')}` : `Did you mean ${near}`}${near === undefined ? '.' : '?'}`
  throw new UsageError(`${tenant} has no review ${id}. ${hint}`)
}

interface Beginning {
  readonly desk: Desk
  readonly desired: DesiredTenant
  readonly review: DesiredReview
  readonly campaign: string
  readonly options: ReviewStartOptions
  readonly frozen: readonly Line[]
  readonly people: readonly string[]
  readonly unseen: readonly string[]
}

function begin(beginning: Beginning): Begun {
  const { desk, desired, review, campaign: name, options, frozen, people, unseen } = beginning
  const { run, tenant, commit } = desk
  const { timezone } = desired
  const first = after(run.asOf.toISOString(), review.due, timezone)
  const second = after(first.due.toISOString(), review.due, timezone)
  const sheets = sheetsOf(beginning, first.day)
  const campaign: Campaign = {
    campaign: name,
    tenant,
    review: review.id,
    commit,
    read: run.asOf.toISOString(),
    due: first.day,
    escalatedDue: second.day,
    onTimeout: review.onTimeout,
    ...(review.escalation === undefined ? {} : { escalation: review.escalation }),
    ...(options.ownAccess === undefined ? {} : { ownAccess: options.ownAccess }),
    population: populationOf(people, frozen),
    unseen: unseen.toSorted(),
    sheets: sheets.map(({ file, reviewer, sheet }) => ({
      file,
      reviewer: reviewer.id,
      is: reviewer.is,
      items: sheet.lines.length,
      seal: sealOf(sheet),
    })),
  }
  const folder = `${reviewsFolder(tenant)}/${name}`
  const text = campaignText(`${folder}/campaign.yaml`, campaign)
  const written = sheets.map(({ file, sheet }): FileChange => {
    const path = `${folder}/${file}`
    return { path, text: sheetText(path, sheet) }
  })
  return { campaign, text, files: [{ path: `${folder}/campaign.yaml`, text }, ...written] }
}

interface Assigned {
  readonly file: string
  readonly reviewer: Reviewer
  readonly sheet: Sheet
}

/** The files of reviewers, by name. */
function sheetsOf({ desired, review, campaign, options, frozen }: Beginning, before: string): readonly Assigned[] {
  const { escalation } = review
  const { ownAccess } = options
  const instead = {
    ...(escalation === undefined ? {} : { escalation }),
    ...(ownAccess === undefined ? {} : { ownAccess }),
  }
  const reviewers = new Map(
    [...new Set(frozen.map(({ person }) => person))].map((person) => [
      person,
      reviewerOf(person, review, desired.people, instead),
    ]),
  )
  const without = [...reviewers].flatMap(([person, reviewer]) => (reviewer === undefined ? [person] : []))
  if (without.length > 0) throw new UsageError(nobodyFor(review.id, without))
  const people = new Set([...reviewers.values()].flatMap((one) => (one?.is === 'approvers' ? [] : [one?.id ?? ''])))
  const byReviewer = grouped(frozen, ({ person }) => nameOf(reviewers.get(person), people))
  return [...byReviewer]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, lines]) => {
      const reviewer = reviewers.get(lines[0]?.person ?? '')
      if (reviewer === undefined) return []
      return inChunks(lines).map((chunk, at): Assigned => ({
        file: `${name}${at === 0 ? '' : `~${at + 1}`}.yaml`,
        reviewer,
        sheet: { campaign, reviewer: reviewer.id, before, lines: chunk },
      }))
    })
}

function nobodyFor(review: string, without: readonly string[]): string {
  const shown = without.slice(0, 5).join(', ')
  const rest = without.length > 5 ? ` and ${without.length - 5} more` : ''
  return (
    `Nobody but themselves could review the access of ${shown}${rest}: no manager above them is active. ` +
    `Name a body of approvers as reviews.${review}.escalation in policies.yaml, or say with --own-access why they may decide themselves.`
  )
}

/** The name of a reviewer's file, by their id: a body of approvers may bear the id of a person. */
function nameOf(reviewer: Reviewer | undefined, people: ReadonlySet<string>): string {
  if (reviewer === undefined) return ''
  const { is, id } = reviewer
  const isTaken = id === 'campaign' || id === 'closed' || (is === 'approvers' && people.has(id))
  return isTaken ? `${id}~${is}` : id
}

function record(run: Run, { campaign, text }: Begun): ReturnType<typeof recorded> {
  const { campaign: name, tenant, population } = campaign
  return recorded(run, tenant, [
    { type: 'review', stage: 'started', campaign: name, hash: textDigest(text), population },
  ])
}

function bodyOf({ campaign, tenant, population, due, commit, read, sheets, unseen }: Campaign): string {
  return [
    `Access of ${count(population.people, 'person')} of ${value(tenant)}, as it was read at ${value(read)} with the files of ${value(commit.slice(0, 12))}: ${count(population.items, 'thing')}.`,
    ...(unseen.length === 0 ? [] : ['', `Not seen live, so as it is declared: ${unseen.map(value).join(', ')}.`]),
    '',
    `Merge this. Then each reviewer decides in their own file before ${value(due)}, and commits that under their own name:`,
    '',
    ...sheets.map(
      ({ file, items }) => `- ${value(`${reviewsFolder(tenant)}/${campaign}/${file}`)}: ${count(items, 'line')}`,
    ),
    '',
    sentence(`Afterwards \`roster review close ${campaign}\` takes what was decided into the files.`),
  ].join('\n')
}
