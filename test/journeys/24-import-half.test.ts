import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Samba } from '../servers/samba.ts'
import { startSamba } from '../servers/samba.ts'
import { Newcomer, trouble } from './newcomer.ts'
import { groupNames, population, seededDomain } from './seeded-domain.ts'
import { place } from './seeded-places.ts'
import { seededTenant, standing, variablesFor } from './seeded-tenant.ts'
import type { Door } from './seeded-tenant.ts'

const { ldif, people } = seededDomain()
let server: Samba
let door: Door
beforeAll(async () => {
  server = await startSamba({ load: ldif })
  const units = [place.people, place.leavers, place.groups]
  const [reader, writer] = [server.account('reader'), server.account('writer', { write: units })]
  door = { url: server.url, caFile: server.caFile, reader, writer }
})
afterAll(() => server.stop())

/** Half of the departments, as somebody names them at a terminal. */
const half = ['Sales', 'Sales, EMEA', 'R&D: Lab', 'Büro "Süd" #3', 'Продажи', 'NO']
const units = half.map((name) => `OU=${name.replaceAll(/[,"#]/g, String.raw`\$&`)}`)
const chosen = people.filter(({ department, dn }) => half.includes(department) && !dn.endsWith(place.leavers)).length

test(
  'UX-02 half of a domain is declared, and the other half stays as it is, whatever the mode',
  { timeout: 300_000 },
  async () => {
    const before = standing(server)
    const me = new Newcomer(variablesFor(door))
    await me.begins(seededTenant(door, { mode: 'authoritative', placement: 'keep' }))
    const first = await me.imports('--select', ...units)
    expect(first.declared.users.length).toBe(chosen)
    expect(first.atRisk).toBeGreaterThan(0)
    const authoritative = await me.plans()
    expect(trouble(authoritative)).toEqual([])
    expect(authoritative.findings.map(({ slug }) => slug)).toContain('would-remove')
    expect(authoritative.unmanaged.length).toBe(first.leftAlone.length)
    me.write('tenants/lab/tenant.yaml', seededTenant(door, { mode: 'additive', placement: 'keep' }))
    expect(await me.does('apply', '--tenant', 'lab', '--auto-approve')).toContain('nothing was written')
    await me.does('plan', '--tenant', 'lab', '--detailed-exitcode')
    // The rest comes later, into files that are there already.
    const kept = me.files()
    const rest = await me.imports()
    expect(rest.known.people).toBe(chosen)
    expect(rest.declared.users.length).toBe(population.people - chosen)
    expect(first.declared.groups.length + rest.declared.groups.length).toBe(groupNames.length)
    for (const [name, text] of Object.entries(kept)) expect(withoutNew(me.files()[name] ?? '', text)).toBe(text)
    expect(trouble(await me.plans())).toEqual([])
    expect(standing(server)).toBe(before)
  },
)

/** A file without the lines that came in: what is left of it must be the file as it was. */
function withoutNew(text: string, before: string): string {
  const old = before.split('\n')
  let at = 0
  return text
    .split('\n')
    .filter((line) => line === old[at] && ++at > 0)
    .join('\n')
}
