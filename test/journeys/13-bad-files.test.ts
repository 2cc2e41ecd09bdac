import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { localSetting } from './local-setting.ts'
import type { Stage } from './stage.ts'
import { openStage } from './stage.ts'

/** One mistake, or attack, in the files. */
interface Case {
  readonly what: string
  readonly write: (stage: Stage) => void
  /** Where it is told: file, and line and column where one is told apart from the others. */
  readonly at: RegExp
  /** What is said, and what to do about it. */
  readonly says: readonly RegExp[]
}

const users = (text: string) => (stage: Stage) => stage.declare({ users: text })
const usersAt = (line: number): RegExp => new RegExp(String.raw`tenants/acme/users\.yaml:${line}:\d+`)
const person = (id: string, more: string): string => `${id}: { name: { first: A, last: ${id} }, ${more} }\n`

const ldapBlock = (base: string): string =>
  `    provider: ldap
    mode: authoritative
    url: ldap://127.0.0.1:389
    base: ${base}
    credentials: { read: { bindDn: "cn=r,dc=lab,dc=example", password: { env: R } } }
    users: { base: ou=people }
    groups: { base: ou=groups }
`

const cases: readonly Case[] = [
  {
    what: 'two directories of one server overlap',
    write: (stage) => {
      stage.write('tenants/acme/tenant.yaml', `name: Acme\ndirectories:\n  hq:\n${ldapBlock('"dc=lab,dc=example"')}`)
      stage.write('tenants/zoo/tenant.yaml', `name: Zoo\ndirectories:\n  main:\n${ldapBlock('"DC=Lab, DC=Example"')}`)
      stage.write('tenants/zoo/users.yaml', person('kim', 'title: x'))
    },
    at: /tenants\/(acme|zoo)\/tenant\.yaml:\d+:\d+/,
    says: [/overlap/i],
  },
  {
    what: 'one UPN in different case',
    write: users(person('ana', 'upn: "Li@x.example"') + person('ben', 'upn: "lI@X.example"')),
    at: usersAt(2),
    says: [/duplicate-upn/, /ana/],
  },
  {
    what: 'a circle of managers',
    write: users(person('ana', 'manager: ben') + person('ben', 'manager: eva') + person('eva', 'manager: ana')),
    at: usersAt(1),
    says: [/manager-cycle/],
  },
  {
    what: 'a group in itself',
    write: (stage) => stage.declare({ groups: 'staff: { name: Staff, members: { groups: [staff] } }\n' }),
    at: /tenants\/acme\/groups\.yaml:1:\d+/,
    says: [/staff/],
  },
  {
    what: 'a reference to another tenant',
    write: (stage) => {
      stage.write('tenants/zoo/tenant.yaml', 'name: Zoo\ndirectories: { main: { provider: local } }\n')
      stage.write('tenants/zoo/groups.yaml', 'keepers: { name: Keepers }\n')
      stage.declare({ users: person('ana', 'groups: [keepers]') })
    },
    at: usersAt(1),
    says: [/cross-tenant|unknown-group/, /keepers/],
  },
  {
    what: 'a link in place of a file',
    write: (stage) => {
      rmSync(join(stage.folder, 'tenants/acme/users.yaml'), { force: true })
      symlinkSync('/etc/passwd', join(stage.folder, 'tenants/acme/users.yaml'))
    },
    at: /tenants\/acme\/users\.yaml/,
    says: [/link/],
  },
  {
    what: 'a link in place of a folder',
    write: (stage) => symlinkSync('/etc', join(stage.folder, 'tenants/acme/users')),
    at: /tenants\/acme\/users/,
    says: [/link/],
  },
  {
    what: 'an alias bomb',
    write: users(
      Array.from(
        { length: 12 },
        (_, i) =>
          `k${i}: &a${i} [${Array(9)
            .fill(i === 0 ? 'x' : `*a${i - 1}`)
            .join(', ')}]\n`,
      ).join(''),
    ),
    at: usersAt(1),
    says: [/anchor|alias/],
  },
  {
    what: '40,000 keys that are one',
    write: users(Array.from({ length: 40_000 }, () => 'ana: { title: x }\n').join('')),
    at: usersAt(2),
    says: [/twice|duplicate/i, /line 1|:1/],
  },
  {
    what: '__proto__ as an id',
    write: users('__proto__: { title: x }\nconstructor: { title: x }\n'),
    at: usersAt(1),
    says: [/__proto__/],
  },
  {
    what: '__proto__ as a property',
    write: users('ana: { __proto__: { admin: true }, name: { first: A, last: B } }\n'),
    at: usersAt(1),
    says: [/__proto__/],
  },
  {
    what: 'letters that turn the reading direction',
    write: users(person('ana', 'title: "Clerk \u202Enimda"')),
    at: usersAt(1),
    says: [/202E/i],
  },
  {
    what: 'letters that are not seen',
    write: users(person('ana', 'title: "Cl\u200Berk"')),
    at: usersAt(1),
    says: [/200B/i],
  },
  {
    what: 'NUL in a DN',
    write: (stage) =>
      stage.write(
        'tenants/acme/tenant.yaml',
        `name: Acme\ndirectories:\n  hq:\n${ldapBlock('"dc=lab\\0,dc=example"')}`,
      ),
    at: /tenants\/acme\/tenant\.yaml:7:\d+/,
    says: [/U\+0000|0000|control/i],
  },
  {
    what: 'a filter as a username',
    write: users(person('ana', 'username: "*)(|(objectClass=*"')),
    at: usersAt(1),
    says: [/username/],
  },
  {
    what: 'a filter as an id',
    write: users('"*)(|(objectClass=*": { name: { first: A, last: B } }\n'),
    at: usersAt(1),
    says: [/id/],
  },
  {
    what: 'a username of two lines',
    write: users(person('ana', 'username: "ana\\nmember: cn=admin"')),
    at: usersAt(1),
    says: [/username/],
  },
  {
    what: 'a base that is no DN',
    write: (stage) =>
      stage.write('tenants/acme/tenant.yaml', `name: Acme\ndirectories:\n  hq:\n${ldapBlock('"*)(|(objectClass=*"')}`),
    at: /tenants\/acme\/tenant\.yaml:3:\d+/,
    says: [/directory-settings/, /base/],
  },
  {
    what: 'an address that is none',
    write: (stage) =>
      stage.write(
        'tenants/acme/tenant.yaml',
        `name: Acme\ndirectories:\n  hq:\n${ldapBlock('"dc=lab"').replace('ldap://127.0.0.1:389', 'ldap.example')}`,
      ),
    at: /tenants\/acme\/tenant\.yaml:\d+:\d+/,
    says: [/url/],
  },
  {
    what: 'a folder above',
    write: (stage) =>
      stage.write(
        'tenants/acme/tenant.yaml',
        'name: Acme\ndirectories: { hq: { provider: local, file: ../../../../etc/roster.json } }\n',
      ),
    at: /tenants\/acme\/tenant\.yaml:2:\d+/,
    says: [/file/],
  },
]

describe.each(cases)('$what', ({ write, at, says }) => {
  test('is told with its place and what to do, at once, and nothing is written', () => {
    const stage = openStage(localSetting)
    try {
      stage.declare({ users: person('ana', 'title: x') })
      write(stage)
      const before = filesOf(stage)
      for (const words of [['validate'], ['plan'], ['apply', '--auto-approve', '--tenant', 'acme']]) {
        const { code, cpu, text } = timed(stage, words)
        expect(code, text).toBe(3)
        expect(text).toMatch(at)
        for (const said of says) expect(text).toMatch(said)
        expect(text).not.toContain('This is a bug')
        expect(text.split('\n').length).toBeLessThan(1500)
        expect(cpu, `seconds of CPU of roster ${words[0]}`).toBeLessThan(3)
      }
      expect(filesOf(stage)).toEqual(before)
      expect(existsSync(join(stage.folder, '.roster'))).toBe(false)
    } finally {
      stage.close()
    }
  })
})

test('a filter in a value is a value like others', async () => {
  const stage = openStage(localSetting)
  try {
    stage.declare({ users: person('ana', 'title: "*)(|(objectClass=*"') })
    expect((await stage.roster('apply', '--auto-approve')).code).toBe(0)
    expect(stage.setting.picture().people['a.ana']?.attributes['title']).toBe('*)(|(objectClass=*')
  } finally {
    stage.close()
  }
})

const program = fileURLToPath(new URL('../../bin/roster.js', import.meta.url))

/** Runs roster under the shell's own clock. */
function timed(
  stage: Stage,
  words: readonly string[],
): { readonly code: number | null; readonly cpu: number; readonly text: string } {
  const argv = [
    '-c',
    'TIMEFORMAT="CPU %U %S"; time "$@"',
    'bash',
    process.execPath,
    program,
    '-C',
    stage.folder,
    ...words,
  ]
  const { status, stdout, stderr } = spawnSync('bash', argv, { encoding: 'utf8' })
  const [, user = '0', system = '0'] = /CPU ([\d.]+) ([\d.]+)/.exec(stderr) ?? []
  return { code: status, cpu: Number(user) + Number(system), text: stdout + stderr }
}

function filesOf(stage: Stage): string {
  const sums = execFileSync('sh', ['-c', 'find . -type f | sort | xargs sha256sum'], {
    cwd: stage.folder,
    encoding: 'utf8',
  })
  return `${readdirSync(stage.folder, { recursive: true, encoding: 'utf8' }).toSorted().join('\n')}\n${sums}`
}
