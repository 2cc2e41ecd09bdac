import { valuesOf } from '../model/value.ts'
import type { Value } from '../model/value.ts'
import type { ExpressedGroup, ExpressedUser } from '../providers/provider.ts'
import { DnSyntaxError, newRdn } from './dn.ts'
import type { Schema } from './schema.ts'
import { offence } from './syntax.ts'

/** What an entry is to be: its classes, where they are set, and the attributes that roster puts in by itself. */
export interface Form {
  readonly classes: readonly string[]
  /** The property of tenant.yaml that names the classes. */
  readonly setting: 'users.objectClasses' | 'groups.objectClass'
  readonly given: readonly string[]
  readonly rdn: string
}

/** What the server would refuse of an entry, by its own schema. One sentence each. */
export function schemaProblems(object: ExpressedUser | ExpressedGroup, form: Form, schema: Schema): readonly string[] {
  const wished: readonly (readonly [string, Value | null])[] = [
    ...(object.kind === 'user' ? [...Object.entries(object.initial), ...Object.entries(object.naming)] : []),
    ...Object.entries(object.attributes),
    ...Object.keys(object.references).map((name) => [name, null] as const),
  ]
  const contents = contentsOf(form, schema)
  const unknownClasses = form.classes.filter((name) => !schema.hasClass(name))
  return [
    ...unknownClasses.map(
      (name) =>
        `The server does not know the object class ${name}; correct ${form.setting} or load the schema it belongs to.`,
    ),
    ...nameProblems(object, form),
    ...(unknownClasses.length > 0
      ? []
      : wished.flatMap(([name, value]) => attributeProblems(name, value, { form, schema, contents }))),
    ...(unknownClasses.length > 0 ? [] : missing(object, wished, { form, schema, contents })),
  ]
}

interface Bounds {
  readonly form: Form
  readonly schema: Schema
  readonly contents: Contents
}
type Contents = ReturnType<Schema['contents']>

const known = new WeakMap<Schema, Map<string, Contents>>()

/** Worked out once for each set of classes: it is asked for every person. */
function contentsOf(form: Form, schema: Schema): Contents {
  const perSchema = known.get(schema) ?? new Map<string, Contents>()
  known.set(schema, perSchema)
  const key = form.classes.join(' ')
  const contents = perSchema.get(key) ?? schema.contents(form.classes)
  perSchema.set(key, contents)
  return contents
}

function nameProblems(object: ExpressedUser | ExpressedGroup, form: Form): readonly string[] {
  try {
    newRdn(form.rdn, object.kind === 'user' ? object.username : object.name)
    return []
  } catch (error) {
    if (error instanceof DnSyntaxError) return [`${error.message}; write another name.`]
    throw error
  }
}

function attributeProblems(name: string, value: Value | null, { form, schema, contents }: Bounds): readonly string[] {
  const rule = schema.attribute(name)
  if (rule === undefined)
    return [`The server does not know the attribute ${name}; correct mapping or load the schema it belongs to.`]
  if (rule.readOnly) return [`${name} is set by the server alone; take it out of mapping.`]
  if (!contents.may.has(rule.name.toLowerCase())) {
    const [fitting] = schema.classesThatAllow(name)
    const add =
      fitting === undefined ? 'take it out of mapping' : `add ${fitting} to ${form.setting}, or take it out of mapping`
    return [`${name} is not allowed in an entry of ${form.classes.join(' and ')}; ${add}.`]
  }
  const values = valuesOf(value)
  if (rule.single && values.length > 1) return [`${name} takes one value and would get ${values.length}; choose one.`]
  return values.flatMap((each) => {
    const wants = offence(rule.syntax, each)
    return wants === undefined ? [] : [`${name} takes ${wants}, not ${JSON.stringify(each)}; write it so.`]
  })
}

function missing(
  object: ExpressedUser | ExpressedGroup,
  wished: readonly (readonly [string, Value | null])[],
  { form, schema, contents }: Bounds,
): readonly string[] {
  const lower = (name: string): string => schema.nameOf(name).toLowerCase()
  const filled = new Set(['objectclass', ...form.given.map(lower)])
  for (const [name, value] of wished) if (valuesOf(value).length > 0) filled.add(lower(name))
  for (const [name, target] of Object.entries(object.references)) if (target !== null) filled.add(lower(name))
  return [...contents.must]
    .filter((name) => !filled.has(name))
    .map(
      (name) => `${schema.nameOf(name)} must have a value in an entry of ${form.classes.join(' and ')}; give it one.`,
    )
}
