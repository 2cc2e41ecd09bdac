import type { LoadRule } from '../load/rules.ts'

/** Rules about the profile of a platform, beyond its form. */
export const platformRules = {
  'profile-name': {
    title: 'A name in the profile of a platform that leads nowhere',
    why: 'A permission, role, kind of entity or tier that does not exist would be taken for one that nobody has.',
    fix: 'Correct the name, or declare it in the same profile.',
  },
  'profile-level': {
    title: 'A level that its category does not have',
    why: 'Levels are compared with one another: what stands in no order can be neither raised nor lowered.',
    fix: '`levels: [none, view, edit]`, the lowest first; or `levels: [none, allow]`.',
  },
  'profile-cycle': {
    title: 'Kinds of entity or permissions in a circle',
    why: 'What lies inside itself, or needs itself, can be neither reached nor granted.',
    fix: 'Take one of them out of the circle.',
  },
  'profile-contradiction': {
    title: 'Two things in the profile of a platform that cannot both be',
    why: 'Of two rules that contradict each other one would be broken in silence.',
    fix: 'Keep the one that the product really has.',
  },
} as const satisfies Readonly<Record<string, LoadRule>>
