/** What `docs/diagnostics.md` says about a finding of `roster lint`. */
interface LintRule {
  readonly title: string
  readonly why: string
  readonly fix: string
}

/** Everything `roster lint` can find: slug -> entry. */
export const lintRules = {
  'broad-scope': {
    title: 'A role reaches everything',
    why: '`scope: { all: true }` holds for everything that is there and everything to come, whoever makes it.',
    fix: 'Name what the role is for: `scope: { sites: [amsterdam] }`.',
  },
  'broad-switch': {
    title: 'A role gets everything by a switch',
    why: 'A switch that grants everything also grants what the product learns next.',
    fix: 'Name the permissions that the work needs, and take the switch out.',
  },
  'broad-group': {
    title: 'An access group selects all entities',
    why: 'Its people reach everything, what is made later included.',
    fix: 'Select by tags or by names.',
  },
  'switch-not-needed': {
    title: 'A switch that nothing asks for',
    why: 'The role names what it is for, and no task of it needs the switch that grants everything.',
    fix: 'Take the switch out: the permissions that are named do.',
  },
  'full-admin-for-tasks': {
    title: 'Full administrators who only need a few tasks',
    why: 'The product has no role between: these tasks need the switch that grants everything.',
    fix: 'Keep the holders few, review them often, and do the tasks through one of them where that will do.',
  },
  'smaller-preset': {
    title: 'A smaller preset would do',
    why: 'What the preset gives besides is taken away again by a guard, a ceiling or the tier.',
    fix: 'Write the smaller preset.',
  },
  'role-redundant': {
    title: 'A role that gives no more than another',
    why: 'What it names besides cannot be used. Two roles for one thing are reviewed twice, and drift apart.',
    fix: 'Give its people the other role, and remove it.',
  },
  'role-superset': {
    title: 'A role that gives little more than another',
    why: 'Whoever does not need what it gives besides should hold the smaller one.',
    fix: 'Give the smaller role to those for whom it will do.',
  },
  'role-unused': {
    title: 'A role that nobody holds',
    why: 'Nobody misses it, and whoever gets it one day gets what was thought right long ago.',
    fix: 'Remove it from roles.yaml.',
  },
  'role-name-alike': {
    title: 'Two roles with names that look alike',
    why: 'Whoever assigns one of them by its name may take the other.',
    fix: 'Give one of them a name that says what is different.',
  },
  'access-group-unused': {
    title: 'An access group that nobody is in',
    why: 'It gives nothing, and still has to be reviewed.',
    fix: 'Remove it from access-groups.yaml.',
  },
  'tag-unused': {
    title: 'A tag that no access group selects by',
    why: 'It gives nobody anything today; an access group that comes to use it gives all that bears it.',
    fix: 'Take it off where it stands for nothing.',
  },
  'entity-inherits': {
    title: 'An entity that its maker does not reach',
    why: 'What somebody makes takes over the tags of their access group, or a place in its list, so that they and their colleagues reach it.',
    fix: '`roster lint --fix` writes the tags or the name.',
  },
  'action-unreachable': {
    title: 'A permission that cannot be used',
    why: 'It needs another one, which is none: the page it is on cannot be opened.',
    fix: 'Give the other permission too, or take this one out.',
  },
  'override-permanent': {
    title: 'An override without an end',
    why: 'An exception for one person that lasts is a rule that nobody sees.',
    fix: 'Add `expires`, or put it into a role.',
  },
  'override-long': {
    title: 'An override that lasts long',
    why: 'An exception of more than half a year is a rule that nobody sees.',
    fix: 'Bring `expires` nearer, or put it into a role.',
  },
  'override-idle': {
    title: 'An override that changes nothing',
    why: 'The person has the same without it, or cannot get it because of a guard or a ceiling.',
    fix: 'Remove it.',
  },
  'smaller-role': {
    title: 'A smaller role would do',
    why: 'What overrides leave of a role is exactly what another role gives.',
    fix: 'Assign the smaller role, and remove the overrides.',
  },
  'assignment-idle': {
    title: 'A role or an access group that adds nothing',
    why: 'The person has everything that it gives already.',
    fix: 'Remove it from the person.',
  },
  'daily-account': {
    title: 'A holder of a critical role without an everyday account',
    why: 'Who reads mail with the account that can do everything gives everything away with one wrong click.',
    fix: 'Name the everyday account: `dailyAccount: eva-lo`; or write `dailyAccount: exempt`.',
  },
} as const satisfies Readonly<Record<string, LintRule>>

/** The names of everything `roster lint` can find. */
export type LintSlug = keyof typeof lintRules
