import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EntraDirectory } from '../../../src/generated/tenant.ts'
import type { Address } from '../../../src/model/address.ts'
import type { Operation } from '../../../src/model/operation.ts'
import type { Locator, Outcome } from '../../../src/model/outcome.ts'
import { Secret } from '../../../src/model/secret.ts'
import type { WishedAttributes } from '../../../src/model/value.ts'
import { entraProvider } from '../../../src/providers/entra/provider.ts'
import type { Connection, Provider, Reader, WriteContext, Writer } from '../../../src/providers/provider.ts'
import { theContract } from '../../emulators/graph/contract/judge.ts'
import type { GraphEmulator, GraphOptions } from '../../emulators/graph/emulator.ts'
import { startGraph } from '../../emulators/graph/start.ts'
import type { Entity } from '../../emulators/graph/state.ts'
import { at, operation } from '../ldap/directory.ts'
import { documentedRoles, environment, settingsFor } from './world.ts'

export const password = 'Correct2Horse9Battery4Staple'

/** How requests leave: `wrapped` stands between the writer and the server. */
interface Sending {
  readonly wrapped?: (send: typeof fetch) => typeof fetch
}

/** A tenant that is written to, and who is who in it. */
export class Office {
  readonly graph: GraphEmulator
  readonly known = new Map<Address, Locator>()
  /** Addresses a password was drawn for, in order. */
  readonly drawn: Address[] = []
  /** Milliseconds that the writer waited, in order. */
  readonly waited: number[] = []
  readonly #root = mkdtempSync(join(tmpdir(), 'roster-office-'))
  readonly #provider: Provider
  readonly #open: (Reader | Writer)[] = []

  private constructor(graph: GraphEmulator, { wrapped = (send) => send }: Sending) {
    this.graph = graph
    this.#provider = entraProvider({
      fetch: wrapped(graph.fetch),
      sleep: async (ms) => {
        this.waited.push(ms)
      },
    })
  }

  static async start(options: GraphOptions = {}, sending: Sending = {}): Promise<Office> {
    const judge = theContract()
    const graph = await startGraph({ ...documentedRoles, ...(judge === undefined ? {} : { judge }), ...options })
    return new Office(graph, sending)
  }

  async writer(context: Partial<WriteContext> = {}, own: Partial<EntraDirectory> = {}): Promise<Writer> {
    const writer = await this.#provider.write(this.#connection(own), {
      locate: this.locate,
      initialPassword: async (address) => {
        this.drawn.push(address)
        return new Secret(password)
      },
      changeAtNextLogin: true,
      ...context,
    })
    this.#open.push(writer)
    return writer
  }

  async reader(): Promise<Reader> {
    const reader = await this.#provider.read(this.#connection())
    this.#open.push(reader)
    return reader
  }

  #connection(own: Partial<EntraDirectory> = {}): Connection {
    return {
      tenant: 'acme',
      id: 'hq',
      settings: { ...settingsFor(this.graph), ...own },
      root: this.#root,
      environment: (name) => environment(this.graph)[name],
      now: () => new Date(),
      signal: new AbortController().signal,
    }
  }

  readonly locate = (address: Address): Locator | undefined => this.known.get(address)

  /** Applies one batch; who was made is known afterwards. */
  async apply(writer: Writer, ...batch: readonly Operation[]): Promise<readonly Outcome[]> {
    const outcomes = await writer.apply(batch)
    outcomes.forEach((outcome, i) => {
      const address = batch[i]?.address
      if (address !== undefined && 'locator' in outcome && outcome.locator !== undefined)
        this.known.set(address, outcome.locator)
    })
    return outcomes
  }

  /** Somebody who is there already, and declared; gives their id. */
  person(name: string, properties: Readonly<Record<string, unknown>> = {}): string {
    const { state } = this.graph
    const id = randomUUID()
    state.users.set(id, {
      id,
      userPrincipalName: this.upn(name),
      mailNickname: 'somebody',
      displayName: name,
      accountEnabled: true,
      userType: 'Member',
      businessPhones: [],
      assignedLicenses: [],
      ...properties,
    })
    this.known.set(at('user', name), { immutableId: id, reference: id })
    return id
  }

  group(name: string, members: readonly string[] = [], properties: Readonly<Record<string, unknown>> = {}): string {
    const { state } = this.graph
    const id = randomUUID()
    state.groups.set(id, {
      id,
      displayName: name,
      mailNickname: 'somewhere',
      groupTypes: [],
      mailEnabled: false,
      securityEnabled: true,
      ...properties,
    })
    state.members.set(id, new Set(members))
    this.known.set(at('group', name), { immutableId: id, reference: id })
    return id
  }

  upn(name: string): string {
    return `${name}@${this.graph.state.defaultDomain}`
  }

  /** People of this sign-in name, as they are. */
  called(upn: string): readonly Entity[] {
    return [...this.graph.state.users.values()].filter(
      ({ userPrincipalName }) => String(userPrincipalName).toLowerCase() === upn.toLowerCase(),
    )
  }

  user(id: string): Entity {
    const user = this.graph.state.users.get(id)
    if (user === undefined) throw new Error(`nobody has the id ${id}`)
    return user
  }

  idOf(kind: 'user' | 'group', name: string): string {
    const locator = this.known.get(at(kind, name))
    if (locator === undefined) throw new Error(`${name} is not known`)
    return locator.immutableId
  }

  /** How often something was asked for: requests of batches one by one. */
  asked(method: string, path: RegExp): number {
    return this.graph.log.filter((each) => each.method === method && path.test(each.url)).length
  }

  async close(): Promise<void> {
    const { breaches } = this.graph
    for (const each of this.#open) await each.close()
    await this.graph.close()
    rmSync(this.#root, { recursive: true, force: true })
    if (breaches.length > 0) throw new Error(`outside the contract:\n${breaches.join('\n')}`)
  }

  // What a plan would hold.

  creation(
    name: string,
    attributes: Readonly<Record<string, string | readonly string[]>> = {},
    references: Readonly<Record<string, string>> = {},
    state: 'active' | 'disabled' = 'active',
  ): Operation {
    const named = { displayName: name, mailNickname: name.replaceAll(/[^a-z0-9]/gi, ''), ...attributes }
    const after = { username: this.upn(name), container: 'users', state, attributes: named, references }
    return operation(name, { kind: 'user', verb: 'create', before: null, after })
  }

  invitation(name: string, mail: string, attributes: Readonly<Record<string, string>> = {}): Operation {
    const username = `${mail.replaceAll('@', '_')}#EXT#@${this.graph.state.initialDomain}`
    const after = {
      username,
      container: 'users',
      state: 'active' as const,
      attributes: { displayName: name, mail, ...attributes },
      references: {},
      invites: mail,
    }
    return operation(name, { kind: 'user', verb: 'create', before: null, after })
  }

  grouping(
    name: string,
    groupKind = 'security',
    attributes: Readonly<Record<string, string>> = {},
    references: Readonly<Record<string, string>> = {},
  ): Operation {
    const container = groupKind === 'administrativeUnit' ? 'administrativeUnits' : 'groups'
    const after = { name, container, attributes: { groupKind, ...attributes }, references }
    return operation(name, { kind: 'group', verb: 'create', before: null, after })
  }

  update(
    name: string,
    before: WishedAttributes,
    after: WishedAttributes,
    references: { readonly from: Refs; readonly to: Refs } = { from: {}, to: {} },
    kind: 'user' | 'group' = 'user',
  ): Operation {
    const immutableId = this.idOf(kind, name)
    const body = {
      before: { immutableId, attributes: before, references: references.from },
      after: { attributes: after, references: references.to },
    }
    return operation(name, kind === 'user' ? { kind, verb: 'update', ...body } : { kind, verb: 'update', ...body })
  }

  renaming(name: string, to: string): Operation {
    const immutableId = this.idOf('user', name)
    return operation(name, {
      kind: 'user',
      verb: 'rename',
      before: { immutableId, username: this.upn(name) },
      after: { username: this.upn(to) },
    })
  }

  standing(name: string, verb: 'enable' | 'disable'): Operation {
    const immutableId = this.idOf('user', name)
    const [active, disabled] = [
      { state: 'active', container: 'users' } as const,
      { state: 'disabled', container: 'users' } as const,
    ]
    return operation(
      name,
      verb === 'enable'
        ? { kind: 'user', verb, before: { ...disabled, immutableId }, after: active }
        : { kind: 'user', verb, before: { ...active, immutableId }, after: disabled },
    )
  }

  deletion(name: string): Operation {
    const immutableId = this.idOf('user', name)
    return operation(name, {
      kind: 'user',
      verb: 'delete',
      before: { immutableId, username: this.upn(name) },
      after: null,
    })
  }

  restoration(name: string, state: 'active' | 'disabled' = 'active'): Operation {
    const immutableId = this.idOf('user', name)
    return operation(name, {
      kind: 'user',
      verb: 'restore',
      before: { immutableId, state: 'softDeleted', container: 'users' },
      after: { state, container: 'users' },
    })
  }

  once(name: string, verb: 'resetPassword' | 'revokeSessions'): Operation {
    const immutableId = this.idOf('user', name)
    return operation(name, { kind: 'user', verb, before: { immutableId }, after: { actions: ['act'] } })
  }

  joining(group: string, member: string): Operation {
    return operation(`${group}/${member}`, {
      kind: 'membership',
      verb: 'grant',
      before: null,
      after: { group, member },
    })
  }

  parting(group: string, member: string): Operation {
    return operation(`${group}/${member}`, {
      kind: 'membership',
      verb: 'revoke',
      before: { group, member },
      after: null,
    })
  }

  lending(user: string, sku: string, disabledPlans?: readonly string[]): Operation {
    const after = { licence: sku, sku, user, ...(disabledPlans === undefined ? {} : { disabledPlans }) }
    return operation(`${sku}/${user}`, { kind: 'licence', verb: 'grant', before: null, after })
  }

  takingBack(user: string, sku: string): Operation {
    return operation(`${sku}/${user}`, {
      kind: 'licence',
      verb: 'revoke',
      before: { licence: sku, sku, user },
      after: null,
    })
  }
}

type Refs = Readonly<Record<string, string | null>>

/** What became of it, in a word or two. */
export function wordOf(outcome: Outcome | undefined): string {
  if (outcome === undefined) return 'nothing'
  return outcome.status === 'failed' ? `failed/${outcome.class}` : outcome.status
}

export function wordsOf(outcomes: readonly Outcome[]): readonly string[] {
  return outcomes.map(wordOf)
}

export function detailOf(outcome: Outcome | undefined): string {
  return outcome !== undefined && 'detail' in outcome ? (outcome.detail ?? '') : ''
}
