import type { LoadRule } from '../../load/rules.ts'

/** Rules about contracts with platforms, and about names that lead to what they have. */
const contractRules = {
  'reserved-id': {
    title: 'An id that roster keeps for itself',
    why: 'Messages, and steps that people do, have addresses of their own; a directory or a subscription of that name would share them.',
    fix: '`directories: { mail: ... }`, not `directories: { messages: ... }`',
  },
  'unknown-platform': unknown(
    'platform',
    'A profile must lie in `platforms/`, or come with roster',
    '`platform: helpdesk`',
  ),
  'unknown-subscription': unknown(
    'subscription',
    'The id must stand in `subscriptions` of tenant.yaml',
    '`platforms: { helpdesk: ... }`',
  ),
  'unknown-application': unknown(
    'application',
    'The id must stand in `applications` of tenant.yaml',
    '`applications: [crm]`',
  ),
  'unknown-identity-provider': unknown(
    'identity provider',
    'The id must stand in `identityProviders` or `directories` of tenant.yaml',
    '`sso: { provider: okta }`',
  ),
  'unknown-role': unknown(
    'role',
    'The id must stand in roles.yaml, in a library, or come with the platform',
    '`role: l1-technician`',
  ),
  'unknown-permission': {
    title: 'A permission that the platform does not have',
    why: 'Its profile lists every permission there is; a misspelt one would be granted, or denied, to nobody.',
    fix: '`remote/registryEditor: allow`, with a key of the catalogue',
  },
  'wrong-level': {
    title: 'A level that the permission cannot have',
    why: 'A category of permissions has its levels: what is done is allowed or not, what is seen is seen more or less.',
    fix: '`system/passwords: allow`, where the category is none or allow',
  },
  'other-platform': {
    title: 'A role, entity or access group of another platform',
    why: 'What one platform has is nothing to another, even where it has the same name.',
    fix: 'Name one that is declared with the same `platform:`.',
  },
  'not-offered': {
    title: 'An edition, tier, feature or add-on that the platform does not sell',
    why: 'What is misspelt would count as not bought.',
    fix: '`edition: msp`, `tier: growth`',
  },
  'tier-too-low': {
    title: 'A feature that the tier does not have (E_TIER)',
    why: 'The platform sells it with a higher tier only.',
    fix: 'The message names the tier and what it costs more: change the contract, or do without.',
  },
  'seats-unused': {
    title: 'Seats of a platform on which no account takes one (warning)',
    why: 'Its accounts are free, or its profile does not say which are paid: nothing would ever be counted.',
    fix: 'Remove `seats`, or write `seats: 1` at the sort of account in the profile.',
  },
  capability: {
    title: 'Something the platform cannot do (E_CAPABILITY)',
    why: 'It would be planned and never happen.',
    fix: 'The message says what it can do instead.',
  },
  'operator-role': {
    title: 'Whoever applies does not hold the role that it takes (warning)',
    why: 'Some changes only an administrator of the platform may make.',
    fix: '`operatorRole: admin`, where it is true',
  },
  'unfillable-name': {
    title: 'The name of a directory group that cannot be filled in',
    why: 'Administrators belong to no access group, so a name with `{accessGroup}` is none for them.',
    fix: '`names: { owner: "funds-owners", default: "funds-{accessGroup}-{role}" }`',
  },
  'shared-group-name': {
    title: 'One directory group for administrators and for others',
    why: 'Whoever is in the group of the administrators is taken for one by the product, whatever their role says.',
    fix: '`names: { owner: "funds-owners", default: "funds-{accessGroup}-{role}" }`',
  },
  'only-one': {
    title: 'Several properties of which only one can count, or none',
    why: 'Of two that contradict each other one would be ignored in silence.',
    fix: 'Keep the one that is meant.',
  },
} as const satisfies Readonly<Record<string, LoadRule>>

/** Rules about roles. */
const roleRules = {
  'built-in-role': {
    title: 'A role that comes with the platform is declared (E_BUILTIN_ROLE)',
    why: 'It belongs to the platform: nobody can change it, or make a second of that name.',
    fix: 'Give the role another id; the message says what there is instead.',
  },
  'duplicate-role-name': {
    title: 'Two roles of one platform with the same name',
    why: 'People choose roles by their names; capital letters tell nothing apart.',
    fix: 'Give each its own.',
  },
  'name-says-nothing': {
    title: 'The name of a role does not tell what it is for (warning)',
    why: 'Whoever gives it to somebody sees nothing but the name.',
    fix: '`name: L2 technician`, not `name: test`',
  },
  'role-gives-nothing': {
    title: 'A role with neither preset nor permissions',
    why: 'It would give nothing to anybody.',
    fix: '`preset: viewer`, or `permissions: { ... }`',
  },
  'unknown-preset': unknown('preset', 'The profile of the platform lists them', '`preset: viewer`'),
  'unknown-task': unknown(
    'task',
    'The profile of the platform lists them below `needsFlag`',
    '`tasks: [customers.create]`',
  ),
  'task-needs-flag': {
    title: 'A task that a switch of the role must be on for',
    why: 'No permission gives it: there is nothing between it and the switch.',
    fix: '`fullAdminAccess: true` beside `tasks: [customers.create]`',
  },
  'sees-nothing': {
    title: 'A role without any permission on data (warning)',
    why: 'Its holders sign in and see nothing.',
    fix: '`permissions: { data/accounts: view }`',
  },
  'scope-missing': {
    title: 'A role that does not say on which entities it holds',
    why: 'Some of its permissions depend on them, and nothing is taken for granted.',
    fix: '`scope: { sites: [amsterdam] }`, or `scope: { all: true }`',
  },
  'scope-unused': {
    title: 'A scope that changes nothing (warning)',
    why: 'No permission of the role depends on the entities it names.',
    fix: 'Remove `scope`.',
  },
  'not-excludable': {
    title: 'Something that a scope cannot leave out',
    why: 'The platform can leave out only some kinds of entity.',
    fix: '`except: { folders: [servers] }`',
  },
  'not-a-child': {
    title: 'A tenant that this one does not serve',
    why: 'Only a tenant that names this one as its parent can be named here; all others are kept apart.',
    fix: 'Write `parent:` in the other tenant, or take its name out.',
  },
  'too-many-holders': {
    title: 'More people hold a role than may (E_CARDINALITY)',
    why: 'Roles that can do much are meant for few. What a platform advises for its own roles is a warning.',
    fix: 'Give another role, or raise `maxAssignees`.',
  },
} as const satisfies Readonly<Record<string, LoadRule>>

/** Rules about what people have on platforms. */
const accountRules = {
  'unknown-account-type': unknown('sort of account', 'The profile of the platform lists them', '`as: endUser`'),
  'seat-elsewhere': {
    title: 'An account that takes a seat of the contract of another tenant',
    why: 'Seats are counted, bought and paid where the contract is; from here one would be taken unseen.',
    fix: 'Declare the person in the tenant that has the contract, or choose a sort of account that takes no seat.',
  },
  'reclaim-contradiction': {
    title: 'An address is to be reclaimed, and what is written cannot be',
    why: 'The old account gets another address first, so that its own becomes free: from somebody else, and not the same again.',
    fix: '`reclaimEmail: { from: ben-osei, renameOldTo: old.ben@northwind.example, reason: "the address of the desk" }`',
  },
  'role-missing': {
    title: 'An account without a role',
    why: 'On this platform everybody has one, and nothing else gives it.',
    fix: '`platforms: { helpdesk: { role: l1-technician } }`',
  },
  'too-many-roles': {
    title: 'More roles than an account can have',
    why: 'The platform would keep one of them, and nobody says which.',
    fix: 'Keep one, or make one role of them.',
  },
  'role-not-for-type': {
    title: 'A role on a sort of account that has none (E_TYPE)',
    why: 'Such people are served by the platform, and do not work in it.',
    fix: 'Remove the role, or the line `as:`.',
  },
  'account-audience': {
    title: 'A sort of account for other tenants',
    why: 'Clients and the own team are two populations, with accounts of their own.',
    fix: '`as: clientUser` in the tenant of a client',
  },
  'persona-audience': {
    title: 'A persona for other tenants',
    why: 'Clients and the own team are two populations: nobody is of both.',
    fix: 'Choose a persona of the right side, or correct `audience` of tenant.yaml.',
  },
  'account-place': {
    title: '`at` is missing, or does not belong there',
    why: 'Some sorts of account are kept below an entity, others are not.',
    fix: '`{ as: endUser, at: amsterdam }`',
  },
  'account-value-missing': {
    title: 'A value that the platform asks for',
    why: 'It makes no account without it.',
    fix: '`name: { first: Ana, last: Li }`, `email: ...`',
  },
  'access-group-forbidden': {
    title: 'An access group for somebody who has none',
    why: 'Administrators reach everything; on some platforms nobody belongs to an access group.',
    fix: 'Remove the access group, or give another role.',
  },
  'access-group-missing': {
    title: 'Nobody says what the person reaches (warning, or as the platform says)',
    why: 'Data is reached by way of access groups: without one the role shows none.',
    fix: '`accessGroup: apac-funds`',
  },
  'too-many-access-groups': {
    title: 'More access groups than an account can have',
    why: 'The platform would keep one of them, and nobody says which.',
    fix: 'Make one access group of them.',
  },
  'reason-missing': {
    title: 'A role that asks for a reason, given without one',
    why: 'High roles are for people who need them; the reviewer has to see why. A role with a critical permission asks by itself.',
    fix: '`{ role: owner, reason: "runs the treasury" }`',
  },
  'certification-missing': {
    title: 'A role that asks for a certification the person does not have',
    why: 'The role is for people who have proved that they can do it.',
    fix: '`certifications: [{ name: first-aid, expires: 2027-05-01 }]`',
  },
  'certification-expired': {
    title: 'A role that asks for a certification that has run out',
    why: 'What was proved once does not hold for ever.',
    fix: 'Write the new last day, or take the role away.',
  },
  'forced-permission': {
    title: 'Something that the platform does anyway',
    why: 'What it does for a role of its own cannot be asked otherwise.',
    fix: 'Remove the override; the message names the role that can do without.',
  },
  'override-without-end': {
    title: 'An override that grants something and has no end',
    why: 'What is granted to one person beyond their role is for a time.',
    fix: '`expires: 2026-12-20`',
  },
  'override-without-account': {
    title: 'An override on a platform where the person has no account',
    why: 'There is nothing that it could change.',
    fix: 'Add the account, or remove the override.',
  },
  'override-expired': {
    title: 'An override that has ended (warning)',
    why: 'It does nothing any more, and misleads its reader.',
    fix: 'Remove it.',
  },
} as const satisfies Readonly<Record<string, LoadRule>>

/** Rules about entities and access groups. */
const entityRules = {
  'unknown-kind': unknown('kind of entity', 'The profile of the platform lists them', '`kind: site`'),
  'wrong-kind': {
    title: 'An entity of another kind than may stand there',
    why: 'A site lies in a customer, an end user at a site: the platform has one place for each.',
    fix: 'The message names the kind.',
  },
  'not-tagged': {
    title: 'Tags on a kind of entity that bears none',
    why: 'No access group of the platform would ever see them.',
    fix: 'Remove `tags`.',
  },
  'duplicate-entity-name': {
    title: 'Two entities of one kind with the same name (warning)',
    why: 'People choose them by their names.',
    fix: 'Give each its own.',
  },
  'creator-may-not': {
    title: 'Somebody is named as maker of an entity who may not make any (E_CREATE_DENIED)',
    why: 'On the platform it takes a permission, which neither their role nor anything else gives them.',
    fix: 'Name whoever made it, or give them the permission.',
  },
  'match-missing': {
    title: 'Tags without `match`',
    why: 'Any of the tags, or all of them: the one reaches far more than the other.',
    fix: '`select: { tags: [apac, fund], match: all }`',
  },
  'unknown-tag': {
    title: 'A tag that no entity bears (warning)',
    why: 'It chooses nothing, and may be a slip.',
    fix: 'Correct it, or give it to the entities that are meant.',
  },
  'entity-missing': {
    title: 'A test of a permission that holds on some entities only',
    why: 'Without an entity there is nothing to judge.',
    fix: '`entity: gp-co`',
  },
} as const satisfies Readonly<Record<string, LoadRule>>

/** Rules about separation of duties, waivers and checklists. */
const dutyRules = {
  'separation-empty': {
    title: 'A separation of duties that nobody could break',
    why: 'It would look like a rule, and be none.',
    fix: '`{ sets: [{ permissions: ... }, { permissions: ... }], atMost: 1 }`',
  },
  'unknown-rule': {
    title: 'A waiver of a rule that does not exist',
    why: 'It would allow nothing, and whoever relies on it would be stopped.',
    fix: '`rule: security.mfa.minMethods`, or `rule: separationOfDuties.pay-and-approve`',
  },
  'waiver-value': {
    title: 'A waiver whose value is none of its rule, or no relief',
    why: 'A waiver says what holds for one person instead: less than the rule asks, and of the same sort.',
    fix: '`{ rule: security.mfa.minMethods, value: 1, ... }`',
  },
  'waiver-expired': {
    title: 'A waiver that has ended',
    why: 'What it allowed is allowed no more.',
    fix: 'Remove it, or have it approved again with a new last day.',
  },
  'waiver-long': {
    title: 'A waiver for more than a year (warning)',
    why: 'What is left out for so long is another rule.',
    fix: 'Choose an earlier day.',
  },
  'unknown-checklist': unknown(
    'checklist',
    'The id must stand in `checklists` of policies.yaml',
    '`offboarding: leaver`',
  ),
  'unknown-step': {
    title: 'A step that roster cannot do by itself',
    why: 'It would wait for ever.',
    fix: '`{ step: returnLaptop, by: person, assignee: manager }`',
  },
} as const satisfies Readonly<Record<string, LoadRule>>

/** Rules about access on platforms. */
export const accessRules = { ...contractRules, ...roleRules, ...accountRules, ...entityRules, ...dutyRules } as const

function unknown(what: string, where: string, example: string): LoadRule {
  return {
    title: `A ${what} that does not exist`,
    why: `${where}; what is misspelt would otherwise be ignored in silence.`,
    fix: example,
  }
}
