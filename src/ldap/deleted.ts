/** Why a server that speaks LDAP brings nobody back: what it keeps of the deleted, if anything, lacks what they had. */
export const staysDeleted = {
  cannot:
    'what is deleted here stays deleted, or comes back without what it held; whoever runs the directory restores it',
} as const
