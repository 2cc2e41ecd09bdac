import type { LoadRule } from '../load/rules.ts'

/** Rules about imports.yaml. */
export const importRules = {
  'import-idle': {
    title: 'An import that nothing runs yet (warning)',
    why: 'This version checks imports and keeps what they own from being written elsewhere; it does not read the directory by itself.',
    fix: 'Keep it for what it owns; until a version of roster runs it, write by hand who comes and who goes.',
  },
  'owned-elsewhere': {
    title: 'A value that another directory says, written in users.yaml',
    why: 'What an import owns flows one way: written here it would be overwritten there, or contradict it for ever.',
    fix: 'Change it in the directory that the message names, or take the path out of `owns` of the import.',
  },
} as const satisfies Readonly<Record<string, LoadRule>>
