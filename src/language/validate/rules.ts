import type { LoadRule } from '../load/rules.ts'
import { loadRules } from '../load/rules.ts'
import { accessRules } from './access/access-slugs.ts'
import { adoptionRules } from './adoption-rules.ts'
import { approvalRules } from './approval-rules.ts'
import { importRules } from './import-rules.ts'
import { leaveRules } from './leave-rules.ts'
import { licenceRules } from './licence-rules.ts'
import { platformRules } from './platform-slugs.ts'

/** Rules about the form of a document: what its schema asks for. */
const formRules = {
  'unknown-property': {
    title: 'A property that does not exist here',
    why: 'A misspelt property would otherwise be ignored in silence, and what it asks for never done.',
    fix: 'Write `manager: ben-osei`, not `manger: ben-osei`.',
  },
  'required-property': {
    title: 'A property is missing',
    why: 'Without it the entry does not say enough to be carried out.',
    fix: '`service-desk: { name: Service desk }`: a department has a name.',
  },
  'text-not-quoted': {
    title: 'A number, true or false where text is due',
    why: 'YAML changes such values before roster sees them: `0045123` becomes 45123, `1.10` becomes 1.1.',
    fix: 'Put quotes around it: `employeeId: "0045123"`.',
  },
  'wrong-type': {
    title: 'The wrong sort of value',
    why: 'Text, a list, a number and a map of properties are different things, and only one of them can be meant here.',
    fix: 'Write `groups: [vpn-users]`, not `groups: vpn-users`.',
  },
  'not-clearable': {
    title: '`null` where nothing can be cleared',
    why: '`null` takes a value away from the live object; this one is needed, or is not held by a directory.',
    fix: 'Remove the line to leave it unmanaged, write `[]` for an empty list, or write a value.',
  },
  'not-allowed': {
    title: 'A value that is not one of those allowed',
    why: 'The property takes one of a few words.',
    fix: 'Write `state: suspended`, not `state: suspend`.',
  },
  'wrong-form': {
    title: 'A value of the wrong form',
    why: 'Dates, durations, addresses and ids are written in one way, so that they can be read in one way.',
    fix: '`deleteAfter: 30 days`, `starts: 2026-12-01`, `email: ana.li@northwind.example`.',
  },
  'duplicate-item': {
    title: 'The same item twice in a list',
    why: 'One of the two is a slip, perhaps for something else.',
    fix: 'Remove one: `groups: [vpn-users, printers]`.',
  },
  'out-of-range': {
    title: 'A number outside its range',
    why: 'The number means nothing here.',
    fix: '`percent: 10` is between 0 and 100.',
  },
  'not-yet-supported': {
    title: 'Part of the language that this version does not carry out yet',
    why: 'What is ignored in silence would be taken for done.',
    fix: 'Remove it until a version of roster supports it.',
  },
  empty: {
    title: 'A value that is empty',
    why: 'An empty value could mean "leave it", "clear it" or "forgotten".',
    fix: 'Write the value; `null` to clear it; or remove the line to leave it unmanaged.',
  },
  'too-long': {
    title: 'A value that is too long',
    why: 'No directory takes it, or nobody could review it.',
    fix: 'Shorten it.',
  },
} as const satisfies Readonly<Record<string, LoadRule>>

/** Rules about names that point from one entry to another. */
const referenceRules = {
  'unknown-user': unknown('person', 'users.yaml', 'manager: ben-osei'),
  'unknown-group': unknown('group', 'groups.yaml', 'groups: [vpn-users]'),
  'unknown-department': unknown('department', 'departments.yaml', 'department: service-desk'),
  'unknown-template': unknown('template', 'templates.yaml or a library', 'template: technician'),
  'unknown-entity': unknown('entity', 'entities.yaml', 'select: { names: [fund-apac-1] }'),
  'unknown-access-group': unknown('access group', 'access-groups.yaml', 'accessGroup: apac-funds'),
  'unknown-persona': unknown('persona', '`defaults.personas` of tenant.yaml', 'persona: technician'),
  'unknown-directory': unknown('directory', '`directories` of tenant.yaml', 'directory: ad'),
  'unknown-approver': unknown('approver', '`approvers` of roster.yaml', 'approver: security'),
  'unknown-tenant': unknown('tenant', 'the folder `tenants/`', 'parent: northwind-msp'),
  'cross-tenant': {
    title: 'A reference to another tenant',
    why: 'Tenants are kept apart: nothing of one may depend on the people or groups of another.',
    fix: 'Declare the person, group or department in this tenant too.',
  },
  'parent-broken': {
    title: 'The library of the parent has mistakes',
    why: 'What the parent hands down is not known, so what this tenant asks for is not known either.',
    fix: "Mend the mistakes in the parent's `library/` first.",
  },
  'self-reference': {
    title: 'An entry that points to itself',
    why: 'Nobody is their own manager; no tenant its own parent.',
    fix: 'Name somebody else, or remove the line.',
  },
  'manager-cycle': cycle('Managers in a circle', 'Somebody would be the manager of their own manager.'),
  'department-cycle': cycle('Departments in a circle', 'A department would be a part of itself.'),
  'group-cycle': cycle('A group in itself', 'A group would be a member of itself, by way of other groups.'),
  'depends-cycle': cycle('Directories in a circle', 'Each would have to be applied before the other.'),
  'moved-from-exists': {
    title: '`movedFrom` names an id that is still declared',
    why: 'An id that is still in use did not move: the object would have two ids.',
    fix: 'Remove the old entry, or the line `movedFrom`.',
  },
  'moved-from-twice': {
    title: 'Two entries moved from the same id',
    why: 'One live object cannot become two.',
    fix: 'Keep `movedFrom` on the entry that goes on.',
  },
} as const satisfies Readonly<Record<string, LoadRule>>

/** Rules about what a tenant says as a whole. */
const tenantRules = {
  'duplicate-id': {
    title: 'The same id in two files',
    why: 'Only one of the two could count, and nobody can see which.',
    fix: 'Remove one, or give it another id.',
  },
  'duplicate-username': duplicate('username'),
  'duplicate-upn': duplicate('UPN'),
  'duplicate-email': duplicate('e-mail address'),
  'duplicate-employee-id': duplicate('employee id'),
  'duplicate-uid-number': duplicate('user number (posix.uidNumber)'),
  'duplicate-gid-number': duplicate('group number (posix.gidNumber)'),
  'duplicate-group-name': duplicate('group name in a directory'),
  lookalike: {
    title: 'A name that looks like another one (warning)',
    why: 'Letters of different alphabets can look the same; one of the two may be meant to be taken for the other.',
    fix: 'Type both names again in one alphabet, and make sure that both belong there.',
  },
  'name-missing': {
    title: 'A person without a name',
    why: 'Username and display name are made of it, and most directories ask for one.',
    fix: '`name: { first: Ana, last: Li }`',
  },
  'email-outside-domains': {
    title: "An e-mail address outside the tenant's domains",
    why: 'It is either a slip or somebody from outside; the second is said on purpose.',
    fix: 'Correct the address, add the domain to `domains` of tenant.yaml, or write `guest: true`.',
  },
  'ends-before-starts': {
    title: 'The last day is before the first',
    why: 'There is no day on which the account would exist.',
    fix: '`starts: 2026-12-01` and `ends: 2027-06-30`',
  },
  'unknown-timezone': {
    title: 'A time zone that does not exist',
    why: 'Days begin and end in it.',
    fix: '`timezone: Europe/Amsterdam`, a name of the IANA database',
  },
  'unknown-language': {
    title: 'Not a language tag',
    why: 'Languages are written as BCP 47 says.',
    fix: '`language: nl-NL`',
  },
  'unknown-country': {
    title: 'A country that does not exist',
    why: 'Countries are written with the two letters of ISO 3166-1.',
    fix: '`country: NL`',
  },
  'unknown-placeholder': {
    title: 'A placeholder that naming does not know',
    why: 'It would stand in usernames as it is.',
    fix: '`username: "{first}.{last}"`; known are first, last, f, l, employeeId, and username in `upn`',
  },
  'unknown-path': {
    title: 'A path that users.yaml does not have',
    why: 'The attribute would never get a value.',
    fix: '`mapping: { roomNumber: location }`',
  },
  'select-all-alone': {
    title: '`all: true` beside other lists',
    why: 'All people, or some of them: it cannot be both.',
    fix: 'Remove `all: true`, or the lists.',
  },
  'directory-needed': {
    title: 'A group that does not say where it lives',
    why: 'The tenant has several directories, or none.',
    fix: '`directory: ad`',
  },
  'member-elsewhere': {
    title: 'A member without an account where the group lives',
    why: 'The person is kept out of that directory by `directories`, so there is nobody to put into the group.',
    fix: 'Add the directory to `directories` of the person, or remove the group.',
  },
  'nested-across-directories': {
    title: 'A group as member of a group in another directory',
    why: 'A directory can only hold members of its own.',
    fix: 'Declare the inner group in the directory of the outer one too.',
  },
  'nested-in-posix-group': {
    title: 'A group as member of a posixGroup',
    why: 'A posixGroup holds usernames, and nothing else (RFC 2307).',
    fix: 'List the people, or use `objectClass: groupOfNames`.',
  },
  'policy-weaker': {
    title: 'A person whose security rule is weaker than what holds anyway',
    why: 'Rules merge by the strictest value, so the line changes nothing and only misleads its reader.',
    fix: 'Write a stricter value, or remove the line.',
  },
  'policy-contradiction': {
    title: 'Two security rules that nobody could keep to at once',
    why: 'Of lists (methods, networks, providers) only what all places allow counts; where that is nothing, nobody could sign in.',
    fix: 'The message names both places: let them have at least one value in common.',
  },
  'directory-settings': {
    title: 'Settings of a directory that cannot be followed',
    why: 'An address that is none, a base that is no DN, a file outside the workspace: nothing could be read there.',
    fix: 'The message says what is wrong and how it is written; the page of the provider has an example.',
  },
  'directories-overlap': {
    title: 'Two directories that cover the same entries',
    why: 'What one asks for the other would take away.',
    fix: 'Give each of them a base of its own.',
  },
} as const satisfies Readonly<Record<string, LoadRule>>

/** Every rule of the language beyond loading: slug -> entry of docs/diagnostics.md. */
export const validateRules = {
  ...formRules,
  ...referenceRules,
  ...adoptionRules,
  ...platformRules,
  ...licenceRules,
  ...leaveRules,
  ...approvalRules,
  ...accessRules,
  ...importRules,
  ...tenantRules,
} as const

/** The slug of a rule of validation. */
export type Slug = keyof typeof validateRules

/** Every rule of the language. */
export const languageRules: Readonly<Record<string, LoadRule>> = { ...loadRules, ...validateRules }

function unknown(what: string, where: string, example: string): LoadRule {
  return {
    title: `A ${what} that is not declared`,
    why: `The name must stand in ${where}; what is misspelt would otherwise be ignored in silence.`,
    fix: `\`${example}\`, with an id that is declared`,
  }
}

function cycle(title: string, why: string): LoadRule {
  return { title, why, fix: 'Take one of the entries that the message names out of the circle.' }
}

function duplicate(what: string): LoadRule {
  return {
    title: `The same ${what} twice`,
    why: 'Directories compare without regard to capital letters and to how a letter is stored; so does roster.',
    fix: 'Give each its own. Somebody who left may keep theirs in an entry with `state: absent`.',
  }
}
