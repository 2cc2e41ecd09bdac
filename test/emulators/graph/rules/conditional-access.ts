import { GraphRefusal } from '../refusal.ts'

export type Fields = Readonly<Record<string, unknown>>

/** The service for Conditional Access has a code of its own for whatever it does not take. */
export function refused(message: string): GraphRefusal {
  return new GraphRefusal(400, 'BadRequest', message)
}

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}

/** Refuses what the type does not declare. */
export function checkNames(what: string, value: Fields, known: readonly string[]): void {
  const stranger = Object.keys(value).find((name) => !name.includes('@odata.') && !known.includes(name))
  if (stranger !== undefined)
    throw refused(
      `The property '${stranger}' does not exist on type 'microsoft.graph.${what}'. Make sure to only use property names that are defined by the type.`,
    )
}
