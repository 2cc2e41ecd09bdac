import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { runScript, shellBlocks } from './blocks.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const inDocs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((path) => join('docs', path))
const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'examples/tenants/README.md', ...inDocs]
  .filter((path) => path.endsWith('.md'))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))

describe('README.md', () => {
  test('shows the plan that the example gives', async () => {
    const marked = /(<!-- plan: (\S+) -->\n)[\s\S]*?(<!-- end of plan -->)/
    const [, , path = ''] = marked.exec(readme) ?? []
    const plan = readFileSync(join(root, path), 'utf8')
    const fresh = readme.replace(marked, (_, begin, __, end) => `${begin}\`\`\`text\n${plan}\`\`\`\n${end}`)
    await expect(fresh).toMatchFileSnapshot(join(root, 'README.md'))
    expect(plan.split('\n').length).toBeLessThan(40)
  })

  test('shows how the comment on a request begins', async () => {
    const marked = /(<!-- comment: (\S+) -->\n)[\s\S]*?(<!-- end of comment -->)/
    const [, , path = ''] = marked.exec(readme) ?? []
    const comment = readFileSync(join(root, path), 'utf8')
    const [begin = ''] = comment.split('\n<details>')
    const quoted = begin.trimEnd().replaceAll(/^/gm, '> ').replaceAll(/ +$/gm, '')
    const fresh = readme.replace(marked, (_, before, __, after) => `${before}${quoted}\n${after}`)
    await expect(fresh).toMatchFileSnapshot(join(root, 'README.md'))
    expect(quoted.split('\n').length).toBeLessThan(40)
  })

  test('UX-06 its start works as it stands there', async () => {
    const blocks = shellBlocks(readme)
    expect(blocks.map(({ heading }) => heading)).toEqual(['Five minutes'])
    const { code, output } = await runScript(`set -e\n${blocks[0]?.script}`)
    expect(code, output).toBe(0)
    expect(output).toContain('Chief operating officer')
    expect(output).toContain('proven')
  })
})

test('the example can be tried as its page says', async () => {
  const page = readFileSync(join(root, 'examples/tenants/README.md'), 'utf8')
  const { code, output } = await runScript(`cd '${root}'\nset -e\n${shellBlocks(page)[0]?.script}`)
  expect(code, output).toBe(0)
  expect(output).toContain('Tom Berg leaves')
})

describe('every page', () => {
  test.each(pages)('$path links to what is there', ({ path, text }) => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '')
    expect(links.filter((link) => !/^https?:/.test(link)).filter((link) => !leadsSomewhere(path, link))).toEqual([])
  })

  // The page of what is done also says what is not, and by which command it would be.
  const toType = pages.filter(({ path }) => path !== 'docs/coverage.md')
  test.each(toType)('$path names only commands that roster has', ({ text }) => {
    const named = [...text.matchAll(/(?:^|`|\n {4}|\$ )roster ([a-z]+(?:-[a-z]+)*)\b/g)].map((match) => match[1] ?? '')
    const files = ['program.ts', 'questions.ts', 'work.ts', 'loop.ts', 'history.ts'].map((file) => readFileSync(join(root, 'src/cli', file), 'utf8'))
    const known = files.join('\n')
    const commands = new Set([...known.matchAll(/\.command\('([a-z-]+)'/g)].map((match) => match[1]))
    expect([...new Set(named)].filter((name) => !commands.has(name))).toEqual([])
  })
})

function leadsSomewhere(page: string, link: string): boolean {
  const [file = '', anchor] = link.split('#')
  const target = file === '' ? join(root, page) : resolve(root, dirname(page), file)
  if (!existsSync(target)) return false
  return anchor === undefined || anchorsOf(readFileSync(target, 'utf8')).has(anchor)
}

/** The anchors that a git host makes of headings. */
function anchorsOf(text: string): ReadonlySet<string> {
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map((match) => match[1] ?? '')
  return new Set(headings.map((heading) => heading.toLowerCase().replaceAll(/[^\w\- ]/g, '').replaceAll(' ', '-')))
}
