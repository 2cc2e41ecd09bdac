import type { LoadRule } from '../load/rules.ts'

/** Rules about who approves what. */
export const approvalRules = {
  'approver-form': {
    title: 'An approver that is neither an account nor a team of the forge',
    why: 'It would be nobody, and no approval could ever be theirs.',
    fix: '`leads: { forge: ["@ana-li", "@northwind-msp/leads"] }`, with the quotes: YAML takes a bare `@` for something else.',
  },
  'login-twice': {
    title: 'The same login twice',
    why: 'The forge does not tell capitals from small letters: only one of the two could count, and nobody can see which.',
    fix: 'Remove one of them.',
  },
  'forge-account-unknown': {
    title: 'A login that belongs to somebody who is not declared (warning)',
    why: 'That nobody approves what they gain themselves is judged by this line: with a slip in it, they could.',
    fix: '`forgeAccounts: { ana-li-work: northwind-msp/ana-li }`: a tenant, and a person of its users.yaml.',
  },
} as const satisfies Readonly<Record<string, LoadRule>>
