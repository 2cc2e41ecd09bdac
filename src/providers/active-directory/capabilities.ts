import { staysDeleted } from '../../ldap/deleted.ts'
import { lendsNothing } from '../../ldap/licences.ts'
import type { Capabilities } from '../provider.ts'

const unitsStay = {
  cannot: 'roster makes units and leaves them standing: others keep things of their own in them',
} as const
const noSwitch = { cannot: 'a group is not switched on or off; out of use it is one without members' } as const
const always = { cannot: 'a policy holds for whoever it names; out of use it names nobody' } as const

/** Why nobody can be signed out by a domain. */
export const noSessions = {
  cannot:
    'a domain keeps no list of sessions: a ticket that was given out holds until it runs out (10 hours, as a rule)',
} as const

/** What Active Directory can. */
export const adCapabilities: Capabilities = {
  'organizationalUnit.create': true,
  'organizationalUnit.update': { cannot: 'a unit has nothing to change but its name' },
  'organizationalUnit.rename': unitsStay,
  'organizationalUnit.delete': unitsStay,
  'user.create': true,
  'user.update': true,
  'user.rename': true,
  'user.enable': true,
  'user.disable': true,
  'user.delete': true,
  'user.restore': staysDeleted,
  'user.resetPassword': true,
  'user.revokeSessions': noSessions,
  'group.create': true,
  'group.update': true,
  'group.rename': true,
  'group.enable': noSwitch,
  'group.disable': noSwitch,
  'group.delete': true,
  'membership.grant': true,
  'membership.revoke': true,
  'licence.grant': lendsNothing,
  'licence.revoke': lendsNothing,
  'policy.create': true,
  'policy.update': true,
  'policy.rename': { cannot: 'a policy keeps the name it was made with' },
  'policy.enable': always,
  'policy.disable': always,
  'policy.delete': true,
  'policy.grant': true,
  'policy.revoke': true,
}
