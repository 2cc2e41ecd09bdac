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
    title: 'Somebody would gain something privileged',
    why: 'A group, role, access group or entity marked so, an administrator of a platform, or a permission of critical risk; by whatever way: their own line, a template, a selection, a tag, the definition of a role, or a group inside the privileged one.',
    fix: 'Have it approved with an acknowledgement with `gate: privilegedGain`.',
  },
  disabledElsewhere: {
    title: 'Somebody else disabled or deleted the account',
    why: 'Whoever did it may have had a reason that the workspace does not know. The account stays as it is; the rest of the plan goes on.',
    fix: 'Declare `state: disabled`, enable or restore the account in the directory, or add an acknowledgement with `gate: disabledElsewhere`.',
  },
  recordedMissing: {
    title: 'An object that roster manages is not returned any more',
    why: 'Deleted by hand and hidden by a right look the same. It is never created again, and nothing is removed, until a person says which it is.',
    fix: 'Check what the reading account may see. If it is really gone, add an acknowledgement with `gate: recordedMissing`.',
  },
  'account-not-restored': {
    title: 'A deleted account would have to be restored',
    why: 'Some platforms keep a deleted account for a while. roster makes no second one beside it, and does not restore.',
    fix: 'Restore it on the platform; the next plan goes on from there.',
  },
  'accounts-left-behind': {
    title: 'Accounts are known of a contract that is no longer declared',
    why: 'Nobody looks after them any more, and they may still work.',
    fix: 'Disable them on the platform, or bring the entry under `subscriptions` back.',
  },
  'effect-destroys': {
    title: 'An operation would erase something for good',
    why: 'Some platforms erase what belongs to an account when it is disabled or deleted. The operation waits until somebody accepts that.',
    fix: 'Save what is needed, then write `leaving: { accept: [...] }` at the person, or add an acknowledgement with `effect`.',
  },
  'emergency-account': {
    title: 'An emergency account cannot be used',
    why: 'It is what lets you in when nothing else does. One that is not there is protected by nothing; one that is disabled lets nobody in.',
    fix: 'Correct its name or id under `breakGlass` in tenant.yaml, or make it usable in the directory.',
  },
  'invitation-escalation': {
    title: 'Somebody who was invited has still not come',
    why: 'The invitation is older than `escalateAfter`. Roles that need a first sign-in wait with it.',
    fix: 'Ask them. A mail that was filtered is replaced by what the plan suggests.',
  },
  'invitation-expired': {
    title: 'An invitation ran out, and is not sent again',
    why: 'It was sent again as often as `resend` allows.',
    fix: 'Ask the person, then send it by hand or raise `resend`; or take the account away.',
  },
  'invitation-reminder': {
    title: 'Somebody who was invited has not come yet',
    why: 'The invitation is older than `remindAfter`.',
    fix: 'Ask whether the mail arrived.',
  },
  'last-holder': {
    title: 'The last holder of a role cannot be taken away',
    why: 'The platform asks that somebody holds the role at every moment: without one nobody can let anybody in. No acknowledgement lifts this.',
    fix: 'Give the role to a successor in the same change; once they have signed in the other one goes.',
  },
  lastHolder: {
    title: 'Nobody who can sign in would hold a role that the directory cannot be without',
    why: 'Without one (a Global Administrator) nobody could administer the directory any more, not even to undo it. It holds after every single operation, whichever of them fail. No acknowledgement lifts this.',
    fix: 'Give the role to a successor who can sign in, in the same change; they come before the others leave.',
  },
  'operator-unknown': {
    title: 'It is not known whether the work can be done',
    why: 'The platform lets only holders of a role do what is planned, and nobody said which role the one who does it holds.',
    fix: 'Write `operatorRole` in the subscription, or `operator` with somebody whose account is known.',
  },
  paused: {
    title: 'Nothing is applied for now',
    why: 'Somebody pressed the stop button: `paused` in roster.yaml or tenant.yaml, or ROSTER_PAUSED. Apply ends with 5, one under way before its next operation.',
    fix: 'Ask whoever wrote the reason; take the line or the variable away to go on.',
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
  'access-lingers': {
    title: 'Somebody keeps access that nobody asks for any more',
    why: 'They are still in the group that passes it on: the directory is only observed, or somebody else put them there and it is additive, or its members could not be read.',
    fix: 'Take them out of the group in the directory, or declare the access again.',
  },
  'access-test-failed': {
    title: 'A test of access does not hold',
    why: '`tests.yaml` says what must be true of somebody’s access. A change that breaks it may be far away: a tag, a role, a template.',
    fix: 'Take back what changes it, or change the test in the same reviewed change.',
  },
  'certificate-ends': {
    title: 'The certificate of an identity provider runs out',
    why: 'From that day nobody signs in through it. Told 30 days before, and urgently from 7 days before.',
    fix: 'Put the new certificate in at both ends, and write its date as `certificateExpires`.',
  },
  conformance: {
    title: 'People have more, or less, than their template gives',
    why: 'Templates say what a job needs; what is beyond them adds up over the years.',
    fix: 'Put it into the template, take it away, or leave it. `conformance: enforce` takes away what is more.',
  },
  'daily-account': {
    title: 'Somebody with a critical role has no everyday account',
    why: 'Reading mail with the account that can move money is how it is lost. In production it holds the tenant.',
    fix: 'Write `dailyAccount:` with the id of their everyday account, or `exempt`. An acknowledgement with `lint: daily-account` lifts it for 72 hours.',
  },
  escalation: {
    title: 'Somebody has, or comes to have, more than their role says',
    why: 'Departments and overrides may grant above a role, and roles of administrators may grow: both are allowed, and never unseen.',
    fix: 'Nothing to do where it is meant. Otherwise take the line out that the message names.',
  },
  'mfa-missing': {
    title: 'A role asks for a second factor that its holder does not have',
    why: 'A password alone is not enough for what the role can do.',
    fix: 'Let them set one up; or take the role away until then.',
  },
  'mfa-unknown': {
    title: 'Whether somebody has a second factor is not known',
    why: 'The role asks for one, and nothing that roster reads says whether it is there. Unknown is not the same as there.',
    fix: 'Look at the platform, or bring its export in.',
  },
  'no-data-access': {
    title: 'Somebody has a role and reaches nothing',
    why: 'Without an access group, or with one that chooses nothing, a role shows an empty product.',
    fix: 'Give them an access group, or a scope that chooses something.',
  },
  'not-visible-yet': {
    title: 'A directory took a change and does not show it yet',
    why: 'Directories of the cloud show what was written after seconds, rarely after minutes. Until then a plan made of what they show would be made of what is over: whatever else is to be done to the same object waits (`waiting: visible`).',
    fix: 'Nothing; plan again in some minutes. What never shows is planned anew after a quarter of an hour.',
  },
  'protected-changed': {
    title: 'A change is declared to an account that must be left alone',
    why: 'roster never changes the account that it signs in with, nor the accounts kept for emergencies, whatever the files ask.',
    fix: 'Take the line out of the files; or take the account out of `protect`, with the approval of whoever keeps it.',
  },
  'requirement-ends': {
    title: 'A certification that a role asks for runs out soon',
    why: 'After its end the role may not be given to them again.',
    fix: 'Renew it, and write its new end in `users.yaml`.',
  },
  'requirement-missing': {
    title: 'A role asks for a certification that is missing or ran out',
    why: 'A new assignment is held; who has the role already keeps it and is told, since nothing is taken away by the clock alone.',
    fix: 'Renew the certification in `users.yaml`, or take the role away.',
  },
  'revert-cannot': {
    title: 'Something that an apply did stays as it is',
    why: 'A revert deletes nothing, and what was deleted, sent or asked of people on platforms has no way back in a directory.',
    fix: 'Look at what the message names; do by hand what has to be undone there.',
  },
  'revert-files': {
    title: 'The files still ask for what is taken back',
    why: 'A revert changes directories and no file: the next apply would do it again.',
    fix: 'Take the change back in the files too, as `git revert` does, and merge that.',
  },
  'revert-moved': {
    title: 'A value was changed since by somebody else',
    why: 'What an apply wrote is taken back; what somebody decided after it is left alone.',
    fix: 'Change it in the files, if it should be something else.',
  },
  'review-due': {
    title: 'A review of access is due',
    why: 'What nobody looks at stays for ever.',
    fix: 'Review the access of those it names, before the day it says.',
  },
  'review-overdue': {
    title: 'A review of access was not done in time',
    why: 'It is told for 30 days, and then holds the tenant.',
    fix: 'Do the review. To gain time add an acknowledgement with `lint: review-overdue`.',
  },
  'role-holders': {
    title: 'More people would hold a role than it allows',
    why: 'High roles are for the few who need them. Counted now and at every later moment; for a built-in role it is advice.',
    fix: 'Take it from somebody, or raise `maxAssignees`.',
  },
  'role-risk': {
    title: 'The risk of a role, new or changed',
    why: 'A role is as risky as the riskiest thing it gives; one permission more may change who should approve it.',
    fix: 'Nothing to do where it is meant; whoever approves looks at who holds the role.',
  },
  'role-sees-nothing': {
    title: 'A role gives no data at all',
    why: 'Whoever has it opens an empty product. Often the permissions to see were forgotten.',
    fix: 'Give it a permission to see something, or take the role away.',
  },
  'security-enforced': {
    title: 'A rule for signing in is kept',
    why: 'The platform can enforce it, or what was read of its accounts shows it.',
    fix: 'Nothing to do.',
  },
  'security-violated': {
    title: 'People do not keep to a rule for signing in',
    why: 'They can still sign in with a password alone, or lack the second factor or the one in reserve.',
    fix: 'Let them set it up; a waiver in `policies.yaml` with a reason and an end covers the time until then.',
  },
  'separation-of-duties': {
    title: 'One person would have duties that should be apart',
    why: 'Judged on what people can do, whatever gives it, and for all the time to come: who pays does not approve.',
    fix: 'Take one of the duties away, or add a waiver with its reason, approver and end.',
  },
  'action-counted': {
    title: 'How many people an action is for',
    why: 'An action selects people as they are today: the number says at a glance whether the selection is the one that was meant. Somebody who comes into it later needs a new approval.',
    fix: 'Nothing to do, if the number is right.',
  },
  'action-skipped': {
    title: 'An action selects people for whom nothing is done',
    why: 'They leave, have not begun yet, or have no account in the place it is about. Everybody else has their turn.',
    fix: 'Narrow the selection, or leave it: whoever gets an account later has their turn then.',
  },
  'message-unknown': {
    title: 'Nobody knows whether a message was sent',
    why: 'The run was cut off, or the mail server fell silent, after the message was handed over. Sending it again could send it twice.',
    fix: 'Ask the person. To send it again, give the action another id.',
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
  'leave-expired': {
    title: 'What was left as it is until a day is no longer',
    why: 'The day is over: what the entry kept is planned again, and the entry only misleads its reader.',
    fix: 'Remove the entry from `leave.yaml`, or have it approved again with a new last day.',
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
  'attested-contradicted': {
    title: 'What somebody said was done is not what the platform shows',
    why: 'A step was ticked off, and the list of the platform shows otherwise: it was forgotten, done on the wrong account, or undone since. What the platform shows counts.',
    fix: 'Do the step again from the next work order, or change the files to what is meant.',
  },
  'attested-unverified': {
    title: 'Steps were ticked off and not seen yet',
    why: 'Somebody’s word is not proof. An export of the platform shows whether it is so.',
    fix: 'Export the list of the platform and read it with `roster observe`.',
  },
  'bulk-fallback': {
    title: 'People are added one at a time',
    why: 'The contract asks for an import of many at once, and its tier does not have that.',
    fix: 'Take the longer way, or a higher tier.',
  },
  cost: {
    title: 'The plan costs more than was agreed',
    why: 'A limit in `policies.yaml` says how much dearer one change may make a tenant. What has no price cannot be held against a limit, and is not let through.',
    fix: 'Take the cheaper order that the plan names, raise the limit, or add an acknowledgement with `gate: cost`.',
  },
  'licence-inherited': {
    title: 'Somebody has a licence through a group',
    why: 'What a group of the directory passes on is not taken back from one of its members: they would have it again at once.',
    fix: 'Take them out of the group, or take the licence from the group.',
  },
  'licence-short': {
    title: 'There are fewer free units of a licence than people who are to get one',
    why: 'A directory lends what was bought and no more. Nobody buys by accident.',
    fix: 'Buy more units, or take the licence from somebody who does not need it.',
  },
  'licence-unknown': {
    title: 'The directory has no such licence, or does not say',
    why: 'The name in `sku` is not among what the directory lends.',
    fix: 'Write `sku` as the directory calls it.',
  },
  'seat-drift': {
    title: 'The platform shows other seats than the ledger',
    why: 'Somebody bought, gave back or used seats behind the back of the files. Nothing is bought on numbers that do not agree.',
    fix: 'Look into it; then read the list again with `roster observe --accept "why"`, and what the platform shows counts.',
  },
  seatPurchases: {
    title: 'More seats would be bought than may be',
    why: '`autoPurchase` of the contract says how many seats may be bought above `purchased`; without it none.',
    fix: 'Free a seat in the same change, write more into `purchased`, or add an acknowledgement with `gate: seatPurchases`.',
  },
  'seats-free': {
    title: 'Seats are paid and not used',
    why: 'More seats than `maxFree` were free for a whole cycle.',
    fix: 'Write fewer into `purchased`: they are given back with the next cycle.',
  },
  'seats-not-declared': {
    title: 'More seats are paid than the files say',
    why: 'Seats were bought because they were needed; the number in the files was not changed.',
    fix: 'Write the number that the message names into `purchased`.',
  },
  'seats-running-out': {
    title: 'A later day needs more seats than are paid',
    why: 'People begin on that day; unless somebody leaves before, seats have to be bought.',
    fix: 'Plan for it: `roster seats forecast` shows the months to come.',
  },
  'suspended-without-account': {
    title: 'Somebody without an account is to be suspended',
    why: 'There is nothing to suspend, and an account is not created for it.',
    fix: 'Remove `state: suspended`, or declare the person as active first.',
  },
  'trusted-base': {
    title: 'A pull request changes what the base branch decides',
    why: 'Where credentials go, what is protected, the limits of the gates and who approves come from the base branch, so that a branch cannot lift its own brake.',
    fix: 'Nothing, where the change is meant: it takes effect after the merge. Have it approved by whom the message names; to see its effect before that of others, merge it alone.',
  },
  'unexpected-error': {
    title: 'roster itself failed in this tenant',
    why: 'A bug, or a ledger that cannot be read. The other tenants go on.',
    fix: 'Read the message; report it if it names no cause that you can mend.',
  },
  'upstream-owned': {
    title: 'What another directory holds is not as declared',
    why: 'The account comes by synchronisation, and what it brings is read-only here: changed here, it would be changed back. Where the directory it comes from is one of the tenant and has it, or gets it by this plan, the next synchronisation brings it.',
    fix: 'Change it where it is held; or declare what is there.',
  },
  'would-remove': {
    title: 'Something undeclared would be removed from the second apply on',
    why: 'The first apply of an authoritative directory removes nothing, so that you see what it would be.',
    fix: 'Declare it, protect it, or set `mode: additive`.',
  },
} as const satisfies Readonly<Record<FindingSlug, FindingRule>>
