import type { Contract } from '../accounts/contract.ts'
import { typeRules } from '../accounts/contract.ts'
import { spokenWord } from '../accounts/spoken.ts'
import type { Bundle } from './bundles.ts'
import { calledIn, valuesOf } from './filled.ts'
import { labelOf, typedPaths } from './typed.ts'

/** Rows of people whom a platform imports, below their columns. */
export interface ImportSheet {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** What is imported in one turn: a row for each person, with what the platform asks for and their telephone numbers. */
export function importSheet(contract: Contract, bundle: Bundle): ImportSheet {
  const newcomers = bundle.flatMap((operation) =>
    operation.kind === 'account' && operation.verb === 'create' ? [operation.after] : [],
  )
  const type = newcomers[0]?.type ?? ''
  const { login = 'email', at } = typeRules(contract.subscription.rules, type)
  const users = newcomers.map(({ user }) => user)
  const paths = [...new Set([login, ...typedPaths(contract, type, users)])]
  const place = at === undefined ? [] : [spokenWord(at.kind)]
  return {
    columns: [...paths.map(labelOf), ...place].map(capital),
    rows: newcomers.map((newcomer) => {
      const person = contract.desired.people.get(newcomer.user)
      const values = person === undefined ? new Map<string, string>() : valuesOf(person)
      const known = new Map([...values, [login, newcomer.login] as const])
      const where = newcomer.at === undefined ? '' : calledIn(contract, newcomer.at)
      return [...paths.map((path) => known.get(path) ?? ''), ...place.map(() => where)]
    }),
  }
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
}
