import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { UsageError } from '../../model/fault.ts'
import { exit } from '../../model/exit-code.ts'
import { ask } from '../question.ts'
import { checked, questions, type Answers } from '../scaffold/answers.ts'
import { scaffold } from '../scaffold/files.ts'
import type { Session } from '../session.ts'
import { schemaText } from './schema.ts'

export type InitOptions = Partial<Answers> & { readonly defaults?: boolean; readonly samples?: boolean }

/** `roster init`: makes a workspace. Every answer has a flag; nothing that exists is overwritten. */
export async function init(session: Session, options: InitOptions): Promise<number> {
  const { folder, output, ink } = session
  if (existsSync(join(folder, 'roster.yaml')))
    throw new UsageError(`${folder} is a workspace already: it has a roster.yaml.`)
  const files = scaffold(await answersOf(session, options), { schemaText, samples: options.samples ?? true })
  const taken = [...files.keys()].filter((path) => path !== '.gitignore' && existsSync(join(folder, path)))
  if (taken.length > 0) {
    throw new UsageError(
      `Nothing was written: ${taken.join(', ')} would be overwritten. Choose another folder or tenant id.`,
    )
  }
  const written = [...files].filter(([path, text]) => writeOne(join(folder, path), text)).map(([path]) => path)
  output.result({
    document: () => ({ formatVersion: '1.0', kind: 'init', folder, files: written }),
    text: () =>
      [
        ...written.map((path) => `${ink.add('+')} ${ink.plain(path)}`),
        '',
        ink.plain('Next: roster validate, roster plan, roster apply.'),
        '',
      ].join('\n'),
  })
  return exit.done
}

async function answersOf(session: Session, options: InitOptions): Promise<Answers> {
  refuseToGuess(session, options)
  let answers: Partial<Answers> = {}
  for (const question of questions) {
    const otherwise = question.otherwise(answers)
    const given = options[question.name] ?? (options.defaults === true ? otherwise : undefined)
    const answer = given === undefined ? await askUntilItWillDo(session, question, otherwise) : checked(question, given)
    answers = { ...answers, [question.name]: answer }
  }
  const vscode = options.vscode ?? (options.defaults === true ? false : await askYesOrNo(session))
  return { ...(answers as Omit<Answers, 'vscode'>), vscode }
}

/** Without a person to ask, every flag that is missing is named at once. */
function refuseToGuess(session: Session, options: InitOptions): void {
  if (session.interactive || options.defaults === true) return
  const missing = questions.filter((question) => options[question.name] === undefined).map((question) => question.flag)
  const all = options.vscode === undefined ? [...missing, '--vscode or --no-vscode'] : missing
  if (all.length > 0)
    throw new UsageError(`Nobody is here to answer. Give ${all.join(', ')}; or --defaults for all of them.`)
}

async function askUntilItWillDo(
  session: Session,
  question: (typeof questions)[number],
  otherwise: string,
): Promise<string> {
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
