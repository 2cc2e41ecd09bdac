import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Chapter, Row } from '../measure/row.ts'
import { against, named, told } from '../measure/row.ts'
import { sideBySide } from '../measure/side-by-side.ts'
import { ldifOf, line } from '../workspace/ldif.ts'
import type { BenchTenant } from '../workspace/people.ts'
import { benchTenant } from '../workspace/people.ts'
import { writeLdapWorkspace } from '../workspaces.ts'
import type { Scene } from './server.ts'
import { inScene, openScene, tool } from './server.ts'

/** Applying changes to slapd, against ldapmodify with the LDIF of the same changes. */
export async function applyChapter(folder: string, rounds: number): Promise<Chapter> {
  const changes = await changeRows(join(folder, 'apply-changes'), rounds)
  const arrivals = await arrivalRows(join(folder, 'apply-arrivals'), rounds)
  return {
    title: 'Apply on slapd, every write on the disk (no dbnosync)',
    notes: [
      'Wall of the whole process: start, reading, planning, the gates, the ledger (synced), the writes, reading back. `ldapmodify` gets the LDIF ready-made, one modify a person and one a group.',
      '1,000 changes: 500 other titles, 500 memberships more, in a tenant of 1,000 people and 100 groups. 1,000 arrivals: 1,000 people, 5,000 memberships, 100 groups.',
    ],
    rows: [...changes, ...arrivals],
  }
}

async function changeRows(root: string, rounds: number): Promise<readonly Row[]> {
  const before = benchTenant(0, { people: 1_000, groups: 100 })
  const scene = await openScene(root, before, { sync: true })
  try {
    sideBySide(0, [{ name: 'adopt', command: inScene(scene, 'apply', '--auto-approve') }])
    cpSync(join(root, '.roster'), join(root, 'first'), { recursive: true })
    const after = changed(before)
    writeLdapWorkspace(root, after, scene.slapd)
    const [there, back] = [changesLdif(before, after, scene), changesLdif(after, before, scene)]
    const undo = (): void => {
      scene.slapd.modify(back)
      rmSync(join(root, '.roster'), { recursive: true })
      cpSync(join(root, 'first'), join(root, '.roster'), { recursive: true })
    }
    return rowsOf(scene, { rounds, ldif: there, undo, what: '1,000 changes' })
  } finally {
    await scene.slapd.stop()
  }
}

async function arrivalRows(root: string, rounds: number): Promise<readonly Row[]> {
  const tenant = benchTenant(0, { people: 1_000, groups: 100 })
  const scene = await openScene(root, tenant, { sync: true, isEmpty: true })
  try {
    const all = ldifOf(tenant, scene.slapd.base)
    const names = [...all.matchAll(/^dn: (.*)$/gm)].map(([, dn]) => dn ?? '')
    const remove = names.map((dn) => `dn: ${dn}\nchangetype: delete\n`).join('\n')
    const undo = (): void => {
      scene.slapd.modify(remove)
      rmSync(join(root, '.roster'), { recursive: true, force: true })
    }
    const ldif = all.replaceAll(/^(dn: .*)$/gm, '$1\nchangetype: add')
    return rowsOf(scene, { rounds, ldif, undo, what: '1,000 arrivals' })
  } finally {
    await scene.slapd.stop()
  }
}

interface Duel {
  readonly rounds: number
  readonly ldif: string
  /** Puts directory and ledger back to where they were. */
  readonly undo: () => void
  readonly what: string
}

function rowsOf(scene: Scene, { rounds, ldif, undo, what }: Duel): readonly Row[] {
  const file = join(scene.root, 'changes.ldif')
  writeFileSync(file, ldif)
  const costs = sideBySide(rounds, [
    { name: 'plan', command: inScene(scene, 'plan') },
    { name: 'apply', after: undo, command: inScene(scene, 'apply', '--auto-approve') },
    { name: 'ldapmodify', after: undo, command: { argv: tool('ldapmodify', scene, 'writer', '-f', file) } },
  ])
  const floor = { name: '`ldapmodify`', value: named(costs, 'ldapmodify').wall }
  return [
    against(`wall of apply, ${what}`, named(costs, 'apply').wall, { ...floor, atMost: 1.3 }),
    against(
      `wall of apply less that of a plan, ${what}`,
      named(costs, 'apply').wall - named(costs, 'plan').wall,
      floor,
    ),
    told(`apply, ${what}`, named(costs, 'apply')),
  ]
}

/** Every other person gets another title, and one group more. */
function changed(tenant: BenchTenant): BenchTenant {
  const people = tenant.people.map((person, index) => {
    if (index % 2 === 1) return person
    const more = tenant.groups.find((group) => !person.groups.includes(group)) ?? ''
    return { ...person, title: `Senior ${person.title}`, groups: [...person.groups, more].toSorted() }
  })
  return { ...tenant, people }
}

function changesLdif(from: BenchTenant, to: BenchTenant, { slapd }: Scene): string {
  const records: string[] = []
  const moved = { add: new Map<string, string[]>(), delete: new Map<string, string[]>() }
  for (const [index, now] of to.people.entries()) {
    const was = from.people[index]
    if (was === undefined || was === now) continue
    const dn = `uid=${now.id},ou=people,${slapd.base}`
    records.push(`dn: ${dn}\nchangetype: modify\nreplace: title\n${line('title', now.title)}\n`)
    for (const group of now.groups) if (!was.groups.includes(group)) note(moved.add, group, dn)
    for (const group of was.groups) if (!now.groups.includes(group)) note(moved.delete, group, dn)
  }
  for (const verb of ['add', 'delete'] as const) {
    for (const [group, dns] of moved[verb]) {
      const members = dns.map((dn) => `member: ${dn}\n`).join('')
      records.push(`dn: cn=${group},ou=groups,${slapd.base}\nchangetype: modify\n${verb}: member\n${members}`)
    }
  }
  return records.join('\n')
}

function note(groups: Map<string, string[]>, group: string, dn: string): void {
  groups.set(group, [...(groups.get(group) ?? []), dn])
}
