import type { AdoptOptions } from './commands/adopt.ts'
import type { CommentOptions } from './commands/comment.ts'
import type { ForgetOptions } from './commands/forget.ts'
import type { RevertOptions } from './commands/revert.ts'
import type { Line } from './questions.ts'

/** The part of the command line that turns with the forge: the plan on the request, and what drifted back into the files. */
export function addLoop({ program, begin, begins }: Line): void {
  program
    .command('comment')
    .description('put a plan on its pull request: one comment, kept up to date')
    .option('--plan <file...>', 'what plan --out wrote; every part, where the tenants were planned in parts')
    .option('--failed <file>', 'instead of a plan: why there is none (a log)')
    .option('--pending', 'instead of a plan: say that one is being made')
    .option('--pull <number>', 'number of the pull request')
    .option('--head <commit>', 'the head that the plan was made for; a newer one is left alone')
    .option('--repository <owner/name>', 'where; GITHUB_REPOSITORY otherwise')
    .option('--record', 'also keep what the plan allows beside the ledger, so that an approval can be held against it')
    .option('--when <what>', 'make a new comment: always, changes (the default), or costRises')
    .option('--no-check', 'write no check')
    .option('--print', 'print the comment; post nothing')
    .action(
      begins<CommentOptions>(async (session, options) =>
        (await import('./commands/comment.ts')).comment(session, options),
      ),
    )

  program
    .command('revert')
    .description('show what would take an apply back, made of what it had found; writes nothing')
    .argument('<apply>', 'its id, as roster log shows it, or the first 8 characters or more')
    .option('--tenant <id...>', 'look for it in the ledgers of these tenants only')
    .option('--out <file>', 'also write the plan to a file, as JSON')
    .action(async (apply: string, options: RevertOptions) =>
      begin(program.opts(), async (session) => (await import('./commands/revert.ts')).revert(session, apply, options)),
    )

  program
    .command('adopt')
    .description("write what was changed behind roster's back into the files, so that the next plan leaves it")
    .argument('[address...]', 'what is to be taken over, as roster drift shows it: tenant/directory/kind/id')
    .option('--all', 'everything that drifted')
    .option('--tenant <id...>', 'with --all: only these tenants')
    .action(async (addresses: readonly string[], options: AdoptOptions) =>
      begin(program.opts(), async (session) =>
        (await import('./commands/adopt.ts')).adopt(session, addresses, options),
      ),
    )

  program
    .command('forget')
    .description('leave something as it is until a day: an entry of leave.yaml; offline')
    .argument('<address>', 'what stays as it is: tenant/directory/kind/id')
    .requiredOption('--until <day>', 'the last day, as 2026-12-31')
    .requiredOption('--reason <text>', 'why')
    .option('--only <attributes...>', 'only these attributes, by the names that plans show')
    .action(async (address: string, options: ForgetOptions) =>
      begin(program.opts(), async (session) =>
        (await import('./commands/forget.ts')).forget(session, address, options),
      ),
    )
}
