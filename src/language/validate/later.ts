/**
 * Parts of the language that later versions carry out. Ignored in silence they would be taken for done, so they are
 * refused by name. Definition of the schema -> properties.
 */
const laterProperties: Readonly<Record<string, readonly string[]>> = {
  roster: ['approvals', 'notifications', 'privacy'],
  tenant: ['subscriptions', 'identityProviders', 'licences', 'applications'],
  defaults: ['permissions', 'guard', 'ceiling'],
  department: ['permissions'],
  user: ['licences', 'applications', 'platforms', 'overrides', 'certifications', 'dailyAccount', 'reclaimEmail'],
  without: ['licences', 'applications', 'platforms'],
  leaving: ['reassignTo', 'accept'],
  template: ['licences', 'applications', 'platforms', 'onboarding'],
  selection: ['roles'],
  policies: ['separationOfDuties', 'waivers', 'reviews', 'checklists', 'offboarding'],
  gates: ['accessPairsLost', 'adminHolders', 'seatPurchases'],
  acknowledgement: ['lint', 'effect'],
}

/** Definition and property -> values. */
const laterValues: Readonly<Record<string, readonly string[]>> = {
  'directory.provider': ['entra', 'scim', 'okta', 'google', 'auth0', 'onelogin'],
  'ledger.store': ['postgres'],
  'template.conformance': ['enforce'],
  'acknowledgement.gate': ['accessPairsLost', 'adminHolders', 'seatPurchases'],
}

/** Whether a property belongs to the language, but to a later version. */
export function isLaterProperty(definition: string, property: string): boolean {
  return laterProperties[definition]?.includes(property) ?? false
}

/** Whether a value belongs to the language, but to a later version. */
export function isLaterValue(definition: string, property: string, value: unknown): boolean {
  return typeof value === 'string' && (laterValues[`${definition}.${property}`]?.includes(value) ?? false)
}
