import { idMistake } from '../../language/load/ids.ts'
import { UsageError } from '../../model/fault.ts'

/** What a new workspace is made of. */
export interface Answers {
  readonly organisation: string
  readonly timezone: string
  readonly tenant: string
  readonly tenantName: string
  readonly domain: string
  readonly vscode: boolean
}

/** Who reviews on the forge, out of an answer: `@owner/team, @login`. */
export function reviewersIn(answer: string): readonly string[] {
  return answer.split(/[\s,]+/).filter((name) => name !== '')
}

/** The question that comes with `--github`; `owner` is whose repository it is, where that is known. */
export function reviewersQuestion(owner: string | undefined): Question {
  return {
    name: 'reviewers',
    flag: '--reviewers',
    words: 'Who reviews changes on GitHub, as @owner/team or @login (several with commas)?',
    otherwise: () => `@${owner ?? 'example'}/leads`,
    problem: (answer) => {
      const names = reviewersIn(answer)
      const wrong = names.find((name) => !/^@[A-Za-z0-9][A-Za-z0-9-]*(\/[A-Za-z0-9][\w.-]*)?$/.test(name))
      if (names.length > 0 && wrong === undefined) return undefined
      return `${wrong === undefined ? 'Nobody' : JSON.stringify(wrong)} is no reviewer, as @acme/leads or @ana-li is.`
    },
  }
}

/** One question of `init`: its flag, its words, its default (which may follow from earlier answers), and what an answer must be. */
export interface Question {
  readonly name: Exclude<keyof Answers, 'vscode'> | 'reviewers'
  readonly flag: string
  readonly words: string
  readonly otherwise: (before: Partial<Answers>) => string
  /** Why an answer will not do; undefined where it will. */
  readonly problem: (answer: string) => string | undefined
}

/** The questions, in their order; one more, about the editor, is answered by yes or no. */
export const questions: readonly Question[] = [
  {
    name: 'organisation',
    flag: '--organisation',
    words: 'What is your organisation called?',
    otherwise: () => 'My organisation',
    problem: nameProblem,
  },
  {
    name: 'timezone',
    flag: '--timezone',
    words: 'In which time zone are its days counted?',
    otherwise: () => new Intl.DateTimeFormat().resolvedOptions().timeZone,
    problem: (answer) => (isZone(answer) ? undefined : 'That is not a zone of the IANA database, as Europe/Berlin is.'),
  },
  {
    name: 'tenant',
    flag: '--tenant',
    words: 'Id of the first tenant (small letters, digits, dashes)?',
    otherwise: () => 'sample',
    problem: (answer) => idMistake(answer)?.message,
  },
  {
    name: 'tenantName',
    flag: '--tenant-name',
    words: 'What is that tenant called?',
    otherwise: () => 'Sample tenant',
    problem: nameProblem,
  },
  {
    name: 'domain',
    flag: '--domain',
    words: 'What is its mail domain?',
    otherwise: ({ tenant = 'sample' }) => `${tenant.replaceAll(/[._]/g, '-')}.example`,
    problem: (answer) =>
      /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/.test(answer)
        ? undefined
        : 'That is not a domain, as acme.example is.',
  },
]

/** Refuses a flag whose value will not do. */
export function checked(question: Question, answer: string): string {
  const problem = question.problem(answer)
  if (problem === undefined) return answer
  throw new UsageError(`${question.flag} ${JSON.stringify(answer)}: ${problem}`)
}

function nameProblem(answer: string): string | undefined {
  if (answer.trim() === '') return 'A name cannot be empty.'
  if (answer.length > 200) return 'A name has at most 200 characters.'
  return /[\p{C}\p{Zl}\p{Zp}]/u.test(answer) ? 'A name cannot hold control or invisible characters.' : undefined
}

function isZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
