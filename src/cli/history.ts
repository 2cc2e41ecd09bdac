import type { SignOptions } from './commands/sign.ts'
import type { EvidenceOptions, EvidenceVerifyOptions, SampleOptions } from './commands/evidence.ts'
import type { ReportOptions } from './commands/report.ts'
import type { ReviewCloseOptions, ReviewStartOptions, ReviewStatusOptions } from './commands/review.ts'
import type { TimelineOptions } from './commands/timeline.ts'
import type { Line } from './questions.ts'

/** The part of the command line that looks back: how things came about, and proof of it. */
export function addHistory({ program, begin, begins }: Line): void {
  program
    .command('sign')
    .description('sign a saved plan, for an apply that no forge takes part in')
    .argument('<plan>', 'what plan --out wrote')
    .requiredOption('--key <file>', 'a private ed25519 key, of OpenSSH or PKCS #8')
    .requiredOption('--out <file>', 'where the signed plan goes')
    .action(async (plan: string, options: SignOptions) =>
      begin(program.opts(), async (session) => (await import('./commands/sign.ts')).sign(session, plan, options)),
    )

  const evidence = program
    .command('evidence')
    .description('proof for auditors: who had what at both ends of a period, and every change, in a signed folder')
    .option('--period <period>', 'a quarter (2026-Q3), a month (2026-11), a year, or two days (2026-07-01..2026-09-30)')
    .option('--out <folder>', 'where to; a folder that is not there yet, or is empty')
    .option('--tenant <id...>', 'only these tenants')
    .option('--key <file>', 'sign with this private ed25519 key, of OpenSSH or PKCS #8')
    .action(
      begins<EvidenceOptions>(async (session, options) =>
        (await import('./commands/evidence.ts')).evidence(session, options),
      ),
    )
  evidence
    .command('sample')
    .description('draw some of the changes of a period, the same ones for the same seed, and trace each')
    .option('--n <number>', 'how many; 25 where it is left out')
    .option('--seed <text>', 'what the drawing depends on')
    .option('--csv', 'the changes as CSV')
    .action(async (options: SampleOptions) =>
      begin(program.opts(), async (session) =>
        (await import('./commands/evidence.ts')).evidenceSample(session, {
          ...evidence.opts<EvidenceOptions>(),
          ...options,
        }),
      ),
    )
  evidence
    .command('verify')
    .description('prove a folder of evidence: signature, files, chains; exit 1 when anything in it was changed')
    .argument('<folder>', 'the folder')
    .option('--signer <file>', 'whose signatures count: a file of allowed signers, as ssh-keygen reads it')
    .option('--identity <name>', 'the one of them who has to have signed')
    .option('--manifest <sha256>', 'the hash of the manifest, as it was told when the folder was written')
    .action(async (folder: string, options: EvidenceVerifyOptions) =>
      begin(program.opts(), async (session) =>
        (await import('./commands/evidence.ts')).evidenceVerify(session, folder, options),
      ),
    )

  program
    .command('timeline')
    .description(
      'how a person, a group, an entity or a role came to be as it is: one row for each change that took effect',
    )
    .argument('<id>', 'a person, a group, an entity or a role')
    .option('--tenant <id>', 'whose; may be left out where there is one tenant')
    .option('--kind <kind>', 'user, group, entity or role, where the id is more than one of them')
    .option('--since <time>', 'only what took effect from this moment on (RFC 3339, or a day)')
    .option('--csv', 'the rows as CSV')
    .action(async (id: string, options: TimelineOptions) =>
      begin(program.opts(), async (session) => (await import('./commands/timeline.ts')).timeline(session, id, options)),
    )

  program
    .command('report')
    .description(
      'everything that is known offline, as one page for a browser: people, access, changes, seats; it loads nothing',
    )
    .option('--out <file>', 'where to', 'roster-report.html')
    .option('--tenant <id...>', 'only these tenants')
    .option('--plan <file...>', 'plans to show in it, as plan --out and drift --out wrote them')
    .action(
      begins<ReportOptions>(async (session, options) =>
        (await import('./commands/report.ts')).report(session, options),
      ),
    )

  const review = program
    .command('review')
    .description('reviews of access: who has what, decided line by line, and taken away')
  review
    .command('start')
    .description('freeze what people have, and write a file for each reviewer')
    .argument('<review>', 'a review of policies.yaml')
    .option('--tenant <id>', 'whose; may be left out where there is one tenant')
    .option('--own-access <reason>', 'why people whom nobody else could review may decide on their own access')
    .option('--pr', 'open a pull request; without it, write files')
    .option('--base <branch>', 'with --pr: the branch that it is merged into; the one that is checked out otherwise')
    .option('--repository <owner/name>', 'with --pr: where; GITHUB_REPOSITORY otherwise')
    .action(async (id: string, options: ReviewStartOptions) =>
      begin(program.opts(), async (session) =>
        (await import('./commands/review.ts')).reviewStart(session, id, options),
      ),
    )
  review
    .command('status')
    .description('where reviews stand, and whether what they took away is seen to be gone')
    .option('--tenant <id>', 'whose; may be left out where there is one tenant')
    .action(async (options: ReviewStatusOptions) =>
      begin(program.opts(), async (session) => (await import('./commands/review.ts')).reviewStands(session, options)),
    )
  review
    .command('close')
    .description('take what reviewers decided into the files; offline')
    .argument('<campaign>', 'as roster review status names it: quarterly-2026-12-01')
    .option('--tenant <id>', 'whose; may be left out where there is one tenant')
    .option('--pr', 'open a pull request; without it, write files')
    .option('--base <branch>', 'with --pr: the branch that it is merged into; the one that is checked out otherwise')
    .option('--repository <owner/name>', 'with --pr: where; GITHUB_REPOSITORY otherwise')
    .action(async (campaign: string, options: ReviewCloseOptions) =>
      begin(program.opts(), async (session) =>
        (await import('./commands/review.ts')).reviewClose(session, campaign, options),
      ),
    )
}
