import { valuesOf } from '../../model/value.ts'
import type { Value } from '../../model/value.ts'
import type { ExpressedGroup, ExpressedUser } from '../provider.ts'
import { kindAttribute, kindOf } from './group-kind.ts'
import { firstValue } from './mapping.ts'
import type { Terms } from './terms.ts'

/** What Entra ID would refuse of an account or a group. One sentence each. */
export function entraProblems(object: ExpressedUser | ExpressedGroup, terms: Terms): readonly string[] {
  return object.kind === 'user' ? userProblems(object, terms) : groupProblems(object, terms)
}

function userProblems(user: ExpressedUser, terms: Terms): readonly string[] {
  const wished = { ...user.initial, ...user.attributes }
  return [
    ...(user.invites === undefined ? upnProblems(user.username, terms) : addressProblems(user.invites, terms)),
    ...Object.entries(wished).flatMap(([name, value]) => attributeProblems(name, value)),
  ]
}

/** https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-userprincipalname: 64 characters before the @, and these. */
const local = /^[A-Za-z0-9'._!#^~-]+$/

function upnProblems(upn: string, { domains }: Terms): readonly string[] {
  const quoted = `The UPN ${JSON.stringify(upn)}`
  const parts = upn.split('@')
  const [name = '', domain = ''] = parts
  if (parts.length !== 2 || name === '' || domain === '')
    return [`${quoted} is not of the form name@domain; write it so.`]
  return [
    ...(name.length > 64
      ? [`${quoted} has ${name.length} characters before the @, and Entra ID takes 64; write a shorter one.`]
      : []),
    ...(local.test(name)
      ? []
      : [
          `${quoted} holds a character that Entra ID does not take before the @: write letters without accents, digits, and . _ - ' ! # ^ ~.`,
        ]),
    ...(name.toUpperCase().includes('#EXT#')
      ? [`${quoted} is of the form that Entra ID gives to guests (#EXT#); write guest: true and their email instead.`]
      : []),
    ...(name.startsWith('.') || name.endsWith('.') || name.includes('..')
      ? [`${quoted} begins or ends in a dot, or has two side by side; take them out.`]
      : []),
    ...(domains.verified.has(domain.toLowerCase())
      ? []
      : [
          `${quoted} ends in ${domain}, which is no verified domain of this tenant (${[...domains.verified].toSorted().join(', ')}); verify it there, or write another.`,
        ]),
  ]
}

/** Nobody of our own domains is a guest here. */
function addressProblems(email: string, { domains }: Terms): readonly string[] {
  // Somebody who came long ago may have none.
  if (email === '') return []
  const [, domain = ''] = email.split('@')
  if (!/^[^@\s]+@[^@\s]+$/.test(email))
    return [`The address ${JSON.stringify(email)} of a guest is not of the form name@domain; write it so.`]
  if (!domains.verified.has(domain.toLowerCase())) return []
  return [`${email} is of this tenant’s own domain ${domain}: nobody is invited as a guest there. Take \`guest\` out.`]
}

/** Lengths by https://learn.microsoft.com/graph/api/resources/user */
const lengths: Readonly<Record<string, number>> = {
  displayName: 256,
  givenName: 64,
  surname: 64,
  jobTitle: 128,
  department: 64,
  employeeId: 16,
  officeLocation: 128,
  streetAddress: 1024,
  city: 128,
  state: 128,
  postalCode: 40,
  country: 128,
  mobilePhone: 64,
  companyName: 64,
  mailNickname: 64,
}

function attributeProblems(name: string, value: Value | null): readonly string[] {
  const values = valuesOf(value)
  const length = lengths[name]
  const long = values.find((each) => length !== undefined && each.length > length)
  const [first = ''] = values
  return [
    ...(long === undefined
      ? []
      : [`${name} takes ${length} characters, and ${JSON.stringify(long)} has ${long.length}; write less.`]),
    ...(name === 'usageLocation' && values.length > 0 && !/^[A-Za-z]{2}$/.test(first)
      ? [`usageLocation takes two letters (ISO 3166-1), not ${JSON.stringify(first)}; write the country so.`]
      : []),
    ...(name !== 'otherMails' && values.length > 1
      ? [`${name} takes one value and would get ${values.length}; choose one.`]
      : []),
  ]
}

function groupProblems({ name, attributes }: ExpressedGroup, { learnt, domains }: Terms): readonly string[] {
  const kind = kindOf(attributes[kindAttribute])
  const mail = firstValue(attributes['mail'])
  const quoted = JSON.stringify(name)
  return [
    ...(name.length > 256
      ? [`The name ${quoted} has ${name.length} characters, and Entra ID takes 256; write a shorter one.`]
      : []),
    ...(kind === 'distribution'
      ? [
          `The group ${quoted} is a distribution group: Exchange makes those, and Microsoft Graph cannot. Write kind: microsoft365, or make it in Exchange.`,
        ]
      : []),
    ...(kind === 'directoryRole' && learnt.roles.size > 0 && !learnt.roles.has(name.toLowerCase())
      ? [`There is no directory role ${quoted} in this tenant; write its name as Entra ID shows it (Global Reader).`]
      : []),
    ...(kind === 'security' && mail !== undefined
      ? [
          `The group ${quoted} would have the address ${mail}, and a security group has none; write kind: microsoft365, or take mail out.`,
        ]
      : []),
    ...(kind === 'microsoft365' && mail !== undefined ? addressOfGroup(mail, domains.default) : []),
  ]
}

/** A new group has its address in the default domain. */
function addressOfGroup(mail: string, domain: string): readonly string[] {
  if (mail.toLowerCase().endsWith(`@${domain}`)) return []
  return [`The address ${mail} of a group has to end in @${domain}, the default domain of the tenant; write it so.`]
}
