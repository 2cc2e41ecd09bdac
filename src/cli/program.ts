import { Command } from 'commander'
import type { ApplyOptions } from './commands/apply.ts'
import type { DoctorOptions } from './commands/doctor.ts'
import type { DriftOptions } from './commands/drift.ts'
import type { FmtOptions } from './commands/fmt.ts'
import type { ImportOptions } from './commands/import.ts'
import type { InitOptions } from './commands/init.ts'
import type { VerifyOptions } from './commands/ledger-verify.ts'
import type { LogOptions } from './commands/log.ts'
import type { PlanOptions } from './commands/plan.ts'
import type { ShowOptions } from './commands/show.ts'
import { addQuestions, type Begin, type Begins } from './questions.ts'
import { addHistory } from './history.ts'
import { addLoop } from './loop.ts'
import { tool } from './tool.ts'
import { addWork } from './work.ts'

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
    .helpCommand('help [command...]', 'show help for a command')
    .option('-C, --workspace <folder>', 'folder to work in; roster.yaml is looked for here and above')
    .option('--json', 'one JSON document on stdout, and nothing else there')
    .option('--no-input', 'never ask; a missing answer is an error')
    .option('--no-color', 'no colour (NO_COLOR does the same)')
    .option('--verbose', 'show everything: no shortened lists, no shortened errors')
  const begins: Begins = (run) => async (options) => begin(program.opts(), (session) => run(session, options))

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
    .option('--github', 'also write workflows, CODEOWNERS and who approves; into a workspace that is there too')
    .option('--reviewers <names>', 'with --github: who reviews, as @owner/team; several with commas')
    .option('--branch <name>', 'with --github: the base branch', 'main')
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
    .option('--base <commit>', 'plan a pull request: addresses, credentials, gates and approvers are those of its base')
    .option('--changed', 'with --base: only tenants that the pull request can concern')
    .option('--shard <part>', 'only a part of the tenants, as 2/4; roster comment puts the parts together')
    .option('--out <file>', 'also write the plan to a file, as JSON')
    .option('--detailed-exitcode', 'exit 2 when there are changes')
    .action(
      begins<PlanOptions>(async (session, options) => (await import('./commands/plan.ts')).plan(session, options)),
    )

  program
    .command('show')
    .description('show a saved plan, and check that its digest is true')
    .argument('<file>', 'what plan --out or sign wrote')
    .option('--signer <file>', 'of a signed plan: whose signature counts, a file of allowed signers')
    .option('--identity <name>', 'with --signer: the one of them who has to have signed')
    .action(async (file: string, options: ShowOptions) =>
      begin(program.opts(), async (session) => (await import('./commands/show.ts')).show(session, file, options)),
    )

  program
    .command('apply')
    .description('plan again, compare with what was approved, carry it out, record it')
    .option('--tenant <id...>', 'only these tenants')
    .option('--digest <sha256:...>', 'consent to exactly this plan')
    .option('--approved <file>', 'consent to any part of this saved plan; --digest or --signer proves the file')
    .option('--signer <file>', 'with --approved: whose signature under it counts, a file of allowed signers')
    .option('--identity <name>', 'with --signer: the one of them who has to have signed')
    .option('--auto-approve', 'consent to whatever the plan says (gates still hold)')
    .option('--reviewed', 'what was agreed to on merged pull requests, and nothing else')
    .option('--branch <name>', 'with --reviewed: the base branch; otherwise the one that is checked out')
    .option('--repository <owner/name>', 'with --reviewed: where; GITHUB_REPOSITORY otherwise')
    .option('--revert <apply>', 'instead of the files: take back what this apply did, as roster revert shows it')
    .action(
      begins<ApplyOptions>(async (session, options) => (await import('./commands/apply.ts')).apply(session, options)),
    )

  program
    .command('drift')
    .description('show what changed in the directories behind our back; exit 2 when something did')
    .option('--tenant <id...>', 'only these tenants')
    .option('--pr', 'a pull request for each tenant where something did, with three ways for each thing')
    .option(
      '--base <branch>',
      'with --pr: the branch that requests are merged into; the one that is checked out otherwise',
    )
    .option('--repository <owner/name>', 'with --pr: where; GITHUB_REPOSITORY otherwise')
    .action(
      begins<DriftOptions>(async (session, options) => (await import('./commands/drift.ts')).drift(session, options)),
    )

  addQuestions({ program, begin, begins })
  addWork({ program, begin, begins })
  addLoop({ program, begin, begins })
  addHistory({ program, begin, begins })

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
    .option('--repo', 'instead: check what protects the repository, its workflows and its identities')
    .option('--repository <owner/name>', 'with --repo: which one; GITHUB_REPOSITORY or the remote otherwise')
    .option('--branch <name>', 'with --repo: the base branch', 'main')
    .option('--subject <subject...>', 'with --repo: what a cloud trusts, as repo:owner/name:environment:roster-apply')
    .action(
      begins<DoctorOptions>(async (session, options) =>
        (await import('./commands/doctor.ts')).doctor(session, options),
      ),
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
