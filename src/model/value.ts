/** What one attribute holds: one text, or several (a set; order carries no meaning). Numbers and booleans travel as the directory spells them. */
export type Value = string | readonly string[]

/** Attribute name (the directory's own, e.g. `telephoneNumber`) -> value. A name that is not there has no value. */
export type Attributes = Readonly<Record<string, Value>>

/** Attribute name -> wished value. `null`: must have no value. A name that is not there: not ours to say. */
export type WishedAttributes = Readonly<Record<string, Value | null>>

/** The values of an attribute as a list: one text is a list of one, nothing is an empty list. */
export function valuesOf(value: Value | null | undefined): readonly string[] {
  if (value === undefined || value === null) return []
  return typeof value === 'string' ? [value] : value
}

/** Those of the wished attributes that are to have a value. */
export function present(attributes: WishedAttributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  )
}
