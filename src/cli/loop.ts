import type { CommentOptions } from './commands/comment.ts'
import type { Line } from './questions.ts'

/** The part of the command line that turns with the forge: the plan on the request, and what drifted back into the files. */
export function addLoop({ program, begins }: Line): void {
  program
    .command('comment')
    .description('put a plan on its pull request: one comment, kept up to date')
    .option('--plan <file>', 'what plan --out wrote')
    .option('--failed <file>', 'instead of a plan: why there is none (a log)')
    .option('--pending', 'instead of a plan: say that one is being made')
    .option('--pull <number>', 'number of the pull request')
    .option('--head <commit>', 'the head that the plan was made for; a newer one is left alone')
    .option('--repository <owner/name>', 'where; GITHUB_REPOSITORY otherwise')
    .option('--record', 'also keep what the plan allows beside the ledger, so that an approval can be held against it')
    .option('--no-check', 'write no check')
    .option('--print', 'print the comment; post nothing')
    .action(
      begins<CommentOptions>(async (session, options) =>
        (await import('./commands/comment.ts')).comment(session, options),
      ),
    )
}
