import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { ends, settle } from './cast.ts'
import type { Stage } from './stage.ts'

const before = {
  departments: 'sales: { name: Sales }\ndesk: { name: Service desk }\n',
  users: [
    'ana-li: { name: { first: Ana, last: Li }, department: sales, title: Lead, groups: [vpn] }',
    'ben-osei: { name: { first: Ben, last: Osei }, department: desk }',
    'eva-lo: { name: { first: Eva, last: Lo }, title: Clerk }',
    'ida-ek: { name: { first: Ida, last: Ek }, title: Clerk }',
    'max-ott: { name: { first: Max, last: Ott }, state: suspended }',
    'tom-berg: { name: { first: Tom, last: Berg }, department: desk, groups: [vpn] }',
    'old-one: { name: { first: Old, last: One }, groups: [nested] }',
    '',
  ].join('\n'),
  groups: [
    'staff: { name: Staff, description: Everybody, owner: ben-osei, members: { select: { all: true } } }',
    'vpn: { name: VPN, members: { groups: [nested] } }',
    'nested: { name: Nested, members: { users: [eva-lo] } }',
    'gone: { name: Gone, members: { users: [ida-ek] } }',
    '',
  ].join('\n'),
}

/** Every kind and verb there is: joins, moves, new names, leavers, returns, new containers, groups that come and go. */
const after = {
  departments: `${before.departments}lab: { name: Lab }\n`,
  users: [
    'ana-li: { name: { first: Ana, last: Li }, department: lab, title: Chief, manager: kim-new, groups: [vpn] }',
    'ben-osei: { name: { first: Ben, last: Mensah }, department: desk }',
    'eva-lopez: { movedFrom: eva-lo, name: { first: Eva, last: Lo }, title: null }',
    'ida-ek: { name: { first: Ida, last: Ek }, title: Clerk, groups: [fresh] }',
    'max-ott: { name: { first: Max, last: Ott }, state: active }',
    'tom-berg: { name: { first: Tom, last: Berg }, department: desk, state: disabled, groups: [vpn] }',
    'kim-new: { name: { first: Kim, last: New }, department: lab, groups: [vpn, fresh] }',
    // A domain holds each name once in a container.
    'eva-lo-two: { name: { first: Eva, last: Lo }, displayName: Eva Lo the second, username: eva.lo2, manager: ana-li }',
    '',
  ].join('\n'),
  groups: [
    'staff: { name: Staff, description: All of us, owner: ana-li, members: { select: { all: true } } }',
    'vpn: { name: VPN access, members: { groups: [nested, fresh] } }',
    'nested: { name: Nested, members: { users: [eva-lopez] } }',
    'fresh: { name: Fresh, members: {} }',
    '',
  ].join('\n'),
}

/**
 * Brings a stage to the point where one apply has everything to do: an account whose grace is over, one that is disabled, and all
 * that the edited files ask for. Gives the plan's digest; the plan lies in plan.json.
 */
export async function everythingToDo(stage: Stage): Promise<string> {
  stage.tenant({ ...stage.options, deleteAfter: '0 minutes' })
  stage.declare({ ...before, users: before.users.replace(', state: suspended', '') })
  stage.acknowledge('usersRemoved', 'membershipsRemoved', 'groupMembersRemoved', 'population')
  await settle(stage)
  stage.declare(before)
  stage.tenant({ ...stage.options, deleteAfter: '30 days' })
  stage.declare({ users: before.users.replace(/^old-one.*\n/m, '') })
  await settle(stage)
  stage.tenant({ ...stage.options, deleteAfter: '0 minutes' })
  stage.declare(after)
  const { stdout } = await ends(0, stage, 'plan', '--json', '--out', join(stage.folder, 'plan.json'))
  return (JSON.parse(stdout) as { readonly digest: string }).digest
}

/** A copy of a folder that can be put back as often as needed. */
export function keep(folder: string, copy: string): { readonly putBack: () => void } {
  duplicate(folder, copy)
  return { putBack: () => duplicate(copy, folder) }
}

/** Holes stay holes: a database that reserves gigabytes holds a few pages. */
function duplicate(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true })
  execFileSync('cp', ['--archive', '--sparse=always', from, to])
}
