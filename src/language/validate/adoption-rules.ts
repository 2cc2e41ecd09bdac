import type { LoadRule } from '../load/rules.ts'

/** Rules about what a directory has already, and about what it can hold. */
export const adoptionRules = {
  'duplicate-adoption': {
    title: 'Two entries adopt the same object',
    why: 'One account cannot be two people’s, nor one object both a person’s and a group.',
    fix: 'Keep the line in the entry that the object belongs to.',
  },
  'adopt-elsewhere': {
    title: '`adopt` for a directory in which the entry has nothing',
    why: 'A group lives in one directory, and a person only in those of `directories`: the line would do nothing.',
    fix: 'Remove the line, or correct the name of the directory.',
  },
  'not-in-directory': {
    title: 'A property that this sort of directory does not have',
    why: 'It would be ignored in silence, and taken for done.',
    fix: 'Remove the line, or let the group live in another directory.',
  },
} as const satisfies Readonly<Record<string, LoadRule>>
