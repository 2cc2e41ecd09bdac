import { DirectoryFault } from '../../model/fault.ts'
import type { Schema } from '../../ldap/schema.ts'
import type { Rule } from '../../ldap/rules.ts'
import type { LdapSettings } from './settings.ts'

/** inetOrgPerson (RFC 2798) as roster fills it. uid holds the username and is not listed. */
const defaults: Readonly<Record<string, readonly string[]>> = {
  cn: ['displayName'],
  sn: ['name.last'],
  givenName: ['name.first'],
  displayName: ['displayName'],
  mail: ['email', 'emails'],
  title: ['title'],
  ou: ['department.name'],
  employeeNumber: ['employeeId'],
  manager: ['manager'],
  l: ['address.city'],
  street: ['address.street'],
  postalCode: ['address.postalCode'],
  st: ['address.region'],
  physicalDeliveryOfficeName: ['location'],
  telephoneNumber: ['phones.work'],
  mobile: ['phones.mobile'],
  homePhone: ['phones.home'],
  facsimileTelephoneNumber: ['phones.fax'],
  pager: ['phones.pager'],
  preferredLanguage: ['profile.language'],
}

/** posixAccount (RFC 2307), where users.objectClasses names it. */
const posix: Readonly<Record<string, readonly string[]>> = {
  uidNumber: ['posix.uidNumber'],
  gidNumber: ['posix.gidNumber'],
  homeDirectory: ['posix.homeDirectory'],
  loginShell: ['posix.loginShell'],
}

/** The defaults with the settings' own mapping put over them. Attributes go by the server's usual names. */
export function mappingRules(settings: LdapSettings, schema: Schema): readonly Rule[] {
  const hasPosix = settings.users.objectClasses.some((name) => name.toLowerCase() === 'posixaccount')
  const paths = new Map<string, readonly string[]>()
  const put = ([attribute, from]: readonly [string, readonly string[]]): void =>
    void paths.set(schema.nameOf(attribute), from)
  Object.entries({ ...defaults, ...(hasPosix ? posix : {}) }).forEach(put)
  for (const [attribute, mapped] of Object.entries(settings.mapping)) {
    if (/^(uid|userid|objectclass|userpassword)$/i.test(attribute)) {
      throw new DirectoryFault(
        'refused',
        `mapping: ${attribute} is not for mapping: uid holds the username, and classes and passwords have places of their own. Take the line out.`,
      )
    }
    if (mapped === null) paths.delete(schema.nameOf(attribute))
    else put([attribute, [typeof mapped === 'string' ? mapped : mapped.from]])
  }
  return [...paths].map(([attribute, from]) => ({ attribute, paths: from }))
}
