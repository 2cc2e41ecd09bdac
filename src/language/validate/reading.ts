import type { SchemaError } from '../../generated/validators.js'
import * as validators from '../../generated/validators.js'
import { decode, readDocument } from '../load/document.ts'
import type { KindFile, KindFiles } from '../load/folder.ts'
import { largestFile } from '../load/parse.ts'
import type { Written } from '../load/source.ts'
import type { WorkspaceFiles } from '../load/workspace.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import type { Problem } from './problem.ts'
import { schemaMistakes } from './schema-mistakes.ts'
import type { Declared } from './world.ts'

/** The kinds that map ids to entries, and the validator of one entry. */
const entryValidators = {
  departments: validators.department,
  users: validators.user,
  groups: validators.group,
  roles: validators.role,
  entities: validators.entity,
  'access-groups': validators.accessGroup,
  imports: validators.upstream,
  actions: validators.action,
  tests: validators.accessTest,
  templates: validators.template,
  acknowledgements: validators.acknowledgement,
  leave: validators.leave,
} as const

const wholeValidators = {
  roster: validators.roster,
  tenant: validators.tenant,
  policies: validators.policies,
  platform: validators.platform,
} as const

export type EntryKind = keyof typeof entryValidators

/** One kind of one tenant: the entries that can be checked further, and the ids of all. */
export interface ReadKind<Spec> {
  readonly entries: Map<string, Written<Spec>>
  readonly declared: Declared
}

/** What is found out while files are read, one after the other. */
export interface Notes {
  readonly files: WorkspaceFiles
  readonly diagnostics: Diagnostic[]
  readonly problems: Problem[]
}

/** Reads and checks all files of a kind. */
export function readKind<Spec>(notes: Notes, kinds: KindFiles, kind: EntryKind): ReadKind<Spec> {
  const entries = new Map<string, Written<Spec>>()
  const places = new Map<string, string>()
  let complete = true
  for (const file of kinds.get(kind) ?? []) {
    const written = readEntries(notes, file)
    if (written === undefined) {
      complete = false
      continue
    }
    for (const [id, entry] of written) {
      const earlier = places.get(id)
      if (earlier === undefined) places.set(id, entry.file)
      else notes.problems.push(twice({ id, entry, earlier, isOne: file.form === 'one' }))
      const isSound = checkForm({ notes, kind, written: entry, id, isOne: file.form === 'one' })
      if (isSound && earlier === undefined) entries.set(id, entry as Written<Spec>)
    }
  }
  return { entries, declared: { ids: new Set(places.keys()), complete } }
}

/** Reads and checks a file of fixed properties: roster.yaml, tenant.yaml, policies.yaml, a platform's profile. */
export function readWhole<Spec>(
  notes: Notes,
  kind: keyof typeof wholeValidators,
  path: string,
): Written<Spec> | undefined {
  const { value, diagnostics } = readDocument(notes.files.tree, { path, form: 'whole' })
  notes.diagnostics.push(...diagnostics)
  if (value === undefined) return undefined
  const validate = wholeValidators[kind]
  if (validate(value)) return { file: path, line: 1, spec: value as Spec }
  const errors = validate.errors ?? []
  for (const mistake of schemaMistakes({ kind, document: value }, errors))
    notes.problems.push({ file: path, ...mistake })
  return keepsTypes(errors) ? { file: path, line: 1, spec: value as Spec } : undefined
}

/** The text of a file that was read before. */
export function textOf({ tree }: WorkspaceFiles, path: string): string {
  const text = decode(path, tree.read(path, largestFile))
  return typeof text === 'string' ? text : ''
}

function readEntries(notes: Notes, file: KindFile): [string, Written<unknown>][] | undefined {
  const { value, lines, diagnostics } = readDocument(notes.files.tree, file)
  notes.diagnostics.push(...diagnostics)
  if (value === undefined) return undefined
  if (file.form !== 'one') {
    return Object.entries(value as object).map(([id, spec]) => [
      id,
      { file: file.path, line: lines.get(id) ?? 1, spec: spec as unknown },
    ])
  }
  return [[file.id, { file: file.path, line: 1, spec: value }]]
}

interface Entry {
  readonly notes: Notes
  readonly kind: EntryKind
  readonly id: string
  readonly written: Written<unknown>
  readonly isOne: boolean
}

function checkForm({ notes, kind, id, written, isOne }: Entry): boolean {
  const validate = entryValidators[kind]
  if (validate(written.spec)) return true
  const top = isOne ? [] : [id]
  const document = Object.assign(Object.create(null) as object, { [id]: written.spec })
  const errors = (validate.errors ?? []).map((error) => ({ ...error, instancePath: `/${id}${error.instancePath}` }))
  for (const mistake of schemaMistakes({ kind, document }, errors)) {
    notes.problems.push({ ...mistake, file: written.file, path: [...top, ...mistake.path.slice(1)] })
  }
  return keepsTypes(errors)
}

/** Whether everything is still of the type it should be, so that the other checks can go on and tell what they find too. */
function keepsTypes(errors: readonly SchemaError[]): boolean {
  return errors.every(({ keyword }) => !['type', 'required', 'discriminator', 'anyOf'].includes(keyword))
}

interface Twice {
  readonly id: string
  readonly entry: Written<unknown>
  readonly earlier: string
  readonly isOne: boolean
}

function twice({ id, entry, earlier, isOne }: Twice): Problem {
  return {
    file: entry.file,
    path: isOne ? [] : [id],
    target: 'key',
    slug: 'duplicate-id',
    message: `\`${id}\` is declared in ${earlier} already.`,
    fix: 'Remove one of the two entries, or give this one another id.',
  }
}
