import type { Diagnostic } from '../../model/diagnostic.ts'
import { idMistake } from './ids.ts'
import type { FileForm, FileKind } from './kinds.ts'
import { hasIds } from './kinds.ts'
import type { Mistake } from './mistakes.ts'
import { fileDiagnostic } from './mistakes.ts'
import { nearest } from './nearest.ts'
import type { Tree, TreeEntry } from './tree.ts'

/** A file that holds (part of) a kind. `one`: just the spec of the id that the file is named after. */
export type KindFile =
  | { readonly path: string; readonly form: Exclude<FileForm, 'one'> }
  | { readonly path: string; readonly form: 'one'; readonly id: string }

/** kind -> its files, by path. A kind without files is not there. */
export type KindFiles = ReadonlyMap<FileKind, readonly KindFile[]>

interface Allowed {
  readonly kinds: readonly FileKind[]
  /** The file of settings that belongs here. */
  readonly settings: string | undefined
}

interface Found {
  readonly settings: string | undefined
  readonly hasLibrary: boolean
  readonly kinds: KindFiles
}

/** Finds the files of the kinds in a tenant's folder or in a library. */
export function listFolder(tree: Tree, folder: string, allowed: Allowed, diagnostics: Diagnostic[]): Found {
  const kinds = new Map<FileKind, KindFile[]>()
  let settings: string | undefined
  let hasLibrary = false
  const report = (path: string, mistake: Mistake) => void diagnostics.push(fileDiagnostic(path, mistake))
  const add = (kind: FileKind, file: KindFile) => {
    const files = kinds.get(kind)
    if (files === undefined) kinds.set(kind, [file])
    else files.push(file)
  }
  for (const entry of tree.list(folder) ?? []) {
    const path = `${folder}/${entry.name}`
    if (entry.kind === 'link' || entry.kind === 'other') {
      const mistake = notAPlainFile(entry, 'file')
      if (mistake !== undefined) report(path, mistake)
    } else if (entry.kind === 'folder') {
      const kind = allowed.kinds.find((kind) => kind === entry.name)
      if (entry.name === 'library' && allowed.settings !== undefined) hasLibrary = true
      else if (kind !== undefined && hasIds(kind)) listOnes({ tree, folder: path, kind, add, report })
      else if (holdsYaml(tree, path)) report(path, unknown(entry.name, allowed))
    } else if (entry.name === allowed.settings) settings = path
    else if (/\.ya?ml$/i.test(entry.name)) {
      const kind = kindOf(entry.name, allowed.kinds)
      if (kind === undefined) report(path, unknown(entry.name, allowed))
      else add(kind, { path, form: hasIds(kind) ? 'map' : 'whole' })
    }
  }
  return { settings, hasLibrary, kinds }
}

/** Why an entry must not be read where a file or a folder is due; undefined: it may. */
export function notAPlainFile(entry: TreeEntry, wanted: 'file' | 'folder'): Mistake | undefined {
  if (entry.kind === wanted) return undefined
  if (entry.kind === 'link') {
    return {
      slug: 'file-link',
      message: `${entry.name} is a symbolic link; links are not followed, because they can lead out of the tenant.`,
      fix: 'Put a copy of the file or folder in its place.',
    }
  }
  return {
    slug: 'file-irregular',
    message: `${entry.name} is not a plain ${wanted}.`,
    fix: wanted === 'file' ? 'Put a plain file in its place, or remove it.' : 'Make it a folder, or rename it.',
  }
}

interface Ones {
  readonly tree: Tree
  readonly folder: string
  readonly kind: FileKind
  readonly add: (kind: FileKind, file: KindFile) => void
  readonly report: (path: string, mistake: Mistake) => void
}

/** Files of one id each: `users/ana-li.yaml`. */
function listOnes({ tree, folder, kind, add, report }: Ones): void {
  for (const entry of tree.list(folder) ?? []) {
    const path = `${folder}/${entry.name}`
    const isYaml = /\.ya?ml$/i.test(entry.name)
    if (entry.kind === 'file' && !isYaml) continue
    const irregular = notAPlainFile(entry, 'file')
    if (irregular !== undefined) report(path, irregular)
    else if (!entry.name.endsWith('.yaml')) report(path, wrongEnding(entry.name))
    else {
      const id = entry.name.slice(0, -'.yaml'.length)
      const mistake = idMistake(id)
      if (mistake === undefined) add(kind, { path, form: 'one', id })
      else report(path, mistake)
    }
  }
}

function kindOf(name: string, kinds: readonly FileKind[]): FileKind | undefined {
  const parts = /^([a-z-]+)(\.[A-Za-z0-9_-][A-Za-z0-9._-]*)?\.yaml$/.exec(name)
  const kind = kinds.find((kind) => kind === parts?.[1])
  return kind !== undefined && (parts?.[2] === undefined || hasIds(kind)) ? kind : undefined
}

function holdsYaml(tree: Tree, folder: string): boolean {
  return (tree.list(folder) ?? []).some((entry) => /\.ya?ml$/i.test(entry.name) || entry.kind === 'link')
}

function unknown(name: string, allowed: Allowed): Mistake {
  const base = name.replace(/\.ya?ml$/i, '').split('.')[0] ?? name
  if (name.toLowerCase().endsWith('.yml')) return wrongEnding(name)
  const names = [...allowed.kinds, ...(allowed.settings === undefined ? [] : ['tenant'])]
  const close = nearest(base.toLowerCase(), names)
  return {
    slug: 'file-unknown',
    message: `roster does not know what ${name} is, so nothing in it would count.`,
    fix:
      close === undefined || (close === base && !name.endsWith('.yaml'))
        ? `Here it knows ${names.map((known) => `${known}.yaml`).join(', ')}.`
        : `Did you mean \`${close}.yaml\`?`,
  }
}

/** What is told of a file that holds YAML under another ending. */
export function wrongEnding(name: string): Mistake {
  return {
    slug: 'file-unknown',
    message: `${name} does not end in \`.yaml\`, so nothing in it would count.`,
    fix: `Rename it to ${name.replace(/\.ya?ml$/i, '')}.yaml.`,
  }
}
