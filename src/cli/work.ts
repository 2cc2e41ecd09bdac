import type { AttestOptions } from './commands/attest.ts'
import type { CalendarOptions } from './commands/calendar.ts'
import type { ObserveOptions } from './commands/observe.ts'
import type { ForecastOptions, SeatsOptions } from './commands/seats.ts'
import type { TasksOptions } from './commands/tasks.ts'
import type { TasksSyncOptions } from './commands/tasks-sync.ts'
import type { Line } from './questions.ts'

/** The part of the command line that is about paid seats, what time brings, and work by hand. */
export function addWork({ program, begin, begins }: Line): void {
  const ofTenants = 'only these tenants'
  const asOf = '--as-of <time>'
  const asOfMeans = 'judge starts, ends and cycles at this moment (RFC 3339, or a day)'
  const csv = 'the answer as CSV'

  const seats = program
    .command('seats')
    .description('paid seats: how many, who has one, what they cost, which are wasted; offline')
    .option('--tenant <id...>', ofTenants)
    .option('--platform <id>', 'only on this platform, or of this contract')
    .option('--stale <days>', 'who was not seen for so long: 60d')
    .option(asOf, asOfMeans)
    .option('--csv', csv)
    .action(
      begins<SeatsOptions>(async (session, options) => (await import('./commands/seats.ts')).seats(session, options)),
    )
  seats
    .command('forecast')
    .description('what the seats come to, cycle by cycle: a chart, and the days on which they are short')
    .option('--months <number>', 'how far to look; 12 where it is left out')
    .action(async (options: Pick<ForecastOptions, 'months'>) =>
      begin(program.opts(), async (session) =>
        (await import('./commands/seats.ts')).seatsForecast(session, { ...seats.opts<SeatsOptions>(), ...options }),
      ),
    )

  program
    .command('calendar')
    .description('what time brings: starts, ends, cycles and what they cost, reviews, deletions; offline')
    .option('--tenant <id...>', ofTenants)
    .option('--months <number>', 'how far to look; 3 where it is left out')
    .option(asOf, asOfMeans)
    .option('--csv', csv)
    .action(
      begins<CalendarOptions>(async (session, options) =>
        (await import('./commands/calendar.ts')).calendar(session, options),
      ),
    )

  program
    .command('observe')
    .description(
      'read a list that was exported from a platform: what it shows counts as live; exit 2 when it is not as agreed',
    )
    .argument('<subscription>', 'the contract with the platform, by its id')
    .argument('<file>', 'the list, as CSV or XLSX')
    .option('--tenant <id>', 'whose contract it is; may be left out where there is one tenant')
    .option('--export <name>', 'which list of the platform it is, where there are several')
    .option('--purchased <seats>', 'how many seats the platform says are paid')
    .option('--accept <why>', 'what the platform shows of seats counts from now on, and why')
    .option('--by <person>', 'who exported it; left out: the account of this machine')
    .option('--partial', 'the list is only a part: nothing follows for whoever is not in it')
    .option('--gone <addresses...>', 'accounts that somebody looked for, and that are not on the platform any more')
    .action(async (subscription: string, file: string, options: ObserveOptions) =>
      begin(program.opts(), async (session) =>
        (await import('./commands/observe.ts')).observe(session, { subscription, file }, options),
      ),
    )

  const tasks = program
    .command('tasks')
    .description('what people are asked to do by hand, by whom and by when; read from the ledger')
    .option('--tenant <id...>', ofTenants)
    .option('--all', 'what is done and verified too')
    .option('--csv', csv)
    .action(
      begins<TasksOptions>(async (session, options) => (await import('./commands/tasks.ts')).tasks(session, options)),
    )
  tasks
    .command('sync')
    .description('record what people ticked and said in the issues of work orders, and bring the issues up to date')
    .option('--repository <owner/name>', 'where the issues are; GITHUB_REPOSITORY otherwise')
    .action(async (options: Pick<TasksSyncOptions, 'repository'>) =>
      begin(program.opts(), async (session) => {
        const { tenant } = tasks.opts<TasksOptions>()
        return (await import('./commands/tasks-sync.ts')).tasksSync(session, {
          ...options,
          ...(tenant === undefined ? {} : { tenant }),
        })
      }),
    )

  program
    .command('attest')
    .description('take down that somebody did steps of a work order')
    .argument('<order>', 'the work order, as helpdesk-1')
    .argument('<step...>', 'numbers of its steps')
    .requiredOption('--by <person>', 'id of the person who did it')
    .option('--on <day>', 'when it was done; today, where it is left out')
    .option('--note <text>', 'what is to be remembered of it')
    .option('--tenant <id>', 'whose order it is; may be left out where there is one tenant')
    .action(async (order: string, steps: readonly string[], options: AttestOptions) =>
      begin(program.opts(), async (session) =>
        (await import('./commands/attest.ts')).attest(session, { order, steps }, options),
      ),
    )
}
