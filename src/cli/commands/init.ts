import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { UsageError } from '../../model/fault.ts'
import { exit } from '../../model/exit-code.ts'
import { originOf } from '../loop/repository.ts'
import { ask } from '../question.ts'
import { checked, questions, reviewersIn, reviewersQuestion, type Answers, type Question } from '../scaffold/answers.ts'
import { scaffold } from '../scaffold/files.ts'
import { addGithub } from '../scaffold/existing.ts'
import { githubFiles } from '../scaffold/github.ts'
import type { Session } from '../session.ts'
import { home, tool } from '../tool.ts'
import { schemaText } from './schema.ts'

export type InitOptions = Partial<Answers> & {
  readonly defaults?: boolean
  readonly samples?: boolean
  readonly github?: boolean
  readonly reviewers?: string
  readonly branch: string
}

/** `roster init`: makes a workspace. Every answer has a flag; nothing that exists is overwritten. */
export async function init(session: Session, options: InitOptions): Promise<number> {
  const isThere = existsSync(join(session.folder, 'roster.yaml'))
  if (options.github !== true) {
    if (isThere) throw new UsageError(`${session.folder} is a workspace already: it has a roster.yaml.`)
    return written(session, await newFiles(session, options), options.samples === false ? importNext : offlineNext)
  }
  refuseBelow(session.folder)
  const asked = [reviewersQuestion((await originOf(session, session.folder))?.split('/')[0])]
  return isThere ? intoWorkspace(session, options, asked) : withGithub(session, options, asked)
}

async function withGithub(session: Session, options: InitOptions, asked: readonly Question[]): Promise<number> {
  const answers = await answersOf(session, options, [...questions, ...asked])
  const reviewers = reviewersIn(answers.reviewers ?? '')
  const files = scaffold(answers, { schemaText, samples: options.samples ?? true, reviewers })
  return written(session, unused(session, new Map([...files, ...github(options, reviewers)])), githubNext)
}

/** Where there is a workspace already: what is missing is written, what is there stays. */
async function intoWorkspace(session: Session, options: InitOptions, asked: readonly Question[]): Promise<number> {
  const { reviewers: answer = '' } = await answersTo(session, options, asked)
  const reviewers = reviewersIn(answer)
  const { folder } = session
  const missing = [...github(options, reviewers)].filter(([path]) => !existsSync(join(folder, path)))
  const text = readFileSync(join(folder, 'roster.yaml'), 'utf8')
  const settings = addGithub({ text, reviewers, recorded: existsSync(join(folder, '.roster/ledger')) })
  return written(session, new Map(missing), githubNext, settings)
}

function github(options: InitOptions, reviewers: readonly string[]): ReadonlyMap<string, string> {
  const { name, version } = tool()
  const workflowText = (workflow: string): string =>
    readFileSync(new URL(`.github/workflows/${workflow}.yml`, home), 'utf8')
  return githubFiles({ reviewers, branch: branchIn(options), package: `${name}@${version}`, workflowText })
}

function branchIn({ branch }: InitOptions): string {
  if (/^[A-Za-z0-9][\w.-]*(\/[A-Za-z0-9][\w.-]*)*$/.test(branch)) return branch
  throw new UsageError(
    `--branch ${JSON.stringify(branch)}: use letters, digits, dots, dashes, underscores and slashes.`,
  )
}

/** GitHub looks for workflows at the top of a repository only. */
function refuseBelow(folder: string): void {
  if (existsSync(join(folder, '.git'))) return
  for (let at = dirname(folder); dirname(at) !== at; at = dirname(at)) {
    if (existsSync(join(at, '.git')))
      throw new UsageError(
        `${folder} lies inside the repository ${at}: GitHub reads workflows at its top only. Run it there.`,
      )
  }
}

async function newFiles(session: Session, options: InitOptions): Promise<ReadonlyMap<string, string>> {
  const answers = await answersOf(session, options, questions)
  return unused(session, scaffold(answers, { schemaText, samples: options.samples ?? true }))
}

/** The files, where none of them is there yet. */
function unused({ folder }: Session, files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const taken = [...files.keys()].filter((path) => path !== '.gitignore' && existsSync(join(folder, path)))
  if (taken.length === 0) return files
  throw new UsageError(
    `Nothing was written: ${taken.join(', ')} would be overwritten. Choose another folder or tenant id.`,
  )
}

const offlineNext = 'Next: roster validate, roster plan, roster apply.'
const importNext =
  'Next: name your directory in tenant.yaml (mode: observe), then roster doctor, roster import --tenant <id>, roster plan.'
const githubNext =
  'Next: commit and push to the base branch, then open a pull request. roster doctor --repo says what to protect.'

/** Writes the files, and `settings` into roster.yaml, and says so. */
function written(
  { folder, output, ink }: Session,
  files: ReadonlyMap<string, string>,
  next: string,
  settings?: { readonly text: string; readonly added: readonly string[] },
): number {
  const made = [...files].filter(([path, text]) => writeOne(join(folder, path), text)).map(([path]) => path)
  const edited = settings === undefined || settings.added.length === 0 ? [] : settings.added
  if (settings !== undefined && edited.length > 0) writeFileSync(join(folder, 'roster.yaml'), settings.text)
  output.result({
    document: () => ({
      formatVersion: '1.0',
      kind: 'init',
      folder,
      files: made,
      ...(edited.length > 0 ? { edited } : {}),
    }),
    text: () =>
      [
        ...made.map((path) => `${ink.add('+')} ${ink.plain(path)}`),
        ...edited.map((key) => `${ink.change('~')} ${ink.plain(`roster.yaml: ${key}`)}`),
        ...(made.length + edited.length === 0 ? ['Everything is there already.'] : []),
        '',
        ink.plain(next),
        '',
      ].join('\n'),
  })
  return exit.done
}

type Answered = Answers & { readonly reviewers?: string }

async function answersOf(session: Session, options: InitOptions, asked: readonly Question[]): Promise<Answered> {
  const answers = await answersTo(session, options, asked, ['--vscode or --no-vscode'])
  const vscode = options.vscode ?? (options.defaults === true ? false : await askYesOrNo(session))
  return { ...(answers as Omit<Answered, 'vscode'>), vscode }
}

async function answersTo(
  session: Session,
  options: InitOptions,
  asked: readonly Question[],
  also: readonly string[] = [],
): Promise<Partial<Answered>> {
  refuseToGuess(session, options, asked, also)
  let answers: Partial<Answered> = {}
  for (const question of asked) {
    const otherwise = question.otherwise(answers)
    const given = options[question.name] ?? (options.defaults === true ? otherwise : undefined)
    const answer = given === undefined ? await askUntilItWillDo(session, question, otherwise) : checked(question, given)
    answers = { ...answers, [question.name]: answer }
  }
  return answers
}

/** Without a person to ask, every flag that is missing is named at once. */
function refuseToGuess(
  session: Session,
  options: InitOptions,
  asked: readonly Question[],
  also: readonly string[],
): void {
  if (session.interactive || options.defaults === true) return
  const missing = asked.filter((question) => options[question.name] === undefined).map((question) => question.flag)
  const all = options.vscode === undefined ? [...missing, ...also] : missing
  if (all.length > 0)
    throw new UsageError(`Nobody is here to answer. Give ${all.join(', ')}; or --defaults for all of them.`)
}

async function askUntilItWillDo(session: Session, question: Question, otherwise: string): Promise<string> {
  for (;;) {
    const answer = await ask(session, question.words, otherwise)
    const problem = question.problem(answer)
    if (problem === undefined) return answer
    session.output.note(`${session.noteInk.warn(problem)}\n`)
  }
}

async function askYesOrNo(session: Session): Promise<boolean> {
  return /^y(es)?$/i.test(await ask(session, 'Write settings for Visual Studio Code (yes or no)?', 'no'))
}

/** Writes a new file; adds our line to a .gitignore that is there. Says whether anything was written. */
function writeOne(path: string, text: string): boolean {
  mkdirSync(dirname(path), { recursive: true })
  if (!existsSync(path)) {
    writeFileSync(path, text, { flag: 'wx' })
    return true
  }
  const before = readFileSync(path, 'utf8')
  if (/^\/?\.roster\/?\s*$/m.test(before)) return false
  writeFileSync(path, `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${text}`)
  return true
}
