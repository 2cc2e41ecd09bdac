import type { Command } from 'commander'
import type { AccessOptions } from './commands/access.ts'
import type { DiffOptions } from './commands/diff.ts'
import type { ExplainOptions } from './commands/explain.ts'
import type { LintOptions } from './commands/lint.ts'
import type { NewEntityOptions } from './commands/new.ts'
import type { RolesOptions } from './commands/roles.ts'
import type { UsersOptions } from './commands/users.ts'
import type { WhoCanOptions } from './commands/who-can.ts'
import type { GlobalOptions, Session } from './session.ts'

/** Opens a session, runs a command in it and keeps its exit code. */
export type Begin = (options: GlobalOptions, command: (session: Session) => Promise<number>) => Promise<void>

/** The same for a command whose words are all options. */
export type Begins = <O>(run: (session: Session, options: O) => Promise<number>) => (options: O) => Promise<void>

/** The command line as its parts are added to it. */
export interface Line {
  readonly program: Command
  readonly begin: Begin
  readonly begins: Begins
}

/** The part of the command line that is about access on platforms: what people ask of the files, and what it writes into them. */
export function addQuestions({ program, begin, begins }: Line): void {
  const asOf = '--as-of <time>'
  const asOfMeans = 'at this moment (RFC 3339, or a day), or as a commit has it'
  const from = '--source <side>'
  const fromMeans = 'declared in the files, applied as the ledger knows it, or live in the directories'
  const csv = 'the answer as CSV'
  const oneTenant = 'whose people; may be left out where there is one tenant'

  program
    .command('explain')
    .description(
      'why somebody has access: every layer, every way, and which edits would remove it; offline, but for --source live',
    )
    .argument('<user>', 'id of the person')
    .option('--tenant <id>', oneTenant)
    .option('--platform <id>', 'only on this platform')
    .option('--key <permission>', 'this permission: category/name')
    .option('--entity <id>', 'on this entity')
    .option(asOf, asOfMeans)
    .option(from, fromMeans)
    .option('--csv', csv)
    .action(async (user: string, options: ExplainOptions) =>
      begin(program.opts(), async (session) => (await import('./commands/explain.ts')).explain(session, user, options)),
    )

  program
    .command('who-can')
    .description('who has a permission, how far, and because of what; offline, but for --source live')
    .argument('<key>', 'the permission: category/name')
    .option('--tenant <id>', oneTenant)
    .option('--platform <id>', 'only on this platform')
    .option('--entity <id>', 'on this entity')
    .option('--at-least <level>', 'only who has this level or a higher one')
    .option(asOf, asOfMeans)
    .option(from, fromMeans)
    .option('--csv', csv)
    .action(async (key: string, options: WhoCanOptions) =>
      begin(program.opts(), async (session) => (await import('./commands/who-can.ts')).whoCan(session, key, options)),
    )

  program
    .command('access')
    .description('what somebody has on every platform, and until when; offline, but for --source live')
    .argument('<user>', 'id of the person')
    .option('--tenant <id>', oneTenant)
    .option('--platform <id>', 'only on this platform')
    .option(asOf, asOfMeans)
    .option(from, fromMeans)
    .option('--csv', csv)
    .action(async (user: string, options: AccessOptions) =>
      begin(program.opts(), async (session) => (await import('./commands/access.ts')).access(session, user, options)),
    )

  const roles = program
    .command('roles')
    .description('the roles of the platforms, with their risk and how many hold them; offline')
    .option('--tenant <id>', oneTenant)
    .option('--platform <id>', 'only on this platform')
    .option(asOf, asOfMeans)
    .option('--csv', csv)
    .action(
      begins<RolesOptions>(async (session, options) => (await import('./commands/roles.ts')).roles(session, options)),
    )
  roles
    .command('explain')
    .description('every permission of a role, its presets and switches spelt out')
    .argument('<role>', 'id of the role')
    .action(async (role: string) =>
      begin(program.opts(), async (session) =>
        (await import('./commands/roles.ts')).rolesExplain(session, role, roles.opts<RolesOptions>()),
      ),
    )

  program
    .command('users')
    .description('people and their accounts; offline, but for --source live')
    .option('--tenant <id...>', 'only these tenants')
    .option('--platform <id>', 'only on this platform')
    .option('--columns <names>', 'which columns: user,name,role,accessGroup,state, ...')
    .option('--hide-disabled', 'leave out accounts that are disabled or over; only a view')
    .option('--invited', 'only who was invited and has not come yet, with the age of the invitation')
    .option(asOf, asOfMeans)
    .option(from, fromMeans)
    .option('--csv', csv)
    .action(
      begins<UsersOptions>(async (session, options) => (await import('./commands/users.ts')).users(session, options)),
    )

  program
    .command('diff')
    .description('who gains and who loses what between two commits, and because of which line; offline')
    .argument('<from>', 'a commit, branch or tag')
    .argument('[to]', 'another one; the files as they are now, where it is left out')
    .option('--tenant <id...>', 'only these tenants')
    .option('--as-of <time>', 'judge starts and ends at this moment (RFC 3339, or a day)')
    .option('--detailed-exitcode', 'exit 2 when somebody gains or loses something')
    .option('--csv', csv)
    .action(async (from: string, to: string | undefined, options: DiffOptions) =>
      begin(program.opts(), async (session) =>
        (await import('./commands/diff.ts')).diff(session, { from, to }, options),
      ),
    )

  program
    .command('lint')
    .description('who has more than is needed: too broad, unused, too long, not where it should be; offline')
    .option('--tenant <id...>', 'only these tenants')
    .option('--fix', 'write what a finding knows by itself')
    .option(asOf, asOfMeans)
    .option('--csv', csv)
    .action(
      begins<LintOptions>(async (session, options) => (await import('./commands/lint.ts')).linting(session, options)),
    )

  program
    .command('new')
    .description('write a new entry into the files')
    .command('entity')
    .description('a thing that access is scoped to, with what it takes over from whoever makes it')
    .argument('<id>', 'its id')
    .requiredOption('--as <user>', 'who makes it')
    .requiredOption('--kind <kind>', 'one of the kinds of the platform')
    .requiredOption('--name <name>', 'the name people see')
    .option('--platform <id>', 'where; may be left out where the person has one account')
    .option('--inside <entity>', 'the entity it lies in')
    .option('--access-group <id>', 'of several access groups of the person, the one that is to have it')
    .option('--tenant <id>', oneTenant)
    .option('--csv', csv)
    .action(async (id: string, options: NewEntityOptions) =>
      begin(program.opts(), async (session) => (await import('./commands/new.ts')).newEntity(session, id, options)),
    )
}
