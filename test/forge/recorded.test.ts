import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { openGithub } from '../../src/forge/github.ts'
import type { Forge } from '../../src/forge/forge.ts'
import { Secret } from '../../src/model/secret.ts'

/** One exchange with the real GitHub, as @octokit/fixtures holds it. */
interface Exchange {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly response: unknown
  readonly headers: Readonly<Record<string, string | number>>
}

// Read as files: the package itself puts itself before every request of the process.
const scenarios = new URL('scenarios/api.github.com/', import.meta.resolve('@octokit/fixtures'))

function recorded(scenario: string): readonly Exchange[] {
  return JSON.parse(
    readFileSync(new URL(`${scenario}/normalized-fixture.json`, scenarios), 'utf8'),
  ) as readonly Exchange[]
}

const open: Server[] = []
afterEach(() => {
  for (const server of open.splice(0)) server.close()
})

/** Gives recorded answers in the order they are asked for by method and the end of the path. */
async function replayed(owner: string, exchanges: readonly (Exchange & { readonly as: RegExp })[]): Promise<Forge> {
  const left = [...exchanges]
  const server = createServer((request, response) => {
    const at = left.findIndex(({ method, as }) => method.toUpperCase() === request.method && as.test(request.url ?? ''))
    const found = at === -1 ? undefined : left.splice(at, 1)[0]
    const { link } = found?.headers ?? {}
    const here = `http://${request.headers.host ?? ''}`
    const next = typeof link === 'string' ? { link: link.replaceAll('https://api.github.com', here) } : {}
    response.writeHead(found?.status ?? 404, { 'content-type': 'application/json; charset=utf-8', ...next })
    response.end(JSON.stringify(found?.response ?? { message: 'Not Found' }))
  })
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return openGithub({
    api,
    repository: `octokit-fixture-org/${owner}`,
    token: new Secret('0'.repeat(40)),
    pace: { secondMs: 1 },
  })
}

test('issues over five recorded pages, whose links name the repository by its number', async () => {
  const pages = recorded('paginate-issues').map((exchange, at) => ({
    ...exchange,
    as: at === 0 ? /\/issues\?/ : new RegExp(`/repositories/1000/issues\\?.*page=${at + 1}$`),
  }))
  const forge = await replayed('paginate-issues', pages)
  const issues = await forge.issues('')
  expect(issues).toHaveLength(13)
  expect(issues.at(-1)).toMatchObject({
    number: 1,
    state: 'open',
    by: { login: 'octokit-fixture-user-a', isBot: false },
  })
})

test('a branch that is not protected, and one that is', async () => {
  const [none, first, second] = recorded('branch-protection')
  if (none === undefined || first === undefined || second === undefined) throw new Error('nothing is recorded')
  const rules = { method: 'get', path: '', status: 200, response: [], headers: {}, as: /\/rules\// }
  const read = (exchange: Exchange): typeof rules =>
    ({ ...exchange, method: 'get', as: /\/protection$/ }) as typeof rules
  const forge = await replayed('branch-protection', [read(none), rules, read(first), rules, read(second), rules])
  expect((await forge.protections('main')).branch).toBe('none')
  expect((await forge.protections('main')).branch).toMatchObject({
    requiredReviews: 0,
    enforcedForAdmins: false,
    deletions: false,
  })
  expect((await forge.protections('main')).branch).toMatchObject({
    requiredReviews: 1,
    dismissesStale: true,
    codeOwners: false,
  })
})

test('a recorded refusal is told in GitHub’s words', async () => {
  const [refused] = recorded('errors')
  if (refused === undefined) throw new Error('nothing is recorded')
  const forge = await replayed('errors', [{ ...refused, as: /\/issues$/ }])
  await expect(forge.openIssue({ title: 'x', body: '', labels: ['foo'] })).rejects.toThrow(
    'octokit-fixture-org/errors: could not open an issue. GitHub does not accept it (422): Validation Failed, {"resource":"Label","code":"invalid","field":"color"}.',
  )
})
