/**
 * Parts of the language that later versions carry out. Ignored in silence they would be taken for done, so they are
 * refused by name. Definition of the schema -> properties.
 */
const laterProperties: Readonly<Record<string, readonly string[]>> = {
  roster: ['privacy'],
}

/** Definition and property -> values. */
const laterValues: Readonly<Record<string, readonly string[]>> = {
  'directory.provider': ['scim', 'okta', 'google', 'auth0', 'onelogin'],
  'ledger.store': ['postgres'],
}

/** Whether a property belongs to the language, but to a later version. */
export function isLaterProperty(definition: string, property: string): boolean {
  return laterProperties[definition]?.includes(property) ?? false
}

/** Whether a value belongs to the language, but to a later version. */
export function isLaterValue(definition: string, property: string, value: unknown): boolean {
  return typeof value === 'string' && (laterValues[`${definition}.${property}`]?.includes(value) ?? false)
}
