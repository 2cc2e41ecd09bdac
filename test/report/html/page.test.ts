import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sample } from 'fast-check'
import type { Browser, Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ReportData } from '../../../src/report/html/data.ts'
import { reportPage } from '../../../src/report/html/page.ts'
import { askedOf, readFrom } from '../../../src/cli/inquiry.ts'
import { settingsOf } from '../../../src/cli/settings.ts'
import { workTree } from '../../../src/language/load/tree.ts'
import type { ChainedEntry } from '../../../src/model/entry.ts'
import { run } from '../../evidence/story.ts'
import { chained } from '../../history/house.ts'
import { grant, joins } from '../sample.ts'
import { openChromium } from '../../servers/chromium.ts'
import { hostile } from '../hostile.ts'
import { gathered, noon, partsWith } from './gathered.ts'
import { writeOrganisation } from './organisation.ts'
import { inTempFolder } from './temp.ts'
import { ask, barriers, until, visit } from './visits.ts'

/** Two browsers' worth of work for each page: longer than other tests may take. */
const slow = 240_000
const example = fileURLToPath(new URL('../../../examples/tenants/', import.meta.url))
let browser: Browser
let data: ReportData
beforeAll(async () => {
  browser = await openChromium()
  const folder = inTempFolder()
  cpSync(example, folder, { recursive: true })
  ;({ data } = await gathered(folder))
}, 300_000)
afterAll(async () => browser?.close())

/** Every sort of page, with one of each thing. */
function pagesOf({ people, tenants }: ReportData): readonly string[] {
  const { tenant, id } = people.find(({ accounts = [] }) => (accounts[0]?.reach ?? 0) > 0) ?? { tenant: 0, id: '' }
  const person = [tenants[tenant]?.id ?? '', id].map(encodeURIComponent).join('/')
  const platform = data.platforms.findIndex(({ accessGroups }) => accessGroups.length > 0)
  return [
    '#/overview',
    '#/people',
    `#/person/${person}`,
    '#/groups',
    '#/group/0',
    '#/access-groups',
    `#/access-group/${platform}/0`,
    '#/entities',
    `#/entity/${platform}/0`,
    '#/matrix',
    '#/roles',
    `#/role/${platform}/0`,
    '#/changes',
    '#/drift',
    '#/seats',
    '#/reviews',
    '#/tenants',
    '#/privileged',
    '#/ending',
    '#/nothing',
  ]
}

describe('the pages', () => {
  test('UX-39 say what is there: headings, captions and columns', async () => {
    const { page, go, misdeeds } = await visit(browser, data)
    const told: string[] = []
    for (const hash of pagesOf(data)) {
      await go(hash)
      told.push(`## ${hash}`, ...(await outline(page)), '')
    }
    expect(misdeeds).toEqual([])
    await expect(told.join('\n')).toMatchFileSnapshot('golden/pages.txt')
    await page.close()
  })

  test(
    'UX-40 no barrier that axe knows of, in light and in dark, wide and narrow',
    async () => {
      const { page, go } = await visit(browser, withPlan(data))
      for (const hash of pagesOf(data)) {
        await go(hash)
        for (const [scheme, width] of [
          ['light', 1280],
          ['dark', 360],
        ] as const) {
          await page.emulateMediaFeatures([
            { name: 'prefers-color-scheme', value: scheme },
            // A colour that is on its way is not the colour that people read.
            { name: 'prefers-reduced-motion', value: 'reduce' },
          ])
          await page.setViewport({ width, height: 800 })
          expect(await barriers(page), `${hash} ${scheme}`).toEqual([])
        }
      }
      await page.close()
    },
    slow,
  )

  test('UX-40 fit a window of 320 pixels without being pushed aside', async () => {
    const { page, go } = await visit(browser, withPlan(data))
    await page.setViewport({ width: 320, height: 800 })
    for (const hash of pagesOf(data)) {
      await go(hash)
      expect(await ask(page, 'document.documentElement.scrollWidth'), hash).toBeLessThanOrEqual(320)
    }
    await page.close()
  })

  test('UX-40 nothing moves for who asked for that', async () => {
    const { page } = await visit(browser, data)
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }])
    const moving = await ask(
      page,
      `[...document.querySelectorAll('*')].filter((one) => parseFloat(getComputedStyle(one).transitionDuration) > 0).length`,
    )
    expect(moving).toBe(0)
    await page.close()
  })

  test('UX-40 no sign is a colour alone: without styles the words are all there', async () => {
    const { page, go } = await visit(browser, data, { parts: { style: '' } })
    await go('#/people')
    expect(await page.$eval('tbody td .badge', (badge) => badge.textContent)).toBe('● active')
    await page.close()
  })

  test('without scripts the page says how else to ask', async () => {
    const { page } = await visit(browser, data, { scripts: false })
    expect(await page.$eval('main', (main) => main.textContent)).toContain('roster users')
    await page.close()
  })
})

describe('by keyboard', () => {
  test('UX-40 everything is reached, in order, and seen to be reached', async () => {
    const { page, go } = await visit(browser, data)
    await go('#/people')
    await page.reload()
    const wanted = await ask<number>(
      page,
      `[...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')].filter((one) => one.getClientRects().length > 0).length`,
    )
    const seen: { readonly what: string; readonly outline: string }[] = []
    for (let step = 0; step < wanted; step += 1) {
      await page.keyboard.press('Tab')
      seen.push(
        await ask(
          page,
          `({ what: document.activeElement.tagName + ' ' + document.activeElement.textContent.slice(0, 30), outline: getComputedStyle(document.activeElement).outlineStyle })`,
        ),
      )
    }
    expect(seen[0]?.what).toContain('Skip to the content')
    expect(seen.filter(({ outline: style }) => style === 'none')).toEqual([])
    expect(wanted).toBeGreaterThan(60)
    await page.close()
  })

  test('UX-40 skip, go to a page, look, sort, turn the page, open a person', async () => {
    const { page } = await visit(browser, data)
    const press = async (...keys: readonly ('Tab' | 'Enter')[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key)
    }
    await press('Tab', 'Enter')
    expect(await focused(page)).toBe('MAIN')
    expect(await title(page)).toBe('Overview')
    await ask(page, 'document.activeElement.blur()')
    await page.focus('#pages li:nth-child(2) a')
    await press('Enter')
    await until(page, `document.activeElement.tagName === 'H1'`)
    expect([await title(page), await page.title()]).toEqual(['People', 'People · Northwind MSP'])
    expect(await page.$eval('#pages [aria-current]', (link) => link.textContent)).toBe('People')

    await press('Tab')
    await page.keyboard.type('finance acme')
    expect(await page.$eval('.status', (status) => status.textContent)).toMatch(/^\d+ rows of 200/)
    expect(await page.$$eval('tbody tr', (rows) => rows.every((one) => one.textContent?.includes('Finance')))).toBe(
      true,
    )
    await page.keyboard.down('Control')
    await page.keyboard.press('A')
    await page.keyboard.up('Control')
    await page.keyboard.press('Backspace')
    await page.focus('thead th:nth-child(2) button')
    await press('Enter')
    expect(await page.$eval('thead th:nth-child(2)', (th) => th.getAttribute('aria-sort'))).toBe('ascending')
    expect(await focused(page)).toBe('BUTTON')
    await press('Enter')
    const ids = await page.$$eval('tbody td:nth-child(2)', (cells) => cells.map((cell) => cell.textContent ?? ''))
    expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? 1 : -1)))
    await page.focus('.pager button:last-child')
    await press('Enter')
    expect(await page.$eval('.status', (status) => status.textContent)).toContain('page 2 of 4')
    await page.focus('tbody tr:first-child a')
    const name = await page.$eval('tbody tr:first-child a', (link) => link.textContent)
    await press('Enter')
    await until(page, `location.hash.startsWith('#/person/') && document.activeElement.tagName === 'H1'`)
    expect(await title(page)).toBe(name)
    await page.close()
  })
})

describe('on paper', () => {
  test('UX-40 every row is there, and nothing that only a screen needs', async () => {
    const { page, go } = await visit(browser, data)
    await go('#/people')
    expect(await page.$$eval('tbody tr', (rows) => rows.length)).toBe(50)
    await page.emulateMediaType('print')
    await ask(page, `dispatchEvent(new Event('beforeprint'))`)
    expect(await page.$$eval('tbody tr', (rows) => rows.length)).toBe(data.people.length)
    const shown = await page.$$eval(
      'nav, .find, .pager',
      (all) => all.filter((one) => one.getClientRects().length > 0).length,
    )
    expect(shown).toBe(0)
    await ask(page, `dispatchEvent(new Event('afterprint'))`)
    expect(await page.$$eval('tbody tr', (rows) => rows.length)).toBe(50)
    expect((await page.pdf()).length).toBeGreaterThan(10_000)
    await page.close()
  })
})

describe('whatever people are called', () => {
  test(
    'SEC-28 no dialog, no request, no breach of the policy, and no barrier',
    async () => {
      const bad = renamed(withPlan(data))
      const { page, go, misdeeds } = await visit(browser, bad)
      for (const hash of pagesOf(bad)) {
        await go(hash)
        expect(await barriers(page), hash).toEqual([])
      }
      expect(misdeeds).toEqual([])
      await go('#/people')
      const names = await page.$$eval('tbody th', (cells) => cells.map((cell) => cell.textContent))
      expect(names).toEqual(
        JSON.parse(
          JSON.stringify(bad.people.slice(0, 50).map(({ name }) => shown(name.trim() === '' ? '(blank)' : name))),
        ),
      )
      await page.close()
    },
    slow,
  )

  test('SEC-28 from the files on: a name with markup stays a name', async () => {
    const folder = inTempFolder()
    cpSync(example, folder, { recursive: true })
    const file = join(folder, 'tenants/acme/users.yaml')
    const evil = `</script><img src=x onerror=alert(1)><b>`
    writeFileSync(file, readFileSync(file, 'utf8').replace('first: Clara, last: Vogt', `first: "${evil}", last: Vogt`))
    const { data: told } = await gathered(folder)
    const { page, go, misdeeds } = await visit(browser, told)
    await go('#/person/acme/clara-vogt')
    expect(await title(page)).toBe(`${evil} Vogt`)
    expect(misdeeds).toEqual([])
    await page.close()
  })

  test('SEC-28 the policy forbids every source, and text to be taken for markup', async () => {
    const { page, misdeeds } = await visit(browser, data)
    const tried = await ask(
      page,
      `(async () => {
        const failed = []
        try { document.body.innerHTML = '<b>x</b>' } catch { failed.push('markup') }
        try { await fetch('https://example.invalid/') } catch { failed.push('fetch') }
        const image = document.createElement('img')
        image.src = 'https://example.invalid/x.png'
        document.body.appendChild(image)
        return failed
      })()`,
    )
    expect(tried).toEqual(['markup', 'fetch'])
    await until(page, `document.images[0].complete`)
    // Without a word of the network: it was never asked.
    expect(misdeeds).toContain('refused: https://example.invalid/x.png: ')
    expect(misdeeds.filter((one) => one.includes('Content Security Policy')).length).toBeGreaterThan(0)
    await page.close()
  })
})

describe('seeded bugs are noticed', () => {
  const evil = '</script><script>alert(1)</script><img src=x onerror=alert(2)>'
  const named = (): ReportData => ({ ...data, organisation: evil })
  const openly = (page: string): string => page.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')

  test('SEC-28 a template that does not escape', async () => {
    const { page, misdeeds } = await visit(browser, named(), {
      spoil: (text) => openly(text).replace(/(<p class="brand">)[^<]*/, `$1${evil}`),
    })
    expect(misdeeds).toContain('dialog: 1')
    await page.close()
  })

  test('SEC-28 data whose < is left as it is', async () => {
    const { page, misdeeds } = await visit(browser, named(), {
      spoil: (text) => openly(text).replaceAll('\\u003c', '<'),
    })
    expect(misdeeds).toContain('dialog: 1')
    await page.close()
  })

  test('SEC-28 a script that takes text for markup', async () => {
    const script = partsWith(() => ({})).script.replace(
      'element.appendChild(child instanceof Node ? child : document.createTextNode(String(child)))',
      'if (child instanceof Node) element.appendChild(child); else element.innerHTML += child',
    )
    const { page, misdeeds } = await visit(browser, named(), { parts: { script } })
    expect(misdeeds.join('\n')).toContain('TrustedHTML')
    await page.close()
  })

  test('UX-40 text that is too pale, and a table without its headers', async () => {
    const { style, script } = partsWith(() => ({}))
    const pale = await visit(browser, data, { parts: { style: style.replace('--soft: #55606f', '--soft: #b5bac2') } })
    expect((await barriers(pale.page)).join('\n')).toContain('color-contrast')
    await pale.page.close()
    const bare = await visit(browser, data, {
      parts: { script: script.replace("h('label', { for: id }, label)", 'label') },
    })
    await bare.go('#/people')
    expect((await barriers(bare.page)).join('\n')).toContain('label')
    await bare.page.close()
  })
})

test('UX-39 ten thousand people: at most 5 MB, there within two seconds, and quick to look through', async () => {
  const folder = inTempFolder()
  writeOrganisation(folder, { people: 10_000, entities: 1000 })
  const { data: large } = await gathered(folder, { ledger: { read: () => Promise.resolve(lived(folder)) } })
  const bytes = Buffer.byteLength(
    reportPage(
      large,
      partsWith(() => ({})),
    ),
  )
  expect(large.people).toHaveLength(10_000)
  expect(large.people.every(({ history = [] }) => history[0]?.[1].endsWith('and 3 more') === true)).toBe(true)
  expect(large.left).toEqual([expect.stringContaining('one row for an apply')])
  expect(bytes).toBeLessThanOrEqual(5_000_000)
  const { page, go, misdeeds } = await visit(browser, large)
  expect(
    await quickest(async () => {
      await page.reload()
      await until(page, `document.documentElement.classList.contains('ready')`)
    }),
  ).toBeLessThan(2000)
  await go('#/people')
  await page.focus('input')
  await page.keyboard.type('09999')
  expect(await page.$eval('.status', (status) => status.textContent)).toBe('1 row of 10,000')
  for (const hash of ['#/matrix', '#/roles', '#/entity/0/0', '#/people'])
    expect(
      await quickest(async () => {
        await go('#/tenants')
        await go(hash)
      }),
      hash,
    ).toBeLessThan(2000)
  expect(misdeeds).toEqual([])
  await page.close()
}, 120_000)

/** A chain in which everybody joined, and was put into three groups. */
function lived(folder: string): readonly ChainedEntry[] {
  const reading = readFrom({ root: folder, asOf: noon, settings: settingsOf(folder) }, workTree(folder))
  const asked = askedOf(reading, undefined)
  const people = 'desired' in asked ? [...asked.desired.people.keys()] : []
  const operations = people.flatMap((user) => [
    joins(user, `${user} joins hq as ${user}`),
    ...['finance', 'sales', 'legal'].map((group) => grant(group, user, `${user} joins the group ${group}`)),
  ])
  return chained(run('first', operations))
}

/** How long something takes, in milliseconds: the best of three, for other tests run beside this one. */
async function quickest(act: () => Promise<void>): Promise<number> {
  const times: number[] = []
  for (let turn = 0; turn < 3; turn += 1) {
    const began = performance.now()
    await act()
    times.push(performance.now() - began)
  }
  return Math.min(...times)
}

async function title(page: Page): Promise<string | null> {
  return page.$eval('h1', (h1) => h1.textContent)
}

async function focused(page: Page): Promise<string> {
  return ask(page, 'document.activeElement.tagName')
}

/** What a reader finds their way by. */
async function outline(page: Page): Promise<readonly string[]> {
  return page.$$eval('main :is(h1, h2, h3, caption, dt, thead tr, .figure-words, .path li)', (all) =>
    all.map((one) => {
      const words =
        one.tagName === 'TR'
          ? [...one.children].map((cell) => cell.textContent?.replace(/[▵▴▾]/, '')).join(' | ')
          : one.textContent
      return `${one.tagName.toLowerCase()}: ${words}`
    }),
  )
}

/** With a plan and with drift in it. */
function withPlan(told: ReportData): ReportData {
  const line = {
    sign: '-',
    words: 'Tom Berg leaves',
    technical: 'disable acme/hq/user/tom-berg',
    place: 'users.yaml:3',
    why: 'no longer declared',
    risk: 'high',
    notes: ['waits'],
    changes: [{ name: 'title', before: 'a', after: '' }],
    names: ['ana', 'ben'],
  } as const
  const plan = {
    words: 'As of now.',
    digest: 'sha256:0123456789abcdef',
    isFolded: true,
    quiet: ['bakery'],
    tenants: [
      {
        id: 'acme',
        status: 'changes',
        sections: [{ title: 'Leaves', lines: Array.from({ length: 210 }, () => line) }],
        findings: [{ result: 'block', name: 'usersRemoved', message: 'too many' }],
        notes: ['a note'],
      },
    ],
  }
  return {
    ...told,
    plans: [
      { ...plan, kind: 'plan' },
      { ...plan, kind: 'drift' },
    ],
  }
}

const named = new Set([
  'name',
  'title',
  'words',
  'message',
  'reason',
  'selects',
  'status',
  'why',
  'technical',
  'notes',
  'names',
  'organisation',
  'reviewers',
  'before',
  'after',
  'place',
  'quiet',
  'files',
  'tags',
  'by',
  'author',
])

/** The same report, in which everything that people write is hostile. */
function renamed(told: ReportData): ReportData {
  const names = sample(hostile, { seed: 40, numRuns: 2000 })
  let at = 0
  const next = (): string => names[(at += 1) % names.length] ?? ''
  const change = (key: string, value: unknown): unknown => {
    if (typeof value === 'string') return named.has(key) ? next() : value
    if (Array.isArray(value)) return value.map((one) => change(key, one))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, change(name, one)]))
  }
  return change('', told) as ReportData
}

/** As a browser gives it back: what cannot be seen is spelt out. */
function shown(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu,
    (found) => `‹U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`,
  )
}
