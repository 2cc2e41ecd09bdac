import { DirectoryFault } from '../../model/fault.ts'

/**
 * An object as Graph answered it. Its values are taken on trust no more than any answer is; its names are those of one sort of object
 * (`Row<User>`), so that a misspelt one does not compile.
 */
export type Row<Kind = Readonly<Record<string, unknown>>> = { readonly [Name in keyof Kind]?: unknown }

/** What is written of an object: of names as they are read, of values the sort. */
export type Body<Kind> = Kind extends string
  ? string
  : Kind extends readonly (infer Each)[]
    ? readonly Body<Each>[]
    : Kind extends object
      ? { readonly [Name in keyof Kind]?: Body<Kind[Name]> }
      : Kind

/** `$select` of these properties of one sort of object. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- whose names they are cannot be learnt from the names
export function select<Kind>(...names: readonly (keyof Kind & string)[]): string {
  return names.join(',')
}

/** Whether something answered is an object. */
export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A text that a property holds. */
export function textIn<Shape extends object>(row: Shape | undefined, name: keyof Shape & string): string | undefined {
  const value: unknown = row?.[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The objects of a list. */
export function rowsIn(value: unknown): readonly Row[] {
  return Array.isArray(value) ? value.filter(isRow) : []
}

/** The id of an object, folded. Throws DirectoryFault where there is none, or one of another form than ids of Entra ID have. */
export function idOf(row: { readonly id?: unknown }): string {
  const { id } = row
  if (typeof id === 'string' && isId(id)) return id.toLowerCase()
  throw new DirectoryFault(
    'protocol',
    'Microsoft Graph answered with an object that has no id; nothing is concluded from it',
  )
}

/** Whether a text has the form of an id: a GUID, in whatever case. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}
