import type { Capabilities } from '../provider.ts'

const noContainers = { cannot: 'Entra ID keeps people and groups side by side, without containers' } as const
const noSwitch = { cannot: 'a group is not switched on or off; out of use it is one without members' } as const

/** What Entra ID can, through Microsoft Graph. */
export const entraCapabilities: Capabilities = {
  'organizationalUnit.create': noContainers,
  'organizationalUnit.update': noContainers,
  'organizationalUnit.rename': noContainers,
  'organizationalUnit.delete': noContainers,
  'user.create': true,
  'user.update': true,
  'user.rename': true,
  'user.enable': true,
  'user.disable': true,
  'user.delete': true,
  'user.restore': true,
  'user.resetPassword': true,
  'user.revokeSessions': true,
  'group.create': true,
  'group.update': true,
  'group.rename': true,
  'group.enable': noSwitch,
  'group.disable': noSwitch,
  'group.delete': true,
  'membership.grant': true,
  'membership.revoke': true,
  'licence.grant': true,
  'licence.revoke': true,
  'policy.create': true,
  'policy.update': true,
  'policy.delete': true,
  'policy.grant': true,
  'policy.revoke': true,
}
