import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { activeDirectoryPage } from '../../scripts/generate/active-directory.ts'
import { start } from '../journeys/program.ts'
import { startSamba } from '../servers/samba.ts'
import type { Samba } from '../servers/samba.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const page = readFileSync(join(root, 'docs/providers/active-directory.md'), 'utf8')

describe('docs/providers/active-directory.md', () => {
  test('says what the code says: npm run generate makes it', () => {
    expect(page).toBe(activeDirectoryPage(page))
  })

  test('names every setting', () => {
    const { $defs } = JSON.parse(readFileSync(join(root, 'schema/tenant.schema.json'), 'utf8')) as {
      $defs: Record<string, { properties: object }>
    }
    const settings = sectionOf('Settings')
    const names = ['adDirectory', 'adUsers', 'adGroups'].flatMap((part) => Object.keys($defs[part]?.properties ?? {}))
    const ofAll = ['provider', 'mode', 'dependsOn', 'users', 'groups']
    const missing = names.filter((name) => !ofAll.includes(name) && !new RegExp(`\\b${name}\\b`).test(settings))
    expect(names).toContain('stamp')
    expect(missing).toEqual([])
  })

  test('shows no message that roster does not have', () => {
    const folders = ['src/providers/active-directory', 'src/ldap'].map((folder) => join(root, folder))
    const sources = folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.ts'))
        .map((name) => readFileSync(join(folder, name), 'utf8')),
    )
    const shown = [...sectionOf('Troubleshooting').matchAll(/\*([^*]+)\*/g)].map((match) => match[1] ?? '')
    expect(shown.length).toBeGreaterThan(8)
    const parts = shown.flatMap((message) => message.split('...')).map((part) => part.trim().replace(/: ?$/, ''))
    expect(parts.filter((part) => !sources.some((source) => source.includes(part)))).toEqual([])
  })

  test('SEC-01 the rights it lists are enough for everything roster does there', { timeout: 120_000 }, async () => {
    const server = await startSamba()
    try {
      const base = server.unit()
      const units = ['Staff', 'Leavers', 'Groups'].map((unit) => `OU=${unit},${base}`)
      const [staff = '', leavers = '', groups = ''] = units
      server.tool('ldapadd', [], units.map((dn) => `dn: ${dn}\nobjectClass: organizationalUnit\n\n`).join(''))
      const [people, perAccount, placement, ofGroups, perGroup] = grantedOnSamba(server)
      const writer = server.account('roster-write', {
        entries: {
          [staff]: [people, perAccount, placement].join(''),
          [leavers]: [people, perAccount].join(''),
          [groups]: [ofGroups, perGroup].join(''),
        },
      })
      const stage = openStage(server, { base, reader: server.account('roster-read'), writer })
      try {
        for (const step of story) await stage.apply(step)
        const [account] = /^dn: .*$/m.exec(server.search('(sAMAccountName=ana.vos)', '1.1')) ?? []
        server.toolAs({ ...writer, dn: writer.upn }, 'ldapdelete', [account?.slice('dn: '.length) ?? ''])
        expect(server.search('(sAMAccountName=ana.vos)', '1.1')).not.toMatch(/^dn:/m)
        // And not for anything beside it.
        const other = server.unit()
        const add = `dn: CN=x,${other}\nchangetype: add\nobjectClass: user\nsAMAccountName: x\n`
        expect(() => server.toolAs({ ...writer, dn: writer.upn }, 'ldapmodify', [], add)).toThrow(/50|Insufficient/)
      } finally {
        stage.close()
      }
    } finally {
      await server.stop()
    }
  })
})

function sectionOf(heading: string): string {
  const [, text = ''] = page.split(`\n## ${heading}\n`)
  return text.split(/\n## /)[0] ?? ''
}

/** Entries of the page's table for Samba, row by row, each attribute with an entry of its own. */
function grantedOnSamba(server: Samba): readonly string[] {
  const rows = [...sectionOf('Rights').matchAll(/^\| (.*) \| `(\(.*\))` \|$/gm)]
  expect(rows).toHaveLength(5)
  return rows.map(([, where = '', entry = '']) => {
    const list = /\$(\w+)/.exec(where)?.[1]
    if (list === undefined) return entry
    const names = [...(new RegExp(`^\\$${list} = (.*)$`, 'm').exec(page)?.[1] ?? '').matchAll(/'(\w+)'/g)]
    return names.map(([, name = '']) => entry.replace('<attribute>', schemaGuid(server, name))).join('')
  })
}

/** schemaIDGUID as SDDL writes it: its first three parts are kept with the lowest byte first (MS-DTYP 2.3.4.2). */
function schemaGuid(server: Samba, attribute: string): string {
  const place = `CN=Schema,CN=Configuration,${server.baseDn}`
  const asked = ['-LLL', '-o', 'ldif-wrap=no', '-b', place, `(lDAPDisplayName=${attribute})`, 'schemaIDGUID']
  const bytes = Buffer.from(/^schemaIDGUID:: (.*)$/m.exec(server.tool('ldapsearch', asked))?.[1] ?? '', 'base64')
  for (const [from, to] of [
    [0, 4],
    [4, 6],
    [6, 8],
  ])
    bytes.subarray(from, to).reverse()
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

interface Step {
  readonly users: string
  readonly groups: string
}

const ben = 'ben: { name: { first: Ben, last: Osei }, department: sales, groups: [vpn] }\n'

/** Every attribute of the map, both names, place, groups of all sorts, disabling and enabling. */
const story: readonly Step[] = [
  {
    users: `${ana({ last: 'Li', department: 'sales', mark: '1', ends: '2030-01-01' })}  groups: [vpn]\n${ben}`,
    groups:
      'vpn: { name: VPN users, description: For Ben, owner: ben }\nall: { name: All, kind: distribution, scope: universal, members: { groups: [vpn] } }\n',
  },
  {
    users: `${ana({ last: 'Vos', department: 'operations', mark: '2', ends: 'null' })}  manager: ben\n${ben}`,
    groups:
      'vpn: { name: VPN people, description: For Ana, owner: ana, scope: universal }\nall: { name: All, kind: security, scope: universal, members: { groups: [vpn] } }\n',
  },
  {
    users: `ana: { name: { first: Ana, last: Vos }, department: operations, state: disabled }\n${ben}`,
    groups: 'vpn: { name: VPN people, description: For Ana, owner: ana, scope: universal }\n',
  },
  {
    users: `ana: { name: { first: Ana, last: Vos }, department: operations }\n${ben}`,
    groups: 'vpn: { name: VPN people, description: For Ana, owner: ana, scope: universal }\n',
  },
]

function ana({ last, department, mark, ends }: Readonly<Record<'last' | 'department' | 'mark' | 'ends', string>>): string {
  return [
    'ana:',
    `  name: { first: Ana, last: ${last} }`,
    `  email: ana.${last}@lab.example`,
    `  emails: [{ address: a.${last}@lab.example }]`,
    `  department: ${department}`,
    `  title: Clerk ${mark}`,
    `  employeeId: "E${mark}"`,
    `  location: Room ${mark}`,
    `  address: { street: Street ${mark}, city: City ${mark}, postalCode: "P${mark}", region: R${mark}, country: ${mark === '1' ? 'NL' : 'BE'} }`,
    `  phones: { work: "+1${mark}", mobile: "+2${mark}", home: "+3${mark}", fax: "+4${mark}", pager: "+5${mark}" }`,
    '  profile: { language: nl }',
    `  ends: ${ends}`,
    '',
  ].join('\n')
}

interface Cast {
  readonly base: string
  readonly reader: { readonly upn: string; readonly password: string }
  readonly writer: { readonly upn: string; readonly password: string }
}

function openStage(
  server: Samba,
  { base, reader, writer }: Cast,
): { readonly apply: (step: Step) => Promise<void>; readonly close: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'roster-rights-'))
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const variables = { READ: reader.password, WRITE: writer.password, CA: server.caFile, XDG_CACHE_HOME: folder }
  write('roster.yaml', 'version: 1\norganisation: Rights\n')
  write(
    'tenants/acme/tenant.yaml',
    `name: Acme
domains: [lab.example]
naming: { username: "{first}.{last}", upn: "{username}@lab.example" }
directories:
  ad:
    provider: active-directory
    mode: authoritative
    url: ${server.url}
    base: ${base}
    tls: { ca: { env: CA } }
    credentials:
      read: { bindDn: "${reader.upn}", password: { env: READ } }
      write: { bindDn: "${writer.upn}", password: { env: WRITE } }
    users: { base: OU=Staff, disabledBase: OU=Leavers, placement: department }
    groups: { base: OU=Groups }
`,
  )
  write('tenants/acme/departments.yaml', 'sales: { name: Sales }\noperations: { name: Operations }\n')
  return {
    apply: async ({ users, groups }) => {
      write('tenants/acme/users.yaml', users)
      write('tenants/acme/groups.yaml', groups)
      const applied = await start(['-C', folder, 'apply', '--auto-approve'], variables).ended
      expect(applied.code, applied.stdout + applied.stderr).toBe(0)
      const next = await start(['-C', folder, 'plan', '--detailed-exitcode'], variables).ended
      expect(next.code, next.stdout + next.stderr).toBe(0)
    },
    close: () => rmSync(folder, { recursive: true }),
  }
}
