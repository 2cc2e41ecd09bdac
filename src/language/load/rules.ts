/** What `docs/diagnostics.md` says about a rule. */
export interface LoadRule {
  readonly title: string
  /** Why it is a mistake, for somebody who does not know YAML. */
  readonly why: string
  /** An example of what to write instead. */
  readonly fix: string
}

/** Every rule of loading: slug -> entry. */
export const loadRules = {
  'file-unreadable': {
    title: 'The file cannot be read',
    why: 'A file that is not read is not an empty one: without it, people could seem to be gone.',
    fix: 'Give the user that runs roster the right to read the file.',
  },
  'file-too-large': {
    title: 'The file is larger than 1 MiB',
    why: 'Files of this size are hard to review, and a way to exhaust the machine that reads them.',
    fix: 'Split it: `users.sales.yaml`, `users.service.yaml`, about 100 people in each.',
  },
  'file-not-utf8': {
    title: 'The file is not UTF-8',
    why: 'In another encoding names would be read as something else than what was written.',
    fix: 'Save the file as UTF-8 in your editor.',
  },
  'file-empty': {
    title: 'The file says nothing',
    why: 'A file that was cut off looks the same as one that is empty on purpose.',
    fix: 'Write `{}` if it is meant to be empty, or delete the file.',
  },
  'file-not-a-map': {
    title: 'The file does not hold `name: value` pairs',
    why: 'Every file of the workspace is a map: ids or properties, each with a value.',
    fix: 'Start the file with `some-id:` and put the properties below it, indented.',
  },
  'yaml-syntax': {
    title: 'This is not YAML',
    why: 'The reader could only guess what is meant.',
    fix: 'Compare the line, its indentation and its quotes with the lines around it.',
  },
  'yaml-directive': {
    title: 'A YAML directive',
    why: '`%YAML 1.1` changes what words mean: `no` becomes false and `0123` becomes 83.',
    fix: 'Remove the line that starts with `%`.',
  },
  'yaml-documents': {
    title: 'More than one document in a file',
    why: 'What stands after `---` would be easy to overlook.',
    fix: 'Put each document into a file of its own.',
  },
  'yaml-anchor': {
    title: 'An anchor (`&name`)',
    why: 'Values that are repeated by reference cannot be reviewed line by line.',
    fix: 'Write the value out, or move what is shared into a template.',
  },
  'yaml-alias': {
    title: 'An alias (`*name`)',
    why: 'Values that are repeated by reference cannot be reviewed line by line.',
    fix: 'Write the value out, or put quotes around it if the star belongs to the text.',
  },
  'yaml-merge-key': {
    title: 'A merge key (`<<`)',
    why: 'Properties that come from somewhere else cannot be reviewed line by line.',
    fix: 'Write the properties out, or use a template.',
  },
  'yaml-tag': {
    title: 'A tag (`!name`)',
    why: 'Tags change the type of a value behind its back.',
    fix: 'Remove the tag; put quotes around a value that is text.',
  },
  'yaml-depth': {
    title: 'Nested deeper than 32 levels',
    why: 'Nothing in the language is that deep; such files exist to break readers.',
    fix: 'Check the brackets and the indentation.',
  },
  'yaml-size': {
    title: 'More than 100,000 values in a file',
    why: 'Nothing in the language needs that many; such files exist to exhaust readers.',
    fix: 'Split the file.',
  },
  'key-not-text': {
    title: 'A key that is not text',
    why: 'YAML reads `123:`, `true:` and `null:` as a number, a boolean and nothing.',
    fix: 'Put quotes around the key: `"123":`.',
  },
  'key-duplicate': {
    title: 'The same key twice in one map',
    why: 'Only one of the two could count, and nobody can see which.',
    fix: 'Remove one, or merge the two.',
  },
  'key-reserved': {
    title: 'A reserved word as a key',
    why: 'Words such as `__proto__` and `constructor` have a meaning in the machinery of many programs.',
    fix: 'Choose another name.',
  },
  'value-missing': {
    title: 'A key without a value',
    why: 'An empty value could mean "leave it", "clear it" or "forgotten".',
    fix: 'Write the value; `null` to clear it; or remove the line to leave it unmanaged.',
  },
  'flow-entry-without-colon': {
    title: 'An entry without a colon between braces',
    why: 'In `{ name: Li, Ana }` the comma ends the name, and `Ana` becomes a key without a value.',
    fix: 'Put quotes around a text that holds a comma: `{ name: "Li, Ana" }`.',
  },
  'word-ambiguous': {
    title: 'A word that other YAML readers take for true or false (warning)',
    why: '`NO`, `yes`, `on` are text here, but editors and other tools may read them as a boolean.',
    fix: 'Put quotes around it: `country: "NO"`.',
  },
  'text-invisible': {
    title: 'A character that cannot be seen',
    why: 'Control, bidirectional, zero-width, tag and private-use characters make a text look like another.',
    fix: 'Delete the character, or type the text again.',
  },
  'text-not-nfc': {
    title: 'Text that is not in Unicode normal form C',
    why: 'The same letter can be stored in two ways; two names that look alike would not be equal.',
    fix: 'Type the letter again, or run the text through a normaliser (NFC).',
  },
  'id-invalid': {
    title: 'Not an id',
    why: 'Ids are the stable names in plans, paths and records: `[a-z0-9][a-z0-9._-]{0,62}`.',
    fix: 'Use lower-case letters, digits, dot, dash and underscore: `ana-li`.',
  },
  'id-device-name': {
    title: 'An id that Windows keeps for a device',
    why: 'A file named `con.yaml` or `nul.yaml` cannot exist in a checkout on Windows.',
    fix: 'Choose another id: `con-smith`.',
  },
  'edit-refused': {
    title: 'An edit by roster was refused',
    why: 'roster edits text, then reads it again; what would come out was not exactly what the edit is for.',
    fix: 'Make the change by hand.',
  },
  'workspace-missing': {
    title: 'Not a workspace',
    why: 'A workspace has a `roster.yaml` at its root.',
    fix: 'Run roster in the folder that holds `roster.yaml`, or make one with `roster init`.',
  },
  'tenant-missing': {
    title: 'A tenant without tenant.yaml',
    why: 'Without it roster knows neither the domains nor the directories of the tenant.',
    fix: 'Write `tenants/<id>/tenant.yaml`, or remove the folder.',
  },
  'file-unknown': {
    title: 'A YAML file that roster does not know',
    why: 'A misspelt file name would otherwise be ignored in silence, with everybody in it.',
    fix: 'Rename the file; several files of a kind are named `users.<part>.yaml`.',
  },
  'file-link': {
    title: 'A symbolic link',
    why: 'A link could bring in the files of another tenant, or of the machine.',
    fix: 'Put a copy of the file in its place.',
  },
  'file-irregular': {
    title: 'Not a plain file or folder',
    why: 'Pipes, sockets and devices cannot be reviewed.',
    fix: 'Remove it.',
  },
} as const satisfies Readonly<Record<string, LoadRule>>

/** The slug of a rule of loading. */
export type LoadSlug = keyof typeof loadRules
