import { describe, expect, test } from 'vitest'
import { sealOf, type Campaign, type Line } from '../../src/reviews/campaign.ts'
import { judged, type Author, type Bench, type FilledSheet, type Judged } from '../../src/reviews/decisions.ts'
import { codeOf, populationOf, type ReviewItem } from '../../src/reviews/item.ts'

const items: readonly ReviewItem[] = [
  { person: 'eva', has: 'group', id: 'cooks', where: 'hq' },
  { person: 'eva', has: 'group', id: 'vault', where: 'hq' },
  { person: 'ben', has: 'role', id: 'visitor', where: 'home' },
]

const lines = items.map((item): Line => ({
  item: codeOf('q', item),
  ...item,
  name: item.person,
  marks: [],
  path: 'own line',
  since: 'unknown',
  peers: '',
  lastSignIn: 'unknown',
  seat: 'none',
  decision: '',
  reason: '',
  seen: '',
}))
const frozen = { campaign: 'q', reviewer: 'ana', before: '2026-12-01', lines }

const campaign: Campaign = {
  campaign: 'q',
  tenant: 'acme',
  review: 'q',
  commit: 'a'.repeat(40),
  read: '2026-11-20T08:00:00Z',
  due: '2026-12-01',
  escalatedDue: '2026-12-15',
  onTimeout: 'escalate',
  population: populationOf(['eva', 'ben'], items),
  unseen: [],
  sheets: [{ file: 'ana.yaml', reviewer: 'ana', is: 'person', items: 3, seal: sealOf(frozen) }],
}

const author = (person?: string): Author => ({
  commit: 'c'.repeat(40),
  email: `${person ?? 'who'}@acme.example`,
  ...(person === undefined ? {} : { person: `acme/${person}` }),
})

const bench: Bench = {
  isSelf: (person, user) => person === `acme/${user}`,
  mayNot: ({ person }, { reviewer }) => (person === `acme/${reviewer}` ? undefined : `is not ${reviewer}`),
}

interface Wish {
  readonly by?: Author | undefined
  readonly is?: FilledSheet['is']
  readonly reviewer?: string
  readonly reasonBy?: Author
  readonly edit?: (line: Line) => Line
}

/** What becomes of lines that are filled in so: by position, what was written. */
function heard(written: readonly Partial<Line>[], wish: Wish = {}): Judged {
  const { by = author('ana'), is = 'person', reviewer = 'ana', reasonBy, edit = (line) => line } = wish
  const sheet = { ...frozen, reviewer, lines: lines.map((line, at) => edit({ ...line, ...written[at] })) }
  const own = {
    ...campaign,
    sheets: campaign.sheets.map((one) => ({ ...one, reviewer, seal: sealOf({ ...frozen, reviewer }) })),
  }
  const authorOf: FilledSheet['authorOf'] = (_, property) =>
    'by' in wish && wish.by === undefined ? undefined : property === 'reason' ? (reasonBy ?? by) : by
  return judged(own, [{ file: 'ana.yaml', sheet, reviewer, is, isEscalated: false, authorOf }], bench)
}

const said = ({ doubts, decided }: Judged): unknown =>
  doubts.length > 0
    ? doubts.map(({ line, message }) => `${line ?? 'file'}: ${message}`)
    : [...decided.values()].map(({ word }) => word)

const code = (at: number): string => lines[at]?.item ?? ''

describe('UX-42 the rules of a decision', () => {
  test('keep needs nothing more; revoke and change say why', () => {
    expect(said(heard([{ decision: 'keep' }]))).toEqual(['keep'])
    expect(
      said(
        heard([
          { decision: 'revoke', reason: 'left the kitchen' },
          { decision: 'change', reason: 'only to read' },
        ]),
      ),
    ).toEqual(['revoke', 'change'])
    expect(said(heard([{ decision: 'revoke' }]))).toEqual(['0: Nobody says why this is to be revoked.'])
    expect(said(heard([{ decision: 'change', reason: '..' }]))).toEqual(['0: Nobody says why this is to be changed.'])
    expect(said(heard([{ decision: 'Approve' }]))).toEqual(['0: "Approve" is no decision.'])
  })

  test('silence is no decision', () => {
    expect(said(heard([]))).toEqual([])
    expect(said(heard([{ reason: 'all fine' }]))).toEqual([])
  })

  test('nobody decides on their own access, also where they are the reviewer', () => {
    const own = heard([{}, {}, { decision: 'keep' }], { by: author('ben'), reviewer: 'ben' })
    expect(said(own)).toEqual(['2: acme/ben decided on their own access (commit cccccccccccc).'])
    // Seeded bug: a bench that never recognises anybody would let it pass.
    const blind = heard([{}, {}, { decision: 'keep' }], { by: author('ben'), reviewer: 'ben', is: 'self' })
    expect(said(blind)).toEqual(['keep'])
    expect([...blind.decided.values()].map(({ isOwn }) => isOwn)).toEqual([true])
  })

  test('only the reviewer decides, and git says who it was', () => {
    expect(said(heard([{ decision: 'keep' }], { by: author('sue') }))).toEqual([
      '0: acme/sue is not ana (commit cccccccccccc).',
    ])
    expect(said(heard([{ decision: 'keep' }], { by: author() }))).toEqual([
      '0: It is not known whose address who@acme.example is (commit cccccccccccc).',
    ])
    expect(said(heard([{ decision: 'keep' }], { by: undefined }))).toEqual([
      '0: This is not committed: nobody can tell who wrote it.',
    ])
    expect(said(heard([{ decision: 'revoke', reason: 'gone away' }], { reasonBy: author('sue') }))).toEqual([
      '0: acme/sue is not ana (commit cccccccccccc).',
    ])
  })

  test('nothing is approved by the dozen: lines in the same words each bear their code', () => {
    const same = [{ decision: 'keep' }, { decision: 'keep' }, { decision: 'keep' }]
    expect(said(heard(same))).toHaveLength(3)
    expect(said(heard(same.map((one, at) => ({ ...one, seen: code(at) }))))).toEqual(['keep', 'keep', 'keep'])
    expect(said(heard(same.map((one) => ({ ...one, seen: code(0) }))))).toEqual([
      `1: "${code(0)}" is not the code of this line.`,
      `2: "${code(0)}" is not the code of this line.`,
    ])
    const dressed = ['still needed', 'Still needed.', 'still  NEEDED!'].map((reason) => ({ decision: 'keep', reason }))
    expect(said(heard(dressed))).toHaveLength(3)
    const own = ['cooks daily', 'holds the key', 'visits on Fridays'].map((reason) => ({ decision: 'keep', reason }))
    expect(said(heard(own))).toEqual(['keep', 'keep', 'keep'])
  })

  test.each([
    ['what it is about', (line: Line): Line => ({ ...line, id: 'other' })],
    ['a mark', (line: Line): Line => ({ ...line, marks: ['harmless'] })],
    ['the code', (line: Line): Line => ({ ...line, item: 'r00000000000' })],
    ['something new', (line: Line): Line => ({ ...line, approved: true }) as Line],
  ])('an edit of %s is found', (_, edit) => {
    expect(said(heard([{ decision: 'keep' }], { edit }))).toContain(
      'file: Something besides decision, reason and seen is not as it was when the review began.',
    )
  })

  test('a line that was taken out, and a file that is missing, are found', () => {
    const sheet = { ...frozen, lines: lines.slice(1) }
    const cut = judged(
      campaign,
      [{ file: 'ana.yaml', sheet, reviewer: 'ana', is: 'person', isEscalated: false, authorOf: () => author('ana') }],
      bench,
    )
    expect(cut.doubts).toHaveLength(1)
    expect(judged(campaign, [], bench).doubts.map(({ message }) => message)).toEqual([
      'This file of the campaign is missing.',
    ])
  })

  test('a line that was escalated is one of the campaign', () => {
    const made = (line: Line): Judged => {
      const own = {
        file: 'ana.yaml',
        sheet: frozen,
        reviewer: 'ana',
        is: 'person',
        isEscalated: false,
        authorOf: () => author('ana'),
      } as const
      const later = {
        ...own,
        file: 'escalated~sec.yaml',
        sheet: { ...frozen, lines: [line] },
        reviewer: 'sec',
        is: 'approvers',
        isEscalated: true,
        authorOf: () => author('sec'),
      } as const
      return judged(campaign, [own, later], bench)
    }
    const [first] = lines
    if (first === undefined) throw new Error('there are lines')
    expect(said(made({ ...first, decision: 'keep' }))).toEqual(['keep'])
    expect(said(made({ ...first, person: 'ben', decision: 'keep' }))).toContain(
      '0: This line is not one of the campaign.',
    )
  })
})
