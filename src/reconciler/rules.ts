import type { FindingSlug } from '../model/finding-slug.ts'

/** What `docs/diagnostics.md` says about a finding of a plan. */
interface FindingRule {
  readonly title: string
  readonly why: string
  readonly fix: string
}

/** Everything a plan can find: slug -> entry. */
export const findingRules = {
  usersRemoved: {
    title: 'Too many people would be disabled or deleted',
    why: 'A wrong filter, a lost file or a bad import looks like many people leaving at once. Removals of the last 24 hours count too.',
    fix: 'Split the change, or add an acknowledgement with `gate: usersRemoved` and the measured number as `max`.',
  },
  groupMembersRemoved: {
    title: 'A group would lose most of its members',
    why: 'A group of ten or more that loses over half of its members (30 % where no line of their own went away), or all of them, is more often a mistake than meant.',
    fix: 'Look at the list of the group. If it is right, add an acknowledgement with `gate: groupMembersRemoved`.',
  },
  membershipsRemoved: {
    title: 'Too many memberships would be taken away',
    why: 'A changed template or selection can take access from many people without naming one. What a leaver loses counts with the leaver.',
    fix: 'Split the change, or add an acknowledgement with `gate: membershipsRemoved`.',
  },
  accessPairsLost: {
    title: 'Too many people would lose access on a platform',
    why: 'A tag, an access group or a role can take access from many people without naming one. A pair is a person and an entity, or a person and the platform as a whole.',
    fix: 'Look at who loses what in the plan. If it is right, split the change or add an acknowledgement with `gate: accessPairsLost`.',
  },
  adminHolders: {
    title: 'Too few people would hold an administrative role',
    why: 'With none left nobody can let anybody in again, not even roster; with one left a single absence does the same.',
    fix: 'Give the role to a successor in the same change; they come before the others leave.',
  },
  creatorLockout: {
    title: 'Somebody would be locked out of an entity that they made',
    why: 'Taking a tag off an entity, or its name out of a list, can shut out its maker and their colleagues, who look after it.',
    fix: 'Put the tag back, or add an acknowledgement with `gate: creatorLockout`.',
  },
  scopeRemoved: {
    title: 'A tenant or a directory went away while roster manages something in it',
    why: 'Giving up a scope is a decision of its own: the accounts in it stay as they are, and nobody looks after them any more.',
    fix: 'Bring the folder or the entry in `tenant.yaml` back, or add an acknowledgement with `gate: scopeRemoved`.',
  },
  population: {
    title: 'The directory shows far fewer than after the last apply',
    why: 'A right that hides entries, a wrong base and a half-restored server look the same as people who are gone. A reading that is a fifth smaller is not believed.',
    fix: 'Check the base and what the reading account may see. If it is true, add an acknowledgement with `gate: population`.',
  },
  nothingDesired: {
    title: 'Nobody and nothing is declared where something is managed',
    why: 'An empty declaration is a lost file, never a wish. No acknowledgement lifts this.',
    fix: 'Bring the files back. To give the directory up, remove it from `tenant.yaml`.',
  },
  privilegedGain: {
    title: 'Somebody would come into a group marked privileged',
    why: 'By whatever way: their own line, a template, a selection, or a group inside the privileged one.',
    fix: 'Have it approved with an acknowledgement with `gate: privilegedGain`.',
  },
  disabledElsewhere: {
    title: 'Somebody else disabled the account',
    why: 'Whoever did it may have had a reason that the workspace does not know. The account stays disabled; the rest of the plan goes on.',
    fix: 'Declare `state: disabled`, enable the account in the directory, or add an acknowledgement with `gate: disabledElsewhere`.',
  },
  recordedMissing: {
    title: 'An object that roster manages is not returned any more',
    why: 'Deleted by hand and hidden by a right look the same. It is never created again, and nothing is removed, until a person says which it is.',
    fix: 'Check what the reading account may see. If it is really gone, add an acknowledgement with `gate: recordedMissing`.',
  },
  'policy-advisory': {
    title: 'A security rule that roster cannot bring about',
    why: 'No directory here enforces it, or roster may not see or change what does. Said at every plan, so that nobody takes it for done; it changes no exit code.',
    fix: 'Whoever runs the place where people sign in sets it there by hand. Where a right is missing, the message names it.',
  },
  'policy-verified': {
    title: 'A security rule that the directory enforces already',
    why: 'The rules of the domain, or a policy of somebody else, are at least as strict as what is asked: nothing to do.',
    fix: 'Nothing to do.',
  },
  'recorded-gone': {
    title: 'An account that roster had disabled is gone',
    why: 'Somebody deleted it before the grace was over. It is taken off the ledger.',
    fix: 'Nothing to do.',
  },
  'directory-credentials': {
    title: 'The directory does not accept the credentials',
    why: 'Without a reading there is no plan for the tenant.',
    fix: 'Check the account in `tenant.yaml` and the environment variable that holds its password.',
  },
  'directory-permission': {
    title: 'The account may not read what is needed',
    why: 'What may not be read is not absent.',
    fix: 'Give the reading account the rights that the page of the provider lists.',
  },
  'directory-throttled': {
    title: 'The directory asks to wait',
    why: 'Its limits were reached; the listing could not be finished.',
    fix: 'Run again later.',
  },
  'directory-unreachable': {
    title: 'The directory cannot be reached',
    why: 'An unread directory is never an empty one: the tenant is left alone.',
    fix: 'Check the address, the network and the certificate; `roster doctor` tries each of them.',
  },
  'directory-refused': {
    title: 'The directory refused, or it is another one than before',
    why: 'A directory proves which one it is before any read counts.',
    fix: 'Check the address, the base and `identity` in `tenant.yaml`.',
  },
  'directory-incomplete': {
    title: 'The listing is not complete',
    why: 'A page was cut short, a limit was reached or a referral was not followed: what was not listed is not absent.',
    fix: 'Raise the limits for the reading account, or read from a server that holds everything.',
  },
  'directory-protocol': {
    title: 'The directory answered something that the protocol does not allow',
    why: 'An answer that is not understood proves nothing.',
    fix: 'Look at what stands between roster and the directory (a proxy, a load balancer), and at the log of the server.',
  },
  'account-locked': {
    title: 'The account is locked',
    why: 'The directory locked it after failed sign-ins. It counts as active.',
    fix: 'Unlock it in the directory, or wait until the lock lapses.',
  },
  'acknowledgement-expired': {
    title: 'An acknowledgement has expired',
    why: 'It lifts nothing any more and only misleads its reader.',
    fix: 'Remove the entry from `acknowledgements.yaml`.',
  },
  'acknowledgement-too-long': {
    title: 'An acknowledgement would last longer than 72 hours',
    why: 'It is meant for one change, not as a standing permission. Until it is nearer than 72 hours to its end it lifts nothing.',
    fix: 'Bring `expires` nearer.',
  },
  'administrator-undeclared': {
    title: 'An administrator of the directory is declared by nobody',
    why: 'Disabling those who look after a directory may lock everybody out of it, so roster leaves them alone and says so.',
    fix: 'Declare the person with `adopt`, list the account under `protect`, or disable it in the directory if it should not be there.',
  },
  'adoption-ambiguous': {
    title: 'An account cannot be told for certain',
    why: 'Several accounts have the key, or several people claim the account. Adoption is exact or it is not done.',
    fix: 'Make employeeId, username and mail unique, in the directory and in the workspace, or name the account by its id with `adopt`.',
  },
  'adoption-contradiction': {
    title: 'The account with this name belongs to somebody else',
    why: 'It has another employeeId than the declared person, or another id than the ledger has recorded.',
    fix: 'Give the person another username or mail, or correct the employeeId or the id of `adopt`.',
  },
  'adoption-missing': {
    title: 'Nothing has the id that `adopt` names',
    why: 'Deleted, hidden by a right and mistyped look the same. It is never made anew in silence.',
    fix: 'Correct the id, or remove the line. If it is really gone, add an acknowledgement with `gate: recordedMissing`.',
  },
  'adoption-privileged': {
    title: 'A privileged account is not adopted by its name',
    why: 'Whoever declares a person with the mail of an administrator would otherwise hold the administrator’s account.',
    fix: 'If the account really is theirs, name it by its id with `adopt`, or add an acknowledgement with `gate: privilegedGain`.',
  },
  'attribute-unknown': {
    title: 'An attribute could not be read',
    why: 'It is neither absent nor empty, so it is not compared and not written.',
    fix: 'Give the reading account the right to read it.',
  },
  'clock-skew': {
    title: 'The clocks of the directory and of this machine differ',
    why: 'Starts, ends and graces are judged by the clock. Over 60 s is said, over 300 s nothing that depends on time is done.',
    fix: 'Set the clocks right.',
  },
  'left-alone': {
    title: 'Somebody declared absent keeps the account',
    why: 'In an additive directory roster removes only what it made itself.',
    fix: 'Declare `state: disabled`, or disable the account in the directory.',
  },
  'member-fixed': {
    title: 'Somebody cannot be taken out of a group',
    why: 'Not the list of members puts them there, but their primary group, a rule or a synchronisation: taking them off the list would change nothing.',
    fix: 'Change what puts them there, in the directory; or declare them as members.',
  },
  'members-unknown': {
    title: 'The members of a group could not be read',
    why: 'A group whose members are not known is not an empty group.',
    fix: 'Give the reading account the right to read the members.',
  },
  'only-observed': {
    title: 'What is declared for a directory is only looked at',
    why: 'In `mode: observe`, the default, nothing is planned: the files and the directory may differ, and no plan says so.',
    fix: 'Set `mode: additive` or `mode: authoritative` in tenant.yaml, and look at the plan before you apply.',
  },
  'order-cycle': {
    title: 'Changes wait for one another',
    why: 'Two people who swap names leave no order in which each step is safe.',
    fix: 'Do one of them first, through a name that nobody has.',
  },
  'suspended-without-account': {
    title: 'Somebody without an account is to be suspended',
    why: 'There is nothing to suspend, and an account is not created for it.',
    fix: 'Remove `state: suspended`, or declare the person as active first.',
  },
  'unexpected-error': {
    title: 'roster itself failed in this tenant',
    why: 'A bug, or a ledger that cannot be read. The other tenants go on.',
    fix: 'Read the message; report it if it names no cause that you can mend.',
  },
  'would-remove': {
    title: 'Something undeclared would be removed from the second apply on',
    why: 'The first apply of an authoritative directory removes nothing, so that you see what it would be.',
    fix: 'Declare it, protect it, or set `mode: additive`.',
  },
} as const satisfies Readonly<Record<FindingSlug, FindingRule>>
