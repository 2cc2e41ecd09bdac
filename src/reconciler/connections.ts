import type { DesiredDirectory, DesiredTenant } from '../language/compile/desired-tenant.ts'
import type { Address } from '../model/address.ts'
import { parseAddress } from '../model/address.ts'
import type { Operation } from '../model/operation.ts'
import { messagesDirectory } from '../model/operation.ts'
import type { Locator } from '../model/outcome.ts'
import type { WriteContext, Writer } from '../providers/provider.ts'
import { messageWriter } from '../messages/writer.ts'
import { deliverPasswords, deliverSecrets } from '../secrets/delivery.ts'
import { newPassword } from '../secrets/password.ts'
import { boundPolicies } from './diff/policies.ts'
import type { World } from './diff/world.ts'
import type { Task } from './execute.ts'
import { remember } from './memory.ts'
import { connectionTo, openReader, providerOf } from './observe.ts'
import { isRepeatable } from './on-its-way.ts'
import type { Run } from './run.ts'
import type { Basis } from './tenant.ts'

/** The ways into the directories of one tenant: to write what is planned, and to read it back. */
export function connections(
  basis: Basis,
  run: Run,
  planned: readonly Operation[],
): Pick<Task, 'openWriter' | 'openReader' | 'settlesLate' | 'isRepeatable' | 'locators'> {
  const { desired, worlds } = basis
  const locators = locatorsOf(worlds)
  const directoryOf = (id: string): DesiredDirectory => {
    const directory = desired.directories.get(id)
    if (directory === undefined) throw new Error(`no directory ${id}`)
    return directory
  }
  const initialPassword = firstPasswords(basis, run, planned)
  const memory = worlds[0]?.memory ?? remember([])
  const identityOf = (id: string): { readonly identity?: string } => {
    const world = worldOf(worlds, id)
    return world === undefined ? {} : { identity: world.snapshot.identity }
  }
  return {
    locators,
    settlesLate: (id) => worldOf(worlds, id)?.snapshot.dialect.settlesWithin !== undefined,
    isRepeatable: (operation) => {
      const world = worldOf(worlds, operation.directory)
      return world === undefined || isRepeatable(world.snapshot.dialect, operation)
    },
    openReader: (id) => openReader(desired.id, directoryOf(id), memory, run),
    openWriter: async (id): Promise<Writer> => {
      if (id === messagesDirectory) return outbox(desired, run)
      const directory = directoryOf(id)
      return providerOf(directory, run).write(connectionTo(desired.id, directory, run), {
        locate: (address) => locators.get(address),
        initialPassword,
        changeAtNextLogin: changesFirstPassword(desired),
        ...handingOver(desired, run),
        ...identityOf(id),
      })
    },
  }
}

function outbox({ notifications }: DesiredTenant, { environment, now }: Run): Writer {
  return messageWriter({ variableOf: (sink) => notifications?.sinks?.[sink]?.smtp.env, environment, now })
}

/** Where first and new passwords of the people of this plan come from: delivered where somebody is to receive them. */
function firstPasswords(
  { desired, worlds }: Basis,
  run: Run,
  planned: readonly Operation[],
): WriteContext['initialPassword'] {
  const addresses = new Set(planned.map(({ address }) => address))
  const delivered =
    desired.initialPasswords === undefined
      ? undefined
      : deliverPasswords({ ...desired.initialPasswords, root: run.root })
  return async (address) => {
    if (!addresses.has(address)) return undefined
    if (delivered !== undefined) return delivered(address)
    // An account that is made disabled is not enabled without a password: one that nobody learns keeps it shut as well.
    const world = worldOf(worlds, parseAddress(address).directory)
    return world?.snapshot.dialect.arrival === 'disabledFirst' ? newPassword() : undefined
  }
}

function handingOver({ initialPasswords }: DesiredTenant, { root }: Run): Pick<WriteContext, 'handOver'> {
  return initialPasswords === undefined ? {} : { handOver: deliverSecrets({ ...initialPasswords, root }) }
}

function changesFirstPassword({ initialPasswords }: DesiredTenant): boolean {
  return initialPasswords?.changeAtNextLogin ?? true
}

function worldOf(worlds: readonly World[], directory: string): World | undefined {
  return worlds.find((world) => world.directory.id === directory)
}

/** Where everything is that operations of this run may name. */
function locatorsOf(worlds: readonly World[]): Map<Address, Locator> {
  const locators = new Map<Address, Locator>()
  for (const world of worlds) {
    const { desired, directory, matches } = world
    const note = (kind: string, id: string, { immutableId, reference }: Locator): void => {
      locators.set(`${desired.id}/${directory.id}/${kind}/${id}`, { immutableId, reference })
    }
    for (const [id, user] of [...matches.orphanUsers, ...matches.users]) note('user', id, user)
    for (const [id, group] of [...matches.orphanGroups, ...matches.groups]) note('group', id, group)
    for (const [id, policy] of boundPolicies(world)) note('policy', id, policy)
    for (const user of matches.unmanagedUsers) note('user', matches.memberOf(user.reference), user)
    for (const group of matches.unmanagedGroups) note('group', matches.memberOf(group.reference), group)
  }
  return locators
}
