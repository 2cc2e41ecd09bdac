import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { documentOf, put, roster } from './roster.ts'
import { deskTenant, deskUser, office } from './seats-world.ts'

function desk(): string {
  return office({
    'tenants/acme/tenant.yaml': deskTenant('Acme', 3),
    'tenants/acme/users.yaml': `${deskUser('ana-li')}${deskUser('ben-osei')}`,
  })
}

const list =
  '\uFEFFName;Email;Role;Status\r\nAna;ana-li@acme.example;Beginner;Active\r\nBen;BEN-OSEI@acme.example;Beginner;Active\r\nZed;zed@else.example;Admin;Inactive\r\n'

describe('roster observe', () => {
  test('says who is in the list, and what to look at next; as JSON it is one document', async () => {
    const cwd = desk()
    put(cwd, 'technicians.csv', list)
    const words = ['observe', 'desk', join(cwd, 'technicians.csv'), '--export', 'technicians']
    const { code, stdout, stderr } = await roster([...words, '--purchased', '3'], { cwd })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe(
      [
        'acme/desk from technicians.csv: 3 rows',
        '  ✓ 2 accounts of people of the files',
        '  · 1 account nobody declared: zed@else.example',
        '',
        'Everything is as it was agreed. Next: roster plan --tenant acme',
        '',
      ].join('\n'),
    )
    const again = await roster([...words, '--json'], { cwd })
    expect(again.code).toBe(0)
    expect(documentOf(again)).toMatchObject({ formatVersion: '1.0', kind: 'observation', rows: 3, unchanged: true })
    expect((await roster(['ledger', 'verify'], { cwd })).code).toBe(0)
  })

  test('what is not as agreed ends with 2, what is wrong in the list with 3, a list that is too short with 4', async () => {
    const cwd = desk()
    const read = async (text: string, ...more: readonly string[]): Promise<string> => {
      put(cwd, 'list.csv', text)
      const { code, stdout } = await roster(['observe', 'desk', 'list.csv', '--export', 'technicians', ...more], {
        cwd,
      })
      return `${code}\n${stdout}`
    }
    await read(list)
    expect(await read(list.replace('Ana;ana-li@acme.example;Beginner', 'Ana;ana-li@acme.example;Admin'))).toContain(
      '2\nacme/desk from list.csv: 3 rows\n  ✓ 2 accounts of people of the files\n  · 1 account nobody declared: zed@else.example\n  ~ Ana Li on Atera: has Admin, agreed is Beginner\n',
    )
    expect(await read(list, '--purchased', '9')).toContain('  ~ seats: the platform shows 9 paid, the ledger has 3\n')
    expect(await read(list.replace('Inactive', 'Frozen'))).toBe(
      '3\nacme/desk from list.csv: 3 rows\nrow 4, Status  error  "Frozen" is not a state that this list has. It has Active, Enabled, Yes, TRUE, Disabled, Inactive, Deactivated, No, FALSE, Invited, Pending, Invitation sent, Locked.\n\nNothing was written: 1 mistake in the list.\n',
    )
    expect(await read('Name;Email;Role;Status\r\nAna;ana-li@acme.example;Beginner;Active')).toContain(
      '4\nacme/desk from list.csv: 1 row\n  ✗ 2 of 3 accounts that are known are not in the list (ben-osei, zed@else.example)',
    )
  })

  test('a wrong command line ends with 64 and says what to write', async () => {
    const cwd = desk()
    put(cwd, 'list.csv', list)
    const wrong = async (...words: readonly string[]): Promise<string> => {
      const { code, stderr } = await roster(['observe', ...words], { cwd })
      return `${code} ${stderr}`
    }
    const technicians = ['--export', 'technicians']
    expect(await wrong('desk', 'list.csv')).toContain(
      '64 error: Atera has several lists: say which with --export technicians or contacts',
    )
    expect(await wrong('desk', 'list.csv', '--export', 'technician')).toContain(
      '64 error: Atera has no list technician. Did you mean technicians?',
    )
    expect(await wrong('dsk', 'list.csv', ...technicians)).toContain(
      '64 error: acme has no contract dsk with a platform. Did you mean desk?',
    )
    expect(await wrong('desk', 'lst.csv', ...technicians)).toContain('64 error: The list lst.csv cannot be read')
    for (const seats of ['-1', '2.5', 'many'])
      expect(await wrong('desk', 'list.csv', ...technicians, `--purchased=${seats}`)).toContain(
        `64 error: --purchased ${seats} is no number of seats.`,
      )
    expect(await wrong('desk', 'list.csv', ...technicians, '--accept', ' ')).toContain(
      '64 error: --accept asks for the reason',
    )
    expect(await wrong('desk', 'list.csv', ...technicians, '--by', 'nobody')).toContain(
      '64 error: --by nobody is no person of acme',
    )
    expect(await wrong('desk', 'list.csv', ...technicians, '--tenant', 'acm')).toContain('Did you mean acme?')
  })
})
