import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { GitFailed, run as git } from '../git/git.ts'

/** What a part of the story shows: a command of roster and the code it has to end with, or the change of the files. */
export type Step =
  | { readonly title: string; readonly command: readonly string[]; readonly exitCode: number }
  | { readonly title: string; readonly diff: true }

/** A chapter: what happens to the files first, then what is shown. */
export interface Chapter {
  readonly prepare?: (folder: string) => void
  /** Message of the commit that ends it; none: no commit. */
  readonly commit?: string
  readonly steps: readonly Step[]
}

const tenant = 'tenants/northwind'
const crew = ['Adam Novak', 'Bea Ruiz', 'Carl Sato', 'Dina Haddad', 'Emil Berg', 'Fay Okoro', 'Gil Moreau', 'Hana Kim']

/** The whole story, in order. `digestOf` reads the digest of the plan that was saved last. */
export function story(savedPlan: string, digestOf: () => string): readonly (Chapter | (() => Chapter))[] {
  const init = ['init', '--organisation', 'Northwind MSP', '--timezone', 'Europe/Berlin', '--tenant', 'northwind']
  return [
    {
      steps: [
        {
          title: 'A workspace: people and groups as YAML, in a git repository.',
          command: [...init, '--tenant-name', 'Northwind Traders', '--domain', 'northwind.example', '--no-vscode'],
          exitCode: 0,
        },
      ],
    },
    {
      prepare: (folder) => write(folder, `${tenant}/users.sales.yaml`, salesPeople()),
      commit: 'Northwind joins, with its sales team',
      steps: [
        {
          title: 'A plan reads the live directory and shows the difference. It cannot write.',
          command: ['plan', '--out', savedPlan],
          exitCode: 0,
        },
      ],
    },
    () => ({
      steps: [
        {
          title: 'Apply carries out what was reviewed: the digest says which plan.',
          command: ['apply', '--digest', digestOf()],
          exitCode: 0,
        },
        { title: 'Planned again, there is nothing to do.', command: ['plan', '--detailed-exitcode'], exitCode: 0 },
      ],
    }),
    {
      prepare: (folder) => {
        edit(folder, `${tenant}/users.yaml`, 'title: Head of operations', 'title: Chief operating officer')
        append(folder, `${tenant}/users.yaml`, joiner)
      },
      steps: [
        { title: 'A change, as a pull request would show it: the lines,', diff: true },
        {
          title: 'and what they mean for people.',
          command: ['plan', '--detailed-exitcode', '--out', savedPlan],
          exitCode: 2,
        },
      ],
    },
    () => ({
      prepare: () => {},
      commit: 'Tom joins the service desk',
      steps: [{ title: 'Approved and merged: applied.', command: ['apply', '--digest', digestOf()], exitCode: 0 }],
    }),
    {
      prepare: (folder) => rmSync(join(folder, tenant, 'users.sales.yaml')),
      steps: [
        {
          title: 'Somebody deletes a file, and with it the sales team. A gate stops that,',
          command: ['plan'],
          exitCode: 5,
        },
        { title: 'whatever consent is given.', command: ['apply', '--auto-approve'], exitCode: 5 },
      ],
    },
    {
      prepare: (folder) => write(folder, `${tenant}/users.sales.yaml`, salesPeople()),
      steps: [
        {
          title: 'With the file back, nothing is to be done: nothing was written.',
          command: ['plan', '--detailed-exitcode'],
          exitCode: 0,
        },
        { title: 'What was applied is on record,', command: ['log'], exitCode: 0 },
        { title: 'and the record proves that nobody changed it.', command: ['ledger', 'verify'], exitCode: 0 },
      ],
    },
  ]
}

/** Makes the folder a git repository; false where git is not installed, and the story goes on without it. */
export async function beginHistory(folder: string, env: Environment): Promise<boolean> {
  try {
    await git({ root: folder, env }, { args: ['init', '--quiet', '--initial-branch=main'] })
    return true
  } catch (error) {
    if (error instanceof GitFailed) return false
    throw error
  }
}

type Environment = Readonly<Record<string, string | undefined>>

/** Commits everything that roster.yaml's .gitignore lets through. */
export async function commit(folder: string, env: Environment, message: string): Promise<void> {
  await git({ root: folder, env }, { args: ['add', '--all'] })
  await git({ root: folder, env }, { args: ['commit', '--quiet', '--allow-empty', '--message', message] })
}

/** The uncommitted change, as git shows it. */
export async function diff(folder: string, env: Environment, colour: boolean): Promise<string> {
  const args = ['diff', '--no-ext-diff', '--unified=1', colour ? '--color=always' : '--color=never']
  return (await git({ root: folder, env }, { args })).toString('utf8')
}

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

function edit(folder: string, path: string, before: string, after: string): void {
  write(folder, path, readFileSync(join(folder, path), 'utf8').replace(before, after))
}

function append(folder: string, path: string, text: string): void {
  write(folder, path, readFileSync(join(folder, path), 'utf8') + text)
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
