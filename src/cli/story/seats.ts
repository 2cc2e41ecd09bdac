import { append, edit } from './files.ts'
import type { Chapter, Props, Step } from './story.ts'

/** The second part of the story: paid seats of a product in which people do the work. */
export function seatsStory(tenant: string, { savedPlan, digest, sample, sampleText }: Props): readonly Chapter[] {
  const users = `tenants/${tenant}/users.yaml`
  const says = (title: string, exitCode: number, ...command: readonly string[]): Step => ({
    title,
    exitCode,
    command: () => command,
  })
  const savingPlan = ['plan', '--detailed-exitcode', '--out', savedPlan]
  const observing = (list: string): readonly string[] => ['observe', 'helpdesk', sample(list), '--by', 'ana-li']
  return [
    {
      prepare: (folder) => {
        append(folder, `tenants/${tenant}/tenant.yaml`, sampleText('subscription.yaml'))
        edit(folder, users, beforeAccount.ana, `${beforeAccount.ana}  dailyAccount: exempt\n${account('admin')}`)
        edit(folder, users, beforeAccount.ben, `${beforeAccount.ben}${account('beginner')}`)
        edit(folder, users, beforeAccount.eva, `${beforeAccount.eva}${account('beginner')}`)
      },
      commit: 'A product of the service desk, and its three paid seats',
      steps: [
        says(
          'A product without an interface: the list that it exports says who works there.',
          0,
          ...observing('technicians.csv'),
          '--purchased',
          '3',
        ),
      ],
    },
    {
      prepare: (folder) => append(folder, users, account('beginner')),
      steps: [says('Tom needs a seat, and none is free. Nothing is bought that nobody agreed to.', 5, ...savingPlan)],
    },
    {
      prepare: (folder) =>
        edit(folder, users, `${beforeAccount.ben}${account('beginner')}`, `${beforeAccount.ben}${nothingToKeep}`),
      commit: 'Tom takes over the seat of Ben',
      steps: [
        says('Ben needs his no more. Disabled first, it is free for Tom, and costs nothing.', 0, ...savingPlan),
        {
          title: 'Applied, the plan becomes a work order: what to click, and in which order.',
          exitCode: 0,
          command: () => ['apply', '--digest', digest()],
        },
        says('Whoever has done it says so,', 0, 'attest', 'helpdesk-1', '1', '2', '--by', 'ana-li'),
        says('and the list of the product proves it.', 0, ...observing('technicians.later.csv')),
        says('What is paid, who has it, and what it costs.', 0, 'seats'),
      ],
    },
  ]
}

/** Lines of users.yaml behind which an account goes. */
const beforeAccount = {
  ana: 'email: ana.li@northwind.example\n',
  ben: 'email: ben.osei@northwind.example\n',
  eva: 'email: eva.lo@northwind.example\n',
} as const

/** What the product erases with an account is not needed. */
const nothingToKeep = '  leaving: { accept: [personalReports] }\n'

function account(role: string): string {
  const reason = role === 'admin' ? ', reason: runs the desk' : ''
  return `  platforms: { helpdesk: { role: ${role}${reason} } }\n`
}
