import type { Diagnostic } from '../../model/diagnostic.ts'
import { inFileOrder } from '../../model/diagnostic.ts'
import { fileDiagnostic } from './mistakes.ts'
import { idMistake } from './ids.ts'
import { libraryKinds, fileKinds } from './kinds.ts'
import type { KindFiles } from './folder.ts'
import { listFolder, notAPlainFile, wrongEnding } from './folder.ts'
import type { Tree, TreeEntry } from './tree.ts'
import { workTree } from './tree.ts'

/** The files of one tenant. */
export interface TenantFiles {
  readonly id: string
  /** `tenants/<id>/tenant.yaml`; undefined where it is missing (a diagnostic says so). */
  readonly settings: string | undefined
  readonly kinds: KindFiles
  /** What this tenant hands down to the tenants that name it as `parent`. */
  readonly library: KindFiles
}

/** Which files a workspace has. Nothing has been read yet. Paths are relative to the root, with forward slashes. */
export interface WorkspaceFiles {
  readonly root: string
  readonly tree: Tree
  /** `roster.yaml`; undefined where it is missing (a diagnostic says so). */
  readonly settings: string | undefined
  readonly library: KindFiles
  /** The workspace's own platform profiles: id -> `platforms/<id>.yaml`. */
  readonly platforms: ReadonlyMap<string, string>
  /** Sorted by id; tenants with a bad id are left out (a diagnostic names them). */
  readonly tenants: readonly TenantFiles[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Finds the files of a workspace, without reading them; `tree` is where they come from, the work tree unless said. */
export function listWorkspace(root: string, tree: Tree = workTree(root)): WorkspaceFiles {
  const diagnostics: Diagnostic[] = []
  const settings = rootSettings(tree, diagnostics)
  const library = listFolder(tree, 'library', { kinds: libraryKinds, settings: undefined }, diagnostics)
  const platforms = listPlatforms(tree, diagnostics)
  const tenants = listTenants(tree, diagnostics)
  return { root, tree, settings, library: library.kinds, platforms, tenants, diagnostics: inFileOrder(diagnostics) }
}

function rootSettings(tree: Tree, diagnostics: Diagnostic[]): string | undefined {
  const entries = tree.list('') ?? []
  const known = ['roster.yaml', 'library', 'tenants', 'platforms']
  for (const entry of entries) {
    if (!known.includes(entry.name)) continue
    const wanted = entry.name === 'roster.yaml' ? 'file' : 'folder'
    const mistake = notAPlainFile(entry, wanted)
    if (mistake !== undefined) diagnostics.push(fileDiagnostic(entry.name, mistake))
  }
  if (entries.some((entry) => entry.name === 'roster.yaml')) return 'roster.yaml'
  diagnostics.push(
    fileDiagnostic('roster.yaml', {
      slug: 'workspace-missing',
      message: 'There is no roster.yaml here, so this is not the root of a workspace.',
      fix: 'Run roster in the folder that holds roster.yaml, or make a workspace with `roster init`.',
    }),
  )
  return undefined
}

function listPlatforms(tree: Tree, diagnostics: Diagnostic[]): ReadonlyMap<string, string> {
  const platforms = new Map<string, string>()
  for (const { name, kind } of tree.list('platforms') ?? []) {
    const path = `platforms/${name}`
    if (kind === 'file' && !/\.ya?ml$/i.test(name)) continue
    const id = name.endsWith('.yaml') ? name.slice(0, -'.yaml'.length) : undefined
    const mistake = notAPlainFile({ name, kind }, 'file') ?? (id === undefined ? wrongEnding(name) : idMistake(id))
    if (mistake !== undefined) diagnostics.push(fileDiagnostic(path, mistake))
    else platforms.set(id ?? '', path)
  }
  return platforms
}

function listTenants(tree: Tree, diagnostics: Diagnostic[]): readonly TenantFiles[] {
  const tenants: TenantFiles[] = []
  for (const entry of tree.list('tenants') ?? []) {
    const folder = `tenants/${entry.name}`
    if (entry.kind !== 'folder') {
      const mistake = strayEntry(entry)
      if (mistake !== undefined) diagnostics.push(fileDiagnostic(folder, mistake))
      continue
    }
    const mistake = idMistake(entry.name)
    if (mistake === undefined) tenants.push(listTenant(tree, entry.name, diagnostics))
    else diagnostics.push(fileDiagnostic(`${folder}/tenant.yaml`, mistake))
  }
  return tenants
}

function strayEntry(entry: TreeEntry): ReturnType<typeof notAPlainFile> {
  const mistake = notAPlainFile(entry, 'file')
  if (mistake !== undefined || !/\.ya?ml$/i.test(entry.name)) return mistake
  return {
    slug: 'file-unknown',
    message: `${entry.name} lies beside the folders of the tenants, where roster reads no files.`,
    fix: `A tenant is a folder: tenants/${entry.name.replace(/\.ya?ml$/i, '')}/tenant.yaml.`,
  }
}

function listTenant(tree: Tree, id: string, diagnostics: Diagnostic[]): TenantFiles {
  const folder = `tenants/${id}`
  const found = listFolder(tree, folder, { kinds: fileKinds, settings: 'tenant.yaml' }, diagnostics)
  if (found.settings === undefined) {
    diagnostics.push(
      fileDiagnostic(`${folder}/tenant.yaml`, {
        slug: 'tenant-missing',
        message: `The tenant \`${id}\` has no tenant.yaml.`,
        fix: `Write ${folder}/tenant.yaml, or remove the folder.`,
      }),
    )
  }
  const library = found.hasLibrary
    ? listFolder(tree, `${folder}/library`, { kinds: libraryKinds, settings: undefined }, diagnostics).kinds
    : new Map()
  return { id, settings: found.settings, kinds: found.kinds, library }
}
