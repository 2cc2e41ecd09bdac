import type { LoadRule } from '../load/rules.ts'

/** Rules about what is left as it is for a time. */
export const leaveRules = {
  'leave-address': {
    title: 'An address at which nothing can be left as it is',
    why: 'A plan would find nothing there, and change what was meant to stay.',
    fix: '`address: northwind/hq/user/ana-li`, as a plan and `roster drift` show it: this tenant, one of its directories, then user, group, membership, licence or policy.',
  },
  'leave-long': {
    title: 'Something is left as it is for more than a year',
    why: 'What stays otherwise than declared for that long is not declared at all.',
    fix: 'Choose an earlier day, or change what is declared: `roster adopt` writes what is live.',
  },
} as const satisfies Readonly<Record<string, LoadRule>>
