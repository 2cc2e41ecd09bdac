import type { LoadRule } from '../load/rules.ts'

/** Rules about licences that directories lend. */
export const licenceRules = {
  'unknown-licence': {
    title: 'A licence that is not declared',
    why: 'The id must stand in `licences` of tenant.yaml; what is misspelt would otherwise be ignored in silence.',
    fix: '`licences: [office-e3]`, with an id that is declared',
  },
  'licence-not-lent': {
    title: 'A licence of a directory that lends none',
    why: 'Servers that speak LDAP, Active Directory among them, keep no count of units: nobody could be given one.',
    fix: 'Name the directory that lends it: `licences: { office-e3: { directory: entra, sku: SPE_E3 } }`.',
  },
  'licence-whole': {
    title: 'Services of a licence that is lent as a whole',
    why: 'Only some directories (Entra ID) know of which services a licence is made. Here nothing could be switched off, and everybody would have all of it.',
    fix: 'Remove `disabledPlans`, or name the directory that knows the services: `licences: { office-e3: { directory: entra, sku: SPE_E3, disabledPlans: [SWAY] } }`.',
  },
  'licence-twice': {
    title: 'Two licences that are the same one in the directory',
    why: 'What one of them asks for, the other would take away.',
    fix: 'Keep one of the two, and name it everywhere.',
  },
  'licence-elsewhere': {
    title: 'A licence for somebody without an account where it is lent',
    why: 'The person is kept out of that directory by `directories`, so there is nobody to give it to.',
    fix: 'Add the directory to `directories` of the person, or remove the licence.',
  },
} as const satisfies Readonly<Record<string, LoadRule>>
