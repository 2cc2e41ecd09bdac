import { writeAll } from '../../adoption/write.ts'
import { nearest } from '../../language/load/nearest.ts'
import { parseAddress } from '../../model/address.ts'
import { exit, exitOf } from '../../model/exit-code.ts'
import { UsageError } from '../../model/fault.ts'
import { grouped } from '../../model/grouped.ts'
import { accept, type Acceptance } from '../drift/accept.ts'
import { itemsOf, type DriftItem } from '../drift/items.ts'
import type { Look } from '../drift/look.ts'
import { exitOfUnlookable, isUnlookable, unlookableText, withLook, type Unlookable } from '../drift/tenants.ts'
import { progressOf } from '../progress.ts'
import { openRun } from '../run.ts'
import type { Session } from '../session.ts'
import { tenantIds } from '../workspace.ts'

export interface AdoptOptions {
  readonly tenant?: readonly string[]
  readonly all?: boolean
}

/** What became of one tenant. */
type Adopted = Acceptance & { readonly tenant: string }

/** `roster adopt`: writes what was changed behind roster's back into the files, so that the next plan leaves it. Writes files only. */
export async function adopt(session: Session, addresses: readonly string[], options: AdoptOptions): Promise<number> {
  const wanted = wantedOf(addresses, options)
  const progress = await progressOf(session)
  const told: (Adopted | Unlookable)[] = []
  try {
    const { run } = await openRun(session, withTenants(wanted, options), progress.tell)
    for (const tenant of run.tenants ?? tenantIds(run.root)) {
      const found = await withLook(run, tenant, async (look) => {
        const made = await accept(look, chosen(look, wanted?.get(tenant)))
        writeAll(run.root, made.files)
        return { tenant, ...made }
      })
      told.push(found)
    }
  } finally {
    progress.end()
  }
  return tell(session, told)
}

/** Tenant -> addresses in it; undefined: everything. */
function wantedOf(
  addresses: readonly string[],
  { all = false }: AdoptOptions,
): ReadonlyMap<string, readonly string[]> | undefined {
  if (all && addresses.length > 0)
    throw new UsageError('--all takes everything that drifted. Leave the addresses out, or leave out --all.')
  if (!all && addresses.length === 0)
    throw new UsageError('What is to be adopted? Give addresses as roster drift shows them, or --all.')
  const odd = addresses.find((address) => !/^[^/]+\/[^/]+\/[^/]+\/.+$/.test(address))
  if (odd !== undefined)
    throw new UsageError(`${odd} is not an address. Write tenant/directory/kind/id, as roster drift shows it.`)
  return all ? undefined : grouped(addresses, (address) => parseAddress(address).tenant)
}

function withTenants(
  wanted: ReadonlyMap<string, unknown> | undefined,
  { tenant }: AdoptOptions,
): { readonly tenant?: readonly string[] } {
  if (wanted === undefined) return tenant === undefined ? {} : { tenant }
  const named = [...wanted.keys()]
  const other = tenant === undefined ? undefined : named.find((each) => !tenant.includes(each))
  if (other !== undefined)
    throw new UsageError(`--tenant ${tenant?.join(' ')} leaves out ${other}, which an address names.`)
  return { tenant: named }
}

/** The items at some addresses; each address must have one. */
function chosen(look: Look, addresses: readonly string[] | undefined): readonly DriftItem[] {
  const items = itemsOf(look)
  if (addresses === undefined) return items
  const at = ({ operation, address }: DriftItem): readonly string[] => [operation.address, address]
  for (const address of addresses) {
    if (items.some((item) => at(item).includes(address))) continue
    if (parseAddress(address).id.startsWith('~') || look.drift.unmanaged.includes(address))
      throw new UsageError(
        `${address} is declared by nobody: roster import --tenant ${look.tenant} declares people and groups.`,
      )
    const known = items.flatMap((item) => at(item))
    const near = nearest(address, known)
    const hint = near === undefined ? 'roster drift shows what did.' : `Did you mean ${near}?`
    throw new UsageError(`Nothing drifted at ${address}. ${hint}`)
  }
  return items.filter((item) => at(item).some((each) => addresses.includes(each)))
}

function tell({ output, ink }: Session, told: readonly (Adopted | Unlookable)[]): number {
  const exitCode = exitOf(told.map((each) => exitCodeOf(each)))
  output.result({
    document: () => ({ formatVersion: '1.0', kind: 'adopt', exitCode, tenants: told.map(documentOf) }),
    text: () => told.map((each) => (isUnlookable(each) ? unlookableText(each, { ink }) : paint(each, ink))).join('\n'),
  })
  return exitCode
}

function exitCodeOf(found: Adopted | Unlookable): number {
  if (isUnlookable(found)) return exitOfUnlookable(found)
  return found.refused.length > 0 ? exit.invalid : exit.done
}

function documentOf(found: Adopted | Unlookable): object {
  if (isUnlookable(found)) return found
  const { tenant, accepted, refused, files } = found
  const said = ({ operation, address, isGain }: DriftItem): object => ({ address, summary: operation.summary, isGain })
  return {
    tenant,
    adopted: accepted.map(({ item, also }) => ({ ...said(item), also })),
    refused: refused.map(({ item, why }) => ({ ...said(item), why })),
    files: files.map(({ path, before }) => ({ path, change: before === undefined ? 'created' : 'changed' })),
  }
}

function paint({ tenant, accepted, refused, files }: Adopted, ink: Session['ink']): string {
  if (accepted.length + refused.length === 0) return `${ink.strong(tenant)}${ink.plain(': nothing drifted.')}\n`
  const taken = accepted.flatMap(({ item, also }) => [
    `  ${ink.good('=')} ${ink.plain(item.operation.summary)}`,
    ...(item.isGain ? [ink.warn('      somebody keeps access that nobody approved: have it reviewed')] : []),
    ...also.map((one) => ink.warn(`      the next plan also has: ${one}`)),
  ])
  const left = refused.flatMap(({ item, why }) => [
    `  ${ink.warn('!')} ${ink.plain(item.operation.summary)}`,
    ink.plain(`      not adopted: ${why}`),
  ])
  const written = files.map(
    ({ path, before }) => (before === undefined ? ink.add('+ ') : ink.change('~ ')) + ink.plain(path),
  )
  const next = files.length > 0 ? 'Next: look at the change with git diff, then roster plan.' : 'No file was changed.'
  return [ink.strong(tenant), ...taken, ...left, ...written, ink.plain(next), ''].join('\n')
}
