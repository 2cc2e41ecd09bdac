import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ldifOf } from '../../bench/workspace/ldif.ts'
import { benchTenant } from '../../bench/workspace/people.ts'
import { writeLdapWorkspace } from '../../bench/workspaces.ts'
import { start } from '../journeys/program.ts'
import { accounts, base, startSlapd } from '../servers/slapd.ts'

const variables = { BENCH_READ: accounts.reader.password, BENCH_WRITE: accounts.writer.password }

test('one member more in a group of 10,000 is one value in one modify', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'roster-one-member-'))
  const audit = join(folder, 'audit.ldif')
  const tenant = benchTenant(0, { people: 10_001, groups: 5 })
  const last = tenant.people.at(-1)?.id ?? ''
  // Everybody is in every one of the five groups; in the directory the last one is missing in one of them.
  const member = `member: uid=${last},ou=people,${base}\n`
  const group = `dn: cn=service-desk-collaboration-000,ou=groups,${base}`
  const load = ldifOf(tenant, base)
    .split('\n\n')
    .map((entry) => (entry.startsWith(group) ? `${entry}\n`.replace(member, '').trimEnd() : entry))
    .join('\n\n')
  const server = await startSlapd({ load, before: 'moduleload auditlog', after: `overlay auditlog\nauditlog ${audit}` })
  try {
    const root = join(folder, 'workspace')
    writeLdapWorkspace(root, tenant, server)
    writeFileSync(audit, '')
    const { code, stderr } = await start(['-C', root, 'apply', '--auto-approve'], variables).ended
    expect(code, stderr).toBe(0)
    const records = readFileSync(audit, 'utf8').split('\n\n')
    const writes = records.filter((record) => /^changetype: /m.test(record))
    expect(writes).toHaveLength(1)
    expect(writes[0]).toContain('changetype: modify')
    expect(writes[0]?.match(/^(add|delete|replace): .*$/gm)?.filter((line) => !/entryCSN|modif/.test(line))).toEqual([
      'add: member',
    ])
    expect(writes[0]?.match(/^member: .*$/gm)).toEqual([member.trim()])
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true })
  }
})
