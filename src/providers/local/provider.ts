import type { Kind, Verb } from '../../model/kind.ts'
import type { Capabilities, Connection, Provider } from '../provider.ts'
import { hold } from './lock.ts'
import { Log } from './log.ts'
import type { Misbehaviour } from './misbehaviour.ts'
import { LocalReader } from './read.ts'
import { fileOf, localOnly, localSettings } from './settings.ts'
import { LocalWriter } from './write.ts'

const containersStay = { cannot: 'roster makes containers and leaves them standing' } as const

const capabilities = {
  'user.create': true,
  'user.update': true,
  'user.rename': true,
  'user.enable': true,
  'user.disable': true,
  'user.delete': true,
  'user.restore': { cannot: 'a local directory keeps nothing that was deleted' },
  'user.resetPassword': true,
  'user.revokeSessions': true,
  'group.create': true,
  'group.update': true,
  'group.rename': true,
  'group.delete': true,
  'group.enable': { cannot: 'a group is not switched on or off' },
  'group.disable': { cannot: 'a group is not switched on or off' },
  'membership.grant': true,
  'membership.revoke': true,
  'licence.grant': true,
  'licence.revoke': true,
  'organizationalUnit.create': true,
  'organizationalUnit.update': containersStay,
  'organizationalUnit.rename': containersStay,
  'organizationalUnit.delete': containersStay,
} satisfies Capabilities

/** An embedded directory in one file: for trying roster out, for examples, for tests. docs/providers/local.md has its format. */
export const localProvider: Provider = {
  name: 'local',
  capabilities,
  territories: (settings) => {
    const file = fileOf(localOnly(settings))
    return file === undefined ? [] : [`local:/${file}/`]
  },
  read: async (connection) => {
    const settings = localSettings(connection.settings, place(connection))
    const log = new Log(settings.file, place(connection), 'whatIsVisible')
    log.refresh()
    return new LocalReader(connection, settings, log, within(log.header.faults))
  },
  write: async (connection, context) => {
    const settings = localSettings(connection.settings, place(connection))
    const release = hold(settings.file)
    try {
      const log = new Log(settings.file, place(connection), 'everything')
      log.refresh()
      return new LocalWriter({ connection, context, settings, log, release })
    } catch (error) {
      release()
      throw error
    }
  },
}

function place(connection: Connection): { readonly root: string; readonly tenant: string; readonly id: string } {
  return { root: connection.root, tenant: connection.tenant, id: connection.id }
}

/** What is left of the capabilities when the file says that some are missing. */
function within(faults: Misbehaviour | undefined): Capabilities {
  const missing = Object.entries(faults?.cannot ?? {}) as readonly (readonly [`${Kind}.${Verb}`, string])[]
  return { ...capabilities, ...Object.fromEntries(missing.map(([what, cannot]) => [what, { cannot }])) }
}
