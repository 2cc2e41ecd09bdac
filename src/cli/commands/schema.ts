import { readdirSync, readFileSync } from 'node:fs'
import { nearest } from '../../language/load/nearest.ts'
import { UsageError } from '../../model/fault.ts'
import { exit } from '../../model/exit-code.ts'
import type { Session } from '../session.ts'
import { home } from '../tool.ts'

const folder = new URL('schema/', home)
const ending = '.schema.json'

/** `roster schema`: prints the JSON Schema of a kind; without one, the kinds there are. */
export async function schema(session: Session, kind: string | undefined): Promise<number> {
  const kinds = schemaKinds()
  if (kind === undefined) {
    session.output.result({
      document: () => ({ formatVersion: '1.0', kind: 'schemas', kinds }),
      text: () => `${kinds.join('\n')}\n`,
    })
    return exit.done
  }
  if (!kinds.includes(kind)) {
    const near = nearest(kind, kinds)
    const hint = near === undefined ? `The kinds are ${kinds.join(', ')}.` : `Did you mean ${near}?`
    throw new UsageError(`There is no schema ${kind}. ${hint}`)
  }
  const text = schemaText(kind)
  session.output.result({ document: () => JSON.parse(text) as object, text: () => text })
  return exit.done
}

/** The kinds that have a schema, sorted. */
export function schemaKinds(): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort()
}

/** The schema of a kind as it was written. */
export function schemaText(kind: string): string {
  return readFileSync(new URL(`${kind}${ending}`, folder), 'utf8')
}
