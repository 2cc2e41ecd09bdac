import { exit } from '../model/exit-code.ts'
import { UsageError } from '../model/fault.ts'
import type { Answer } from '../report/answer.ts'
import type { Side } from '../report/side.ts'
import { withDeclared, withSide } from '../report/side.ts'
import type { Asked } from './inquiry.ts'
import { refuseTwoForms, tell, tellUnsound } from './inquiry.ts'
import type { Session } from './session.ts'
import { sidesOf, viewOf, type Sided, type SidedOptions, type Sides } from './sides.ts'

/** Answers a question about one tenant from the side that is asked for, with what is declared beside it where that differs. */
export async function inquireSided(
  session: Session,
  options: SidedOptions,
  answer: (asked: Asked) => Answer | Promise<Answer>,
): Promise<number> {
  refuseTwoForms(session, options)
  const tenant = typeof options.tenant === 'object' ? options.tenant[0] : options.tenant
  const sides = await sidesOf(session, await viewOf(session, options), tenant)
  return 'main' in sides
    ? tell(session, options, await answered(sides, answer))
    : tellUnsound(session, sides.diagnostics)
}

/** One answer out of both sides. What one side has never heard of is nothing there, as long as the other has. */
async function answered(
  { main, declared }: Sides,
  answer: (asked: Asked) => Answer | Promise<Answer>,
): Promise<Answer> {
  const first = await attempted(main, answer)
  if (declared === undefined) return first instanceof UsageError ? refused(first) : first
  const second = await attempted(declared, answer)
  if (first instanceof UsageError)
    return second instanceof UsageError
      ? refused(first)
      : withDeclared(told(main, nothing(second, 'Nothing of this was in effect.')), second)
  return withDeclared(
    first,
    second instanceof UsageError ? told(declared, nothing(first, 'Nothing of this was declared.')) : second,
  )
}

async function attempted(
  sided: Sided,
  answer: (asked: Asked) => Answer | Promise<Answer>,
): Promise<Answer | UsageError> {
  try {
    return told(sided, await answer(sided.asked))
  } catch (error) {
    if (error instanceof UsageError) return error
    throw error
  }
}

function refused(error: UsageError): never {
  throw error
}

/** The answer of a side that knows nothing of what is asked about, in the form of the other side's. */
function nothing({ document, table, exitCode }: Answer, why: string): Answer {
  const emptied = Object.fromEntries(
    Object.entries(document).map(([name, value]): [string, unknown] => [name, Array.isArray(value) ? [] : value]),
  )
  const columns = table.columns.filter(({ name }) => name !== 'source')
  return { exitCode, document: emptied, table: { columns, rows: [] }, text: ({ ink }) => `${ink.plain(why)}\n` }
}

function told({ side }: Sided, answer: Answer): Answer {
  return side === undefined ? answer : withSides(answer, [{ tenant: '', side }])
}

/** An answer about several tenants, which says where it comes from. */
export function withSides(answer: Answer, all: readonly { readonly tenant: string; readonly side: Side }[]): Answer {
  const [first, ...others] = all
  if (first === undefined) return answer
  const words = all.flatMap(({ tenant, side }) =>
    side.words.map((line) => (others.length === 0 ? line : `${tenant}: ${line}`)),
  )
  const unknown = all.flatMap(({ side }) => side.unknown)
  const isUnread = all.some(({ side }) => side.unread === true)
  const side: Side = { ...first.side, words, unknown, ...(isUnread ? { unread: true } : {}) }
  return withSide(
    { ...answer, exitCode: isUnread && answer.exitCode === exit.done ? exit.unreadable : answer.exitCode },
    side,
  )
}
