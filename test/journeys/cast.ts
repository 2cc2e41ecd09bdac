import { expect } from 'vitest'
import { unfinished } from './inside.ts'
import type { Ended } from './program.ts'
import type { Stage } from './stage.ts'

/** The people and groups that most stories begin with. */
export const cast = {
  departments: 'sales: { name: Sales }\ndesk: { name: Service desk }\n',
  users: [
    'ana-li: { name: { first: Ana, last: Li }, department: sales, title: Lead, manager: ben-osei, phones: { work: "+31 20 555" }, address: { city: null }, groups: [vpn] }',
    'ben-osei: { name: { first: Ben, last: Osei }, department: desk, title: Head }',
    'eva-lo: { name: { first: Eva, last: Lo }, title: Clerk }',
    'tom-berg: { name: { first: Tom, last: Berg }, department: desk }',
    '',
  ].join('\n'),
  groups: [
    'staff: { name: Staff, description: Everybody, owner: ben-osei, members: { select: { all: true } } }',
    'vpn: { name: VPN, members: { groups: [nested] } }',
    'nested: { name: Nested, members: { users: [eva-lo] } }',
    '',
  ].join('\n'),
} as const

/** Runs roster, and says all it said when the exit code is another one. */
export async function ends(code: number, stage: Stage, ...words: readonly string[]): Promise<Ended> {
  const ended = await stage.roster(...words)
  expect(ended.code, `roster ${words.join(' ')}\n${ended.stdout}\n${ended.stderr}`).toBe(code)
  return ended
}

/** Applies what is declared to the end, and sees that nothing is left to do and that nothing drifted. */
export async function settle(stage: Stage): Promise<void> {
  await ends(0, stage, 'apply', '--auto-approve')
  expect(await unfinished(stage)).toEqual([])
}

interface Told {
  readonly id: string
  readonly verb: string
  readonly kind: string
  readonly status: string
  readonly reason: string
  readonly summary: string
  readonly urgent?: boolean
}
interface Document {
  readonly digest: string
  readonly operations: readonly Told[]
  readonly unmanaged: readonly string[]
  readonly calendar: readonly { readonly date: string; readonly event: string; readonly address: string }[]
  readonly tenants: readonly { readonly tenant: string; readonly status: string; readonly exitCode: number }[]
  readonly findings: readonly {
    readonly slug: string
    readonly gate?: string
    readonly result: string
    readonly message: string
  }[]
}

/** The one document of a JSON run. */
export function documentOf({ stdout }: Ended): Document {
  return JSON.parse(stdout) as Document
}

/** What a plan of this moment, or of a later one, would do: ids of operations. */
export async function planned(stage: Stage, ...words: readonly string[]): Promise<readonly string[]> {
  const ended = await stage.roster('plan', '--json', ...words)
  return documentOf(ended).operations.map(({ id }) => id)
}
