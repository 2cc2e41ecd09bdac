import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { remoteBranch } from '../../../src/git/branch.ts'
import { commitTime, commitTree } from '../../../src/cli/commit-tree.ts'
import { requestFor, type Requested } from '../../../src/cli/drift/request.ts'
import type { Look } from '../../../src/cli/drift/look.ts'
import { withLook, isUnlookable } from '../../../src/cli/drift/tenants.ts'
import { Bench } from '../../reconciler/bench.ts'
import { MemoryForge } from './memory-forge.ts'

/** Files as people write them: comments, blanks and odd spellings that nobody may touch. */
export const files: Readonly<Record<string, string>> = {
  'tenant.yaml': [
    'name: Acme',
    'timezone: Europe/Berlin',
    'directories: { hq: { provider: local, mode: authoritative, users: { placement: department, disabledBase: leavers } } }',
    '',
  ].join('\n'),
  'departments.yaml': 'desk: { name: Desk }\nfield: { name: Field }\n',
  'templates.yaml': 'clerk: { applies: continuous, attributes: { location: Rome }, groups: [printers] }\n',
  'users.yaml': [
    '# People of Acme.',
    'ana-li:',
    '  name: { first: Ana, last: Li } # since 2019',
    '  email:   ana.li@acme.example',
    '  title:     Lead   # decided in May',
    '  manager: ben-osei',
    '  department: desk',
    '  groups: [vpn, admins]',
    '',
    'ben-osei: { name: { first: Ben, last: Osei }, email: ben.osei@acme.example, phones: { work: "+31 20" } }',
    'eva-lo: {name: {first: \'Eva\', last: "Lo"}, email: eva.lo@acme.example, template: clerk}',
    'kim-gone:',
    '  name: { first: Kim, last: Gone }',
    '  email: kim.gone@acme.example',
    '  state: disabled # left in June',
    ...['fay', 'gil', 'hana', 'ivo', 'jan', 'lea'].map(
      (id) => `${id}: { displayName: ${id}, email: ${id}@acme.example }`,
    ),
    '',
  ].join('\n'),
  'groups.yaml': [
    'vpn: { description: Remote access, members: { users: [ben-osei] } }',
    '# Whoever is in here may do everything.',
    'admins: { privileged: true }',
    'printers: {}',
    '',
  ].join('\n'),
}

/** A workspace in git with a remote, a directory behind it, and a forge that remembers. */
export class Desk {
  readonly bench = new Bench()
  readonly remote = mkdtempSync(join(tmpdir(), 'roster-remote-'))
  readonly forge = new MemoryForge()
  readonly repository: { readonly root: string; readonly env: Readonly<Record<string, string | undefined>> }

  constructor() {
    this.repository = { root: this.bench.root, env: { PATH: process.env['PATH'], HOME: process.env['HOME'] } }
    onTestFinished(() => {
      this.bench.close()
      rmSync(this.remote, { recursive: true, force: true })
    })
  }

  get live(): ReturnType<Bench['live']> {
    return this.bench.live()
  }

  write(path: string, text: string): void {
    const file = join(this.bench.root, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }

  /** Lets gates pass for a day. */
  acknowledge(...gates: readonly string[]): void {
    const expires = new Date(this.bench.now.getTime() + 86_400_000).toISOString()
    const lines = gates.map(
      (gate, at) => `a${at}: { gate: ${gate}, max: 9, reason: first day, approver: leads, expires: ${expires} }\n`,
    )
    this.write('tenants/acme/acknowledgements.yaml', lines.join(''))
  }

  text(name: string): string {
    return readFileSync(join(this.bench.root, 'tenants/acme', name), 'utf8')
  }

  git(...args: readonly string[]): string {
    const words = ['-c', 'user.name=Eva Lo', '-c', 'user.email=eva@acme.example', ...args]
    return execFileSync('git', words, { cwd: this.bench.root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  }

  /** Commits everything, and pushes it to main. */
  push(message = 'files'): void {
    this.git('add', '.')
    this.git('commit', '--quiet', '--allow-empty', '-m', message)
    this.git('push', '--quiet', 'origin', 'HEAD:main')
  }

  /** A file of the branch of the request. */
  onBranch(name: string): string {
    this.git('fetch', '--quiet', 'origin')
    return this.git('show', `origin/roster/drift/acme:tenants/acme/${name}`)
  }

  branchTip(): string {
    return this.git('ls-remote', 'origin', 'refs/heads/roster/drift/acme').split('\t')[0] ?? ''
  }

  look<T>(work: (look: Look) => Promise<T>): Promise<T> {
    return withLook(this.bench.run(), 'acme', work).then((found) => {
      if (typeof found === 'object' && found !== null && isUnlookable(found)) throw new Error(JSON.stringify(found))
      return found
    })
  }

  async request(): Promise<Requested> {
    const tip = (await remoteBranch(this.repository, 'origin', 'main').tip()) ?? ''
    const base = { name: 'main', tip, at: await commitTime(this.repository, tip) }
    const tree = await commitTree(this.repository, tip)
    const desk = { forge: this.forge, repository: this.repository, base }
    const found = await withLook(this.bench.run(), 'acme', (look) => requestFor(look, desk), tree)
    if (isUnlookable(found)) throw new Error(JSON.stringify(found))
    return found
  }
}

/** A desk where everything is as it was declared and applied. */
export async function settledDesk(own: Readonly<Record<string, string>> = {}): Promise<Desk> {
  const desk = new Desk()
  for (const [name, text] of Object.entries({ ...files, ...own })) desk.write(`tenants/acme/${name}`, text)
  desk.write('.gitignore', '.roster\n')
  desk.acknowledge('privilegedGain')
  execFileSync('git', ['init', '--quiet', '--bare', desk.remote])
  desk.git('init', '--quiet', '--initial-branch=main')
  desk.git('remote', 'add', 'origin', desk.remote)
  // Whoever is disabled was there before.
  const users = desk.text('users.yaml')
  for (const text of [users.replaceAll(/state: disabled/g, 'state: active'), users]) {
    desk.write('tenants/acme/users.yaml', text)
    const { exitCode, plan } = await desk.bench.apply()
    if (exitCode !== 0) throw new Error(JSON.stringify([plan.findings, plan.diagnostics], undefined, 1))
  }
  desk.bench.write('tenants/acme/acknowledgements.yaml', undefined)
  desk.push()
  return desk
}
