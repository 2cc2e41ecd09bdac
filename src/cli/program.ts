import { Command } from 'commander'
import type { AccessOptions } from './commands/access.ts'
import type { ApplyOptions } from './commands/apply.ts'
import type { DiffOptions } from './commands/diff.ts'
import type { ExplainOptions } from './commands/explain.ts'
import type { FmtOptions } from './commands/fmt.ts'
import type { ImportOptions } from './commands/import.ts'
import type { InitOptions } from './commands/init.ts'
import type { VerifyOptions } from './commands/ledger-verify.ts'
import type { LintOptions } from './commands/lint.ts'
import type { LogOptions } from './commands/log.ts'
import type { NewEntityOptions } from './commands/new.ts'
import type { PlanOptions } from './commands/plan.ts'
import type { RolesOptions } from './commands/roles.ts'
import type { UsersOptions } from './commands/users.ts'
import type { WhoCanOptions } from './commands/who-can.ts'
import type { GlobalOptions, Session } from './session.ts'
import { tool } from './tool.ts'

/** Opens a session, runs a command in it and keeps its exit code. */
export type Begin = (options: GlobalOptions, command: (session: Session) => Promise<number>) => Promise<void>

interface OfTenants {
  readonly tenant?: readonly string[]
}

/** The whole command line. Commands are imported when they run, so that help costs next to nothing. */
export function buildProgram(begin: Begin): Command {
  const program = new Command('roster')
    .description('People, groups and access of many organisations, kept as YAML in one git repository.')
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .configureHelp({ showGlobalOptions: true })
    .version(tool().version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .option('-C, --workspace <folder>', 'folder to work in; roster.yaml is looked for here and above')
    .option('--json', 'one JSON document on stdout, and nothing else there')
    .option('--no-input', 'never ask; a missing answer is an error')
    .option('--no-color', 'no colour (NO_COLOR does the same)')
    .option('--verbose', 'show everything: no shortened lists, no shortened errors')
  const begins = <O>(run: (session: Session, options: O) => Promise<number>) => {
    return async (options: O): Promise<void> => begin(program.opts<GlobalOptions>(), (session) => run(session, options))
  }

  program
    .command('init')
    .description('make a workspace: roster.yaml, a sample tenant, .gitignore')
    .option('--organisation <name>', 'name of your organisation')
    .option('--timezone <zone>', 'its time zone, as Europe/Berlin')
    .option('--tenant <id>', 'id of the first tenant')
    .option('--tenant-name <name>', 'its name')
    .option('--domain <domain>', 'its mail domain')
    .option('--vscode', 'also write .vscode/settings.json')
    .option('--no-vscode', 'do not write .vscode/settings.json')
    .option('--no-samples', 'make up no people, groups or templates: a directory is imported instead')
    .option('--defaults', 'take the default for everything that is not given')
    .action(
      begins<InitOptions>(async (session, options) => (await import('./commands/init.ts')).init(session, options)),
    )

  program
    .command('import')
    .description('declare who and what is live already, so that the next plan changes nothing')
    .requiredOption('--tenant <id>', 'the tenant whose files are written')
    .option('--directory <id>', 'the directory to read; may be left out where the tenant has one')
    .option('--from <file>', 'a sheet of people (CSV or XLSX) instead of a directory')
    .option('--create-groups', 'with --from: declare the groups that are not there yet')
    .option('--select <what...>', 'only these: OU=Sales, department=Sales, username=a*, group=VPN users')
    .option('--templates', 'propose templates from what people of a department or title share')
    .option('--users-file <name>', 'the file that takes the people, as users.sales.yaml')
    .action(
      begins<ImportOptions>(async (session, options) =>
        (await import('./commands/import.ts')).importing(session, options),
      ),
    )

  program
    .command('validate')
    .description('check every file, offline; shows all mistakes at once')
    .option('--tenant <id...>', 'only these tenants')
    .action(
      begins<OfTenants>(async (session, options) =>
        (await import('./commands/validate.ts')).validate(session, options),
      ),
    )

  program
    .command('fmt')
    .description('put ids and properties into their stable order; every comment stays')
    .option('--check', 'change nothing; exit 3 where a file would change')
    .action(begins<FmtOptions>(async (session, options) => (await import('./commands/fmt.ts')).fmt(session, options)))

  program
    .command('schema')
    .description('print the JSON Schema of a file kind; without a kind, list them')
    .argument('[kind]', 'users, groups, tenant, roster, plan, ...')
    .action(async (kind: string | undefined) =>
      begin(program.opts(), async (session) => (await import('./commands/schema.ts')).schema(session, kind)),
    )

  program
    .command('plan')
    .description('read the live directories and show what would change; writes nothing')
    .option('--tenant <id...>', 'only these tenants')
    .option('--as-of <time>', 'judge starts and ends at this moment (RFC 3339, or a day)')
    .option('--out <file>', 'also write the plan to a file, as JSON')
    .option('--detailed-exitcode', 'exit 2 when there are changes')
    .action(
      begins<PlanOptions>(async (session, options) => (await import('./commands/plan.ts')).plan(session, options)),
    )

  program
    .command('show')
    .description('show a saved plan, and check that its digest is true')
    .argument('<file>', 'what plan --out wrote')
    .action(async (file: string) =>
      begin(program.opts(), async (session) => (await import('./commands/show.ts')).show(session, file)),
    )

  program
    .command('apply')
    .description('plan again, compare with what was approved, carry it out, record it')
    .option('--tenant <id...>', 'only these tenants')
    .option('--digest <sha256:...>', 'consent to exactly this plan')
    .option('--approved <file>', 'consent to any part of this saved plan; --digest proves the file')
    .option('--auto-approve', 'consent to whatever the plan says (gates still hold)')
    .action(
      begins<ApplyOptions>(async (session, options) => (await import('./commands/apply.ts')).apply(session, options)),
    )

  program
    .command('drift')
    .description('show what changed in the directories behind our back; exit 2 when something did')
    .option('--tenant <id...>', 'only these tenants')
    .action(
      begins<OfTenants>(async (session, options) => (await import('./commands/drift.ts')).drift(session, options)),
    )

  const asOf = '--as-of <time>'
  const asOfMeans = 'at this moment (RFC 3339, or a day), or as a commit has it'
  const csv = 'the answer as CSV'
  const oneTenant = 'whose people; may be left out where there is one tenant'

  program
    .command('explain')
    .description('why somebody has access: every layer, every way, and which edits would remove it; offline')
    .argument('<user>', 'id of the person')
    .option('--tenant <id>', oneTenant)
    .option('--platform <id>', 'only on this platform')
    .option('--key <permission>', 'this permission: category/name')
    .option('--entity <id>', 'on this entity')
    .option(asOf, asOfMeans)
    .option('--csv', csv)
    .action(async (user: string, options: ExplainOptions) =>
      begin(program.opts(), async (session) => (await import('./commands/explain.ts')).explain(session, user, options)),
    )

  program
    .command('who-can')
    .description('who has a permission, how far, and because of what; offline')
    .argument('<key>', 'the permission: category/name')
    .option('--tenant <id>', oneTenant)
    .option('--platform <id>', 'only on this platform')
    .option('--entity <id>', 'on this entity')
    .option('--at-least <level>', 'only who has this level or a higher one')
    .option(asOf, asOfMeans)
    .option('--csv', csv)
    .action(async (key: string, options: WhoCanOptions) =>
      begin(program.opts(), async (session) => (await import('./commands/who-can.ts')).whoCan(session, key, options)),
    )

  program
    .command('access')
    .description('what somebody has on every platform, and until when; offline')
    .argument('<user>', 'id of the person')
    .option('--tenant <id>', oneTenant)
    .option('--platform <id>', 'only on this platform')
    .option(asOf, asOfMeans)
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
    .description('people and their accounts; offline')
    .option('--tenant <id...>', 'only these tenants')
    .option('--platform <id>', 'only on this platform')
    .option('--columns <names>', 'which columns: user,name,role,accessGroup,state, ...')
    .option('--hide-disabled', 'leave out accounts that are disabled or over; only a view')
    .option('--invited', 'only who was invited and has not come yet, with the age of the invitation')
    .option(asOf, asOfMeans)
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

  program
    .command('log')
    .description('what was applied, newest first')
    .option('--tenant <id...>', 'only these tenants')
    .option('--limit <number>', 'at most so many runs')
    .action(begins<LogOptions>(async (session, options) => (await import('./commands/log.ts')).log(session, options)))

  program
    .command('ledger')
    .description('the record of what was done')
    .command('verify')
    .description('prove that no record was changed, removed or put elsewhere')
    .option('--tenant <id...>', 'only these tenants')
    .option('--head <seq:hash>', 'where the chain stood, as apply printed it: proves the tail too')
    .action(
      begins<VerifyOptions>(async (session, options) =>
        (await import('./commands/ledger-verify.ts')).ledgerVerify(session, options),
      ),
    )

  program
    .command('unlock')
    .description('release the lock of a tenant whose owner is gone')
    .requiredOption('--tenant <id...>', 'these tenants')
    .action(
      begins<OfTenants>(async (session, options) => (await import('./commands/unlock.ts')).unlock(session, options)),
    )

  program
    .command('doctor')
    .description('check connections, identity, read rights, clocks and paging; writes nothing')
    .option('--tenant <id...>', 'only these tenants')
    .action(
      begins<OfTenants>(async (session, options) => (await import('./commands/doctor.ts')).doctor(session, options)),
    )

  program
    .command('demo')
    .description('the whole story on an embedded directory, in a temporary workspace')
    .option('--keep', 'keep the workspace, and say where it is')
    .action(
      begins<{ readonly keep?: boolean }>(async (session, options) =>
        (await import('./commands/demo.ts')).demo(session, options),
      ),
    )

  program
    .command('completion')
    .description('print the completion script of a shell')
    .argument('<shell>', 'bash, zsh, fish or powershell')
    .action(async (shell: string) =>
      begin(program.opts(), async (session) => (await import('./commands/completion.ts')).completion(session, shell)),
    )

  program
    .command('complete', { hidden: true })
    .argument('[words...]', 'the words of the line so far, after --')
    .allowExcessArguments()
    .action(async (words: readonly string[]) => (await import('./commands/complete.ts')).complete(program, words))

  return program
}
