/** Why nobody can be given a licence by a server that speaks LDAP. */
export const lendsNothing = {
  cannot: 'a server that speaks LDAP lends no licences: it keeps no count of units that were bought',
} as const
