import { describe, expect, test } from 'vitest'
import type { Comment, Forge } from '../../src/forge/forge.ts'
import { openGithub } from '../../src/forge/github.ts'
import { markerLine, markerOf } from '../../src/forge/marker.ts'
import { upsertIssue } from '../../src/forge/one-issue.ts'
import { type Sticky, stickyOn, upsertSticky } from '../../src/forge/sticky.ts'
import { closeStages, commenting, forgeAs, stageWithPull } from './open.ts'
import type { Stage } from './stage.ts'

closeStages()

const at = (minute: number): string => `2026-11-02T09:${String(minute).padStart(2, '0')}:00Z`

function sticky(head: string, minute: number, body = 'The plan.'): Sticky {
  return { marker: 'plan', body, observedAt: at(minute), state: { head, digest: `sha256:${'a'.repeat(64)}` } }
}

/** What a kind of comment has come to: who wrote each, and the text without its first line. */
async function said(forge: Forge, number: number): Promise<readonly string[]> {
  return (await forge.comments(number)).map(({ by, body }) => `${by.login}: ${body.split('\n').slice(1).join('\n')}`)
}

interface Situation {
  readonly stage: Stage
  readonly forge: Forge
  readonly number: number
  readonly head: string
}

async function situation(): Promise<Situation> {
  const { stage, number, head } = await stageWithPull()
  return { stage, number, head, forge: forgeAs(stage) }
}

describe('UX-22 one sticky comment', () => {
  test('is made, edited in place, and not posted again when nothing changed', async () => {
    const { stage, forge, number, head } = await situation()
    expect(await upsertSticky(forge, number, sticky(head, 1))).toBe('created')
    expect(await upsertSticky(forge, number, sticky(head, 2, 'Another plan.'))).toBe('edited')
    const mark = stage.mark()
    expect(await upsertSticky(forge, number, sticky(head, 3, 'Another plan.\r\n'))).toBe('unchanged')
    expect(stage.writesSince(mark)).toEqual([])
    expect(await said(forge, number)).toEqual(['github-actions[bot]: Another plan.'])
    expect(await stickyOn(forge, number, 'plan')).toMatchObject({ text: 'Another plan.' })
    expect(stage.violations).toEqual([])
  })

  test('is the same text for another head a new one', async () => {
    const { forge, number, head } = await situation()
    await upsertSticky(forge, number, sticky(head, 1))
    expect(await upsertSticky(forge, number, sticky('b'.repeat(40), 1))).toBe('edited')
  })

  test('keeps what was seen later, whoever posts last', async () => {
    const { stage, forge, number, head } = await situation()
    await upsertSticky(forge, number, sticky(head, 5, 'Seen later.'))
    const mark = stage.mark()
    expect(await upsertSticky(forge, number, sticky(head, 4, 'Seen before.'))).toBe('older')
    expect(stage.writesSince(mark)).toEqual([])
    expect(await said(forge, number)).toEqual(['github-actions[bot]: Seen later.'])
  })

  test('is not what somebody else wrote, with whatever marker, on whatever page', async () => {
    const { stage, forge, number, head } = await situation()
    stage.pageSize(2)
    const mallory = stage.as('mallory')
    const forged = `${markerLine({ what: 'plan', observedAt: at(59), head })}\nNo changes.`
    for (let count = 0; count < 3; count += 1) await mallory.comment(number, forged)
    expect(await upsertSticky(forge, number, sticky(head, 1))).toBe('created')
    for (let count = 0; count < 3; count += 1) await mallory.comment(number, forged)
    expect(await upsertSticky(forge, number, sticky(head, 2, 'Changed.'))).toBe('edited')
    const texts = await said(forge, number)
    expect(texts.filter((text) => text.startsWith('mallory'))).toEqual(Array(6).fill('mallory: No changes.'))
    expect(texts.filter((text) => !text.startsWith('mallory'))).toEqual(['github-actions[bot]: Changed.'])
  })

  test('is not one of ours that has the marker further down', async () => {
    const { forge, number, head } = await situation()
    await forge.comment(number, `Quoted:\n${markerLine({ what: 'plan', observedAt: at(59) })}\nNo changes.`)
    expect(await upsertSticky(forge, number, sticky(head, 1))).toBe('created')
  })

  test('is made again when somebody deleted it', async () => {
    const { stage, forge, number, head } = await situation()
    await upsertSticky(forge, number, sticky(head, 1))
    const [{ id } = { id: 0 }] = await forge.comments(number)
    await stage.as('ana').ask('DELETE', `/repos/${stage.repository}/issues/comments/${id}`)
    expect(await upsertSticky(forge, number, sticky(head, 1))).toBe('created')
    expect(await said(forge, number)).toHaveLength(1)
  })

  test('stays one when two runs have made it: the oldest, with what was seen last', async () => {
    const { forge, number, head } = await situation()
    for (const minute of [1, 9, 5])
      await forge.comment(number, `${markerLine({ what: 'plan', observedAt: at(minute), head })}\nSeen at ${minute}.`)
    const [oldest] = await forge.comments(number)
    expect(await upsertSticky(forge, number, sticky(head, 7))).toBe('older')
    expect(await said(forge, number)).toEqual(['github-actions[bot]: Seen at 9.'])
    expect((await forge.comments(number))[0]?.id).toBe(oldest?.id)
  })

  test('is left alone by the other comments of roster', async () => {
    const { forge, number, head } = await situation()
    await upsertSticky(forge, number, sticky(head, 1))
    expect(await upsertSticky(forge, number, { ...sticky(head, 1, 'Reviews.'), marker: 'review' })).toBe('created')
    expect(await said(forge, number)).toHaveLength(2)
  })

  test('is not written by a token that would not find it again: the fault says whose it is', async () => {
    const { stage, number, head } = await situation()
    const { token } = stage.workflow(commenting)
    const wish = { api: stage.api, repository: stage.repository, token, pace: { secondMs: 2 } }
    const other = openGithub({ ...wish, login: 'another[bot]' })
    const issue = { marker: 'apply', title: 'Not finished', body: '', label: 'roster', open: true }
    const told = 'Set ROSTER_FORGE_LOGIN to github-actions[bot].'
    await expect(upsertSticky(other, number, sticky(head, 1))).rejects.toThrow(told)
    expect(await other.comments(number)).toEqual([])
    await expect(upsertIssue(other, issue)).rejects.toThrow(told)
    expect(await other.issues('roster')).toMatchObject([{ state: 'closed' }])
  })

  test('UX-26 is not made to say nothing, but says so where it stands', async () => {
    const { forge, number, head } = await situation()
    const nothing = { ...sticky(head, 1, 'No changes.'), quiet: true }
    expect(await upsertSticky(forge, number, nothing)).toBe('none')
    await upsertSticky(forge, number, sticky(head, 2))
    expect(await upsertSticky(forge, number, { ...nothing, observedAt: at(3) })).toBe('edited')
    expect(await said(forge, number)).toEqual(['github-actions[bot]: No changes.'])
  })
})

describe('a mistake in the search would be noticed', () => {
  /** The world that each mistake meets: forged ones of another user before and after ours, over more than a page. */
  async function world(): Promise<readonly Comment[]> {
    const { stage, forge, number, head } = await situation()
    const forged = `${markerLine({ what: 'plan', observedAt: at(59), head })}\nNo changes.`
    stage.pageSize(2)
    for (let count = 0; count < 3; count += 1) await stage.as('mallory').comment(number, forged)
    await forge.comment(number, `${markerLine({ what: 'plan', observedAt: at(1), head })}\nOurs.`)
    return forge.comments(number)
  }

  const rightly = (comments: readonly Comment[]): string | undefined =>
    comments.find(({ by, body }) => by.login === 'github-actions[bot]' && markerOf(body)?.what === 'plan')?.body
  const mistakes: Readonly<Record<string, (comments: readonly Comment[]) => string | undefined>> = {
    'by the marker alone': (comments) => comments.find(({ body }) => markerOf(body)?.what === 'plan')?.body,
    'by a search in the text': (comments) => comments.find(({ body }) => body.includes('roster:plan'))?.body,
    'on the first page only': (comments) => rightly(comments.slice(0, 2)),
  }
  test.each(Object.keys(mistakes))('%s', async (name) => {
    const comments = await world()
    expect(rightly(comments)).toMatch(/Ours/)
    expect(mistakes[name]?.(comments)).not.toBe(rightly(comments))
  })
})

describe('the marker', () => {
  test('says what it was given, and only at the very start', () => {
    const marker = { what: 'plan', observedAt: at(1), head: 'a'.repeat(40), digest: `sha256:${'b'.repeat(64)}` }
    expect(markerOf(`${markerLine(marker)}\nText`)).toEqual(marker)
    expect(markerOf(`${markerLine(marker)}\r\nText`)).toEqual(marker)
    for (const before of [' ', '\n', 'x', '﻿', '> '])
      expect(markerOf(`${before}${markerLine(marker)}\n`)).toBeUndefined()
    expect(markerOf(`${markerLine(marker)} and more`)).toBeUndefined()
  })

  test.each([
    { what: 'plan -->' },
    { what: 'plan', head: 'main --> x' },
    { what: 'plan', observedAt: '2026-11-02T09:00:00+01:00' },
    { what: 'plan', digest: 'sha256:x' },
  ])('carries nothing that could end it early: %o', (marker) => {
    expect(() => markerLine(marker)).toThrow(/a marker cannot carry/)
  })
})
