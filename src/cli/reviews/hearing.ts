import { nearest } from '../../language/load/nearest.ts'
import { workTree } from '../../language/load/tree.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import { UsageError } from '../../model/fault.ts'
import type { Campaign } from '../../reviews/campaign.ts'
import { judged, type Doubt, type FilledSheet, type Judged } from '../../reviews/decisions.ts'
import { textDigest } from '../../reviews/item.ts'
import { commitTree } from '../commit-tree.ts'
import { openForge } from '../loop/repository.ts'
import type { Session } from '../session.ts'
import { authorsIn } from './authors.ts'
import { courtOf, type Court } from './bench.ts'
import type { Desk } from './desk.ts'
import { campaignFrom, campaignsIn, filesOf, isName, reviewsFolder, sheetFrom } from './folder.ts'
import type { Recorded } from './record.ts'

/** A campaign as it is committed, and what its decisions come to. */
export interface Hearing {
  readonly campaign: Campaign
  /** The files of its folder, as committed: name -> text. */
  readonly files: ReadonlyMap<string, string>
  readonly judged: Judged
  readonly isEscalated: boolean
  /** Where things stand in files: `ben.yaml:12`. */
  readonly placeOf: (doubt: Doubt) => { readonly file: string; readonly line: number }
}

/** Why a campaign cannot be heard at all. */
export interface Unheard {
  readonly why: string
  readonly diagnostics?: readonly Diagnostic[]
}

/** The folder of a campaign. Throws UsageError where there is none of that name. */
export function folderMeant({ run, tenant }: Desk, campaign: string): string {
  const there = campaignsIn(workTree(run.root), tenant)
  if (isName(campaign) && there.includes(campaign)) return `${reviewsFolder(tenant)}/${campaign}`
  const near = nearest(campaign, there)
  const hint = near === undefined ? 'roster review status lists them.' : `Did you mean ${near}?`
  throw new UsageError(`${tenant} has no review ${campaign}. ${hint}`)
}

/** Reads a campaign out of the commit that is checked out: there git proves who wrote each line. */
export async function heard(
  session: Session,
  desk: Desk,
  name: string,
  known: Recorded | undefined,
): Promise<Hearing | Unheard> {
  const { run, tenant, commit } = desk
  const folder = `${reviewsFolder(tenant)}/${name}`
  const repository = { root: run.root, env: session.environment.forGit }
  const files = filesOf(await commitTree(repository, commit, { paths: [folder], file: () => true }), folder)
  const text = files.get('campaign.yaml')
  const campaign = campaignFrom(`${folder}/campaign.yaml`, text)
  if (text === undefined) return { why: `${folder} is not committed: commit it, then try again` }
  if (campaign === undefined || known?.started.includes(textDigest(text)) !== true)
    return {
      why: `${folder}/campaign.yaml is not what the ledger of ${tenant} knows to have begun: bring it back as roster wrote it`,
    }
  const escalated = [...files.keys()].filter((file) => file.startsWith('escalated~'))
  const court = await courtFor(session, desk, campaign)
  const sheets: FilledSheet[] = []
  const diagnostics: Diagnostic[] = []
  const places = new Map<string, (doubt: Doubt) => number>()
  for (const { file, reviewer, is } of [...campaign.sheets, ...escalatedOf(campaign, escalated)]) {
    const path = `${folder}/${file}`
    const written = files.get(file)
    if (written === undefined) continue
    const read = sheetFrom(path, written)
    if ('diagnostics' in read) {
      diagnostics.push(...read.diagnostics)
      continue
    }
    const { sheet, lineOf } = read
    const authors = await authorsIn(repository, commit, path)
    const authorOf: FilledSheet['authorOf'] = (line, property) => {
      const author = authors.get(lineOf(line, property))
      if (author === undefined) return undefined
      const person = court.personOf(author.email)
      return { ...author, ...(person === undefined ? {} : { person }) }
    }
    places.set(file, ({ line, property }) => (line === undefined ? 1 : lineOf(line, property ?? 'decision')))
    sheets.push({ file, sheet, reviewer, is, isEscalated: escalated.includes(file), authorOf })
  }
  if (diagnostics.length > 0) return { why: 'what reviewers wrote cannot be read', diagnostics }
  return {
    campaign,
    files,
    judged: judged(campaign, sheets, court),
    isEscalated: escalated.length > 0,
    placeOf: (doubt) => ({ file: `${folder}/${doubt.file}`, line: places.get(doubt.file)?.(doubt) ?? 1 }),
  }
}

function escalatedOf({ escalation = '' }: Campaign, files: readonly string[]): Campaign['sheets'] {
  return files.toSorted().map((file) => ({ file, reviewer: escalation, is: 'approvers', items: 0, seal: '' }))
}

function courtFor(session: Session, desk: Desk, { sheets, escalation }: Campaign): Promise<Court> {
  const bodies = new Set([
    ...sheets.flatMap(({ is, reviewer }) => (is === 'approvers' ? [reviewer] : [])),
    ...(escalation === undefined ? [] : [escalation]),
  ])
  // Without a token teams cannot be read: who is only in one of them may not decide, and is told so.
  const forge = async () =>
    session.environment.forge.token === undefined ? undefined : openForge(session, desk.run.root, {})
  return courtOf(desk.asked, desk.reading, [...bodies], forge)
}
