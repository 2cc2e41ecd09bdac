import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { append, edit, write } from './files.ts'
import { seatsStory } from './seats.ts'

/** What a part of the story shows: a command of roster and the code it has to end with, or the change of the files. */
export type Step =
  | { readonly title: string; readonly command: () => readonly string[]; readonly exitCode: number }
  | { readonly title: string; readonly diff: true }

/** A chapter: what happens to the files first, whether that is committed, then what is shown. */
export interface Chapter {
  readonly prepare?: (folder: string) => void
  /** Message of a commit; none: the change stays open. */
  readonly commit?: string
  readonly steps: readonly Step[]
}

/** What the story looks up while it is told. */
export interface Props {
  readonly savedPlan: string
  /** Digest of the plan that was saved last. */
  readonly digest: () => string
  /** Where the ledger stands, `<seq>:<hash>`. */
  readonly head: (tenant: string) => string
  /** Path, and text, of a file that the story brings along. */
  readonly sample: (name: string) => string
  readonly sampleText: (name: string) => string
}

const tenant = 'northwind'
const folderOfTenant = `tenants/${tenant}`
const crew = ['Adam Novak', 'Bea Ruiz', 'Carl Sato', 'Dina Haddad', 'Emil Berg', 'Fay Okoro', 'Gil Moreau', 'Hana Kim']

/** The whole story, in order. */
export function story(props: Props): readonly Chapter[] {
  const { savedPlan, digest, head } = props
  const about = ['--organisation', 'Northwind MSP', '--timezone', 'Europe/Berlin', '--tenant', tenant]
  const init = ['init', ...about, '--tenant-name', 'Northwind Traders', '--domain', 'northwind.example', '--no-vscode']
  const says = (title: string, exitCode: number, command: () => readonly string[]): Step => ({
    title,
    exitCode,
    command,
  })
  const plan = ['plan', '--detailed-exitcode']
  const savingPlan = [...plan, '--out', savedPlan]
  return [
    { steps: [says('A workspace: people and groups as YAML, in a git repository.', 0, () => init)] },
    {
      prepare: (folder) => write(folder, `${folderOfTenant}/users.sales.yaml`, salesPeople()),
      commit: 'Northwind joins, with its sales team',
      steps: [
        says('A plan reads the live directory and shows the difference. It cannot write.', 2, () => savingPlan),
        says('Apply carries out what was reviewed: the digest says which plan.', 0, () => [
          'apply',
          '--digest',
          digest(),
        ]),
        says('Planned again, there is nothing to do.', 0, () => plan),
      ],
    },
    {
      prepare: (folder) => {
        edit(folder, `${folderOfTenant}/users.yaml`, 'title: Head of operations', 'title: Chief operating officer')
        append(folder, `${folderOfTenant}/users.yaml`, joiner)
      },
      steps: [
        { title: 'A change, as a pull request would show it: the lines,', diff: true },
        says('and what they mean for people.', 2, () => savingPlan),
      ],
    },
    {
      commit: 'Tom joins the service desk',
      steps: [says('Approved and merged: applied.', 0, () => ['apply', '--digest', digest()])],
    },
    {
      prepare: (folder) => rmSync(join(folder, folderOfTenant, 'users.sales.yaml')),
      steps: [
        says('Somebody deletes a file, and with it the sales team. A gate stops that,', 5, () => savingPlan),
        says('whatever consent is given.', 5, () => ['apply', '--digest', digest()]),
      ],
    },
    {
      prepare: (folder) => write(folder, `${folderOfTenant}/users.sales.yaml`, salesPeople()),
      steps: [says('With the file back there is nothing to do: nothing was written.', 0, () => plan)],
    },
    ...seatsStory(tenant, props),
    {
      steps: [
        says('What was applied is on record,', 0, () => ['log']),
        says('and the record proves that nobody changed it.', 0, () => ['ledger', 'verify', '--head', head(tenant)]),
      ],
    },
  ]
}

function salesPeople(): string {
  const people = crew.map((name) => {
    const [first = '', last = ''] = name.split(' ')
    const id = `${first}-${last}`.toLowerCase()
    return `${id}:\n  name: { first: ${first}, last: ${last} }\n  title: Sales\n  manager: ben-osei\n`
  })
  return `# yaml-language-server: $schema=../../schema/users.schema.json\n${people.join('')}`
}

const joiner = `tom-berg:
  name: { first: Tom, last: Berg }
  email: tom.berg@northwind.example
  department: service-desk
  manager: ana-li
`
