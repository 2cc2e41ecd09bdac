import { DirectoryFault } from '../../model/fault.ts'
import type { Rule } from '../../ldap/rules.ts'
import type { AdSettings } from './settings.ts'

/** How roster fills an account of Active Directory. Names, state, expiry and proxyAddresses have places of their own. */
export const defaultMapping: Readonly<Record<string, string>> = {
  givenName: 'name.first',
  sn: 'name.last',
  displayName: 'displayName',
  mail: 'email',
  title: 'title',
  department: 'department.name',
  employeeID: 'employeeId',
  manager: 'manager',
  l: 'address.city',
  streetAddress: 'address.street',
  postalCode: 'address.postalCode',
  st: 'address.region',
  c: 'address.country',
  physicalDeliveryOfficeName: 'location',
  telephoneNumber: 'phones.work',
  mobile: 'phones.mobile',
  homePhone: 'phones.home',
  facsimileTelephoneNumber: 'phones.fax',
  pager: 'phones.pager',
  preferredLanguage: 'profile.language',
}

/** Why an attribute cannot be filled by a mapping. */
const reserved: Readonly<Record<string, string>> = {
  ...because('it is the name of the account: username, upn and users.cn say what it is', [
    'sAMAccountName',
    'userPrincipalName',
    'cn',
    'name',
    'distinguishedName',
  ]),
  ...because('it says whether the account works: state, ends and initialPasswords of users.yaml and tenant.yaml do', [
    'userAccountControl',
    'accountExpires',
    'pwdLastSet',
    'lockoutTime',
    'unicodePwd',
    'userPassword',
    'dBCSPwd',
  ]),
  ...because('it is filled from email and emails', ['proxyAddresses']),
  ...because('it is what the domain knows the account by or lets it do, and is not to be written', [
    'objectClass',
    'objectCategory',
    'objectGUID',
    'objectSid',
    'sIDHistory',
    'primaryGroupID',
    'member',
    'memberOf',
    'adminCount',
    'nTSecurityDescriptor',
    'servicePrincipalName',
    'altSecurityIdentities',
    'msDS-AllowedToDelegateTo',
    'msDS-AllowedToActOnBehalfOfOtherIdentity',
    'msDS-KeyCredentialLink',
    'isCriticalSystemObject',
  ]),
}

function because(why: string, attributes: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(attributes.map((attribute) => [attribute.toLowerCase(), why]))
}

/** The defaults with the settings' own mapping put over them, before the schema is known. Throws DirectoryFault. */
export function mappingRules({ mapping, users }: AdSettings): readonly Rule[] {
  const rules = new Map<string, Rule>()
  const put = (attribute: string, path: string): void =>
    void rules.set(attribute.toLowerCase(), { attribute, paths: [path] })
  for (const [attribute, path] of Object.entries(defaultMapping)) put(attribute, path)
  for (const [attribute, mapped] of Object.entries(mapping)) {
    const why =
      attribute.toLowerCase() === users.stamp.toLowerCase()
        ? 'users.stamp keeps the note there that roster disabled an account'
        : reserved[attribute.toLowerCase()]
    if (why !== undefined)
      throw new DirectoryFault('refused', `mapping: ${attribute} is not for mapping: ${why}. Take the line out.`)
    if (mapped === null) rules.delete(attribute.toLowerCase())
    else put(attribute, typeof mapped === 'string' ? mapped : mapped.from)
  }
  return [...rules.values()]
}
