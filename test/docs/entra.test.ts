import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { entraPage } from '../../scripts/generate/entra.ts'
import { storyWith } from './entra-story.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const page = readFileSync(join(root, 'docs/providers/entra.md'), 'utf8')

describe('docs/providers/entra.md', () => {
  test('says what the code says: npm run generate makes it', () => {
    expect(page).toBe(entraPage(page))
  })

  test('names every setting', () => {
    const { $defs } = JSON.parse(readFileSync(join(root, 'schema/tenant.schema.json'), 'utf8')) as {
      $defs: Record<string, { properties: object }>
    }
    const parts = ['entraDirectory', 'entraUsers', 'entraInvitations', 'entraCredentials', 'entraCredential']
    const names = parts.flatMap((part) => Object.keys($defs[part]?.properties ?? {}))
    const missing = names
      .filter((name) => !['provider', 'mode'].includes(name))
      .filter((name) => !new RegExp(`\\b${name}\\b`).test(sectionOf('Settings')))
    expect(names).toContain('firstSignIn')
    expect(missing).toEqual([])
  })

  test('shows no message that roster does not have', () => {
    const folder = join(root, 'src/providers/entra')
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(folder, name), 'utf8'))
    const shown = [...sectionOf('Troubleshooting').matchAll(/\*([^*]+)\*/g)].map((match) => match[1] ?? '')
    expect(shown.length).toBeGreaterThan(8)
    const parts = shown.flatMap((message) => message.split('...')).map((part) => part.trim())
    expect(parts.filter((part) => !sources.some((source) => source.includes(part)))).toEqual([])
  })

  test('SEC-36 shows both forms of the subject that a workflow has, as the page about GitHub does', () => {
    const subjects = [...page.matchAll(/`(repo:[^`]*:environment:[^`]*)`/g)].map((match) => match[1] ?? '')
    const onGitHub = readFileSync(join(root, 'docs/github.md'), 'utf8')
    expect(subjects).toHaveLength(4)
    expect(subjects.filter((subject) => !onGitHub.includes(`\`${subject}\``))).toEqual([])
  })
})

describe('SEC-01 the permissions that the page lists', () => {
  const reads = permissionsIn('to read')
  // What writing includes is not consented to again.
  const writes = [...new Set([...namesOf('writes'), 'Policy.Read.All', 'Application.Read.All', ...permissionsIn('to write')])]
  let told: readonly string[] = []
  beforeAll(async () => {
    told = await storyWith({ readerRoles: reads, writerRoles: writes })
  }, 60_000)

  test('are enough for everything roster does there', () => {
    const inPassing = /^(step \d|(lastHolder|policy-advisory|security-enforced|security-violated|usersRemoved|membershipsRemoved): )/
    expect(told.filter((line) => !inPassing.test(line))).toEqual([])
    expect(told.filter((line) => line.startsWith('step'))).toHaveLength(5)
  })

  test.each(reads)('to read: without %s something is missed', { timeout: 60_000 }, async (name) => {
    const without = reads.filter((each) => each !== name)
    expect(await storyWith({ readerRoles: without, writerRoles: writes })).not.toEqual(told)
  })

  test.each([...permissionsIn('to write'), 'Organization.Read.All'])(
    'to write: without %s something is missed',
    { timeout: 60_000 },
    async (name) => {
      const without = writes.filter((each) => each !== name)
      expect(await storyWith({ readerRoles: reads, writerRoles: without })).not.toEqual(told)
    },
  )
})

function sectionOf(heading: string): string {
  const [, text = ''] = page.split(`\n## ${heading}\n`)
  return text.split(/\n## /)[0] ?? ''
}

/** First column of a table that comes from the code. */
function permissionsIn(part: string): readonly string[] {
  const [, text = ''] = page.split(`<!-- from the code: ${part} -->`)
  const rows = (text.split('<!-- end -->')[0] ?? '').matchAll(/^\| `([\w.-]+)` \|/gm)
  return [...rows].map(([, name = '']) => name)
}

/** What the page's commands ask for. */
function namesOf(variable: string): readonly string[] {
  return (new RegExp(`^${variable}="([^"]*)"$`, 'm').exec(page)?.[1] ?? '').split(' ')
}
