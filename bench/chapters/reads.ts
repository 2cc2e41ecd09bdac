import { join } from 'node:path'
import { repository } from '../measure/paths.ts'
import type { Chapter } from '../measure/row.ts'
import { against, memory, named, told } from '../measure/row.ts'
import { sideBySide } from '../measure/side-by-side.ts'
import { benchTenant } from '../workspace/people.ts'
import { openScene, passwords, tool } from './server.ts'

/** What the provider asks of every person. */
const attributes =
  'entryUUID uid cn sn givenName displayName mail title ou employeeNumber manager l street postalCode st physicalDeliveryOfficeName telephoneNumber mobile homePhone facsimileTelephoneNumber pager preferredLanguage pwdAccountLockedTime'

/** Reading a hundred thousand people from slapd. */
export async function readsChapter(folder: string, rounds: number): Promise<Chapter> {
  const root = join(folder, 'flat-L')
  const scene = await openScene(root, benchTenant(0, { people: 100_000, groups: 10 }))
  try {
    const pages = [
      '-E',
      'pr=1000/noprompt',
      '-LLL',
      '-b',
      `ou=people,${scene.slapd.base}`,
      '(objectClass=inetOrgPerson)',
    ]
    const argv = [process.execPath, repository('bench/measure/read.mjs'), root, scene.tenant.id, 'hq']
    const costs = sideBySide(rounds, [
      { name: 'read', peak: true, command: { argv, env: passwords } },
      {
        name: 'ldapsearch',
        command: { argv: tool('ldapsearch', scene, 'reader', ...pages, ...attributes.split(' ')) },
      },
    ])
    const floor = { name: '`ldapsearch`', value: named(costs, 'ldapsearch').cpu, atMost: 2.5 }
    return {
      title: 'Reading 100,000 people from slapd',
      notes: [
        'Both ask for the same attributes, in pages of 1,000. Nothing is kept: the memory shows that pages are streamed.',
      ],
      rows: [
        against('CPU of the reader, whole process', named(costs, 'read').cpu, floor),
        memory('memory of the reader', named(costs, 'read'), 200),
        told('the reader', named(costs, 'read')),
        told('`ldapsearch`', named(costs, 'ldapsearch')),
      ],
    }
  } finally {
    await scene.slapd.stop()
  }
}
