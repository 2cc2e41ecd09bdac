/** The kinds of object in a directory that an operation can be about. */
export type Kind = 'user' | 'group' | 'membership' | 'organizationalUnit' | 'policy' | 'licence'

/** The kinds that a directory lists as objects of their own (a membership is part of its group; policies and licences are read apart). */
export type ObjectKind = Exclude<Kind, 'membership' | 'policy' | 'licence'>

/** What is done once for a person, and leaves nothing that could be compared with what is declared. */
export type RunOnceVerb = 'resetPassword' | 'revokeSessions'

/** What an operation does. `rename` covers every change of name or place: username, UPN, relative name, container. */
export type Verb =
  | 'create'
  | 'update'
  | 'rename'
  | 'grant'
  | 'revoke'
  | 'enable'
  | 'disable'
  | 'delete'
  | 'restore'
  | RunOnceVerb

/** The kinds of thing on a platform, or for a person to do, that an operation can be about. */
export type PlatformKind = 'account' | 'role' | 'roleAssignment' | 'workOrder' | 'seat'

export type AnyKind = Kind | PlatformKind

export type PlatformVerb =
  | 'create'
  | 'invite'
  | 'update'
  | 'rename'
  | 'grant'
  | 'revoke'
  | 'enable'
  | 'disable'
  | 'delete'
  | 'purchase'
  | 'release'

/** `notify`: somebody is sent a message. */
export type AnyVerb = Verb | PlatformVerb | 'notify'
