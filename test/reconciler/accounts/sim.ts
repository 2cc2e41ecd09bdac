import { randomUUID } from 'node:crypto'
import type { Platform } from '../../../src/generated/platform.ts'
import type { Entry } from '../../../src/model/entry.ts'
import type { Operation, PlatformOperation } from '../../../src/model/operation.ts'
import { isOfDirectory } from '../../../src/model/operation.ts'
import type { Plan } from '../../../src/model/plan.ts'
import type { ObservedAccount } from '../../../src/model/platform.ts'
import { remember } from '../../../src/reconciler/memory.ts'
import { inOrder } from '../../../src/reconciler/order.ts'
import type { Bench } from '../bench.ts'

/**
 * A platform without an interface: it keeps the rules of its profile, and refuses what breaks them. Somebody at its
 * console carries out what a plan has waiting, and what it shows then goes into the ledger.
 */
export class Sim {
  readonly accounts = new Map<string, ObservedAccount>()
  /** Whom the platform wrote to. */
  readonly mailbox: string[] = []
  /** Who held each role of an invariant, after every step. */
  readonly holders: number[] = []
  readonly #bench: Bench
  readonly #rules: Platform
  readonly #place: { readonly tenant: string; readonly subscription: string }

  constructor(bench: Bench, rules: Platform, subscription: string, tenant = 'acme') {
    this.#bench = bench
    this.#rules = rules
    this.#place = { tenant, subscription }
  }

  /** Does everything that waits for somebody at the console, in the order of the plan; ids of what was done. */
  async carryOut(made: Plan): Promise<readonly string[]> {
    const waiting = made.operations.filter((each): each is PlatformOperation => !isOfDirectory(each))
    const done: string[] = []
    for (const operation of inOrder(waiting).order) {
      const needed = waiting.filter(({ id }) => operation.needs.includes(id) && !done.includes(id))
      if (operation.status !== 'waiting' || operation.waitingFor !== 'manual' || needed.length > 0) continue
      await this.perform(operation)
      done.push(operation.id)
    }
    return done
  }

  /** Does one operation, as the platform lets it. */
  async perform(operation: PlatformOperation): Promise<void> {
    const entries = await this.#effect(operation)
    await this.write([
      { type: 'intent', operation },
      { type: 'outcome', operation: operation.id, fingerprint: operation.fingerprint, status: 'applied' },
      ...entries,
    ])
    this.#judge()
  }

  /** The person signs in. */
  async login(user: string): Promise<void> {
    const account = this.#account(user)
    if (account.state === 'disabled') throw new Error(`${user} is disabled and cannot sign in`)
    const at = this.#bench.now.toISOString()
    await this.show(user, { ...account, state: 'active', firstLoginAt: account.firstLoginAt ?? at })
  }

  /** The person sets up second factors. */
  enrol(user: string, ...mfaMethods: readonly string[]): Promise<void> {
    return this.show(user, { ...this.#account(user), mfaMethods })
  }

  /** Somebody changes an account at the console, and the list of the platform is read afterwards. */
  async show(user: string, account: ObservedAccount | null): Promise<void> {
    await this.write([this.#seen(user, account, 'export')])
  }

  /** Adds to the ledger. */
  async write(entries: readonly Entry[]): Promise<void> {
    const { ledger } = this.#bench
    const lease = await ledger.lock(this.#place.tenant)
    const journal = await ledger.open(this.#place.tenant, randomUUID(), lease)
    await journal.record(entries)
    await journal.close()
    await lease.release()
  }

  async #effect(operation: PlatformOperation): Promise<readonly Entry[]> {
    switch (operation.kind) {
      case 'workOrder':
        return [{ type: 'done', address: operation.address, by: 'desk' }]
      case 'role':
        return this.#saveRole(operation)
      case 'roleAssignment':
        return [this.#assign(operation)]
      case 'account':
        return [this.#onAccount(operation)]
      case 'seat':
        return []
    }
  }

  #assign({ before, after, address }: Extract<PlatformOperation, { kind: 'roleAssignment' }>): Entry {
    const user = address.slice(address.lastIndexOf('/') + 1)
    const account = this.#account(user)
    const left = account.roles.filter((role) => role !== before?.role)
    const roles = after === null ? left : [...left, after.role]
    if (after !== null) this.#refuseTooEarly(user, account)
    const { max } = this.#rules.accountTypes?.[account.type]?.roles ?? {}
    if (max !== undefined && roles.length > max) throw new Error(`${user} would have ${roles.length} roles`)
    return this.#seen(user, { ...account, roles }, 'attested')
  }

  #refuseTooEarly(user: string, account: ObservedAccount): void {
    const after = this.#rules.lifecycle?.[account.type]?.roleSettableAfter
    const isEarly = after === 'firstLogin' ? account.firstLoginAt === undefined : account.state === 'invited'
    if (after !== undefined && after !== 'creation' && isEarly) throw new Error(`${user} cannot get a role yet`)
  }

  #onAccount(operation: Extract<PlatformOperation, { kind: 'account' }>): Entry {
    const user = operation.address.slice(operation.address.lastIndexOf('/') + 1)
    const now = this.#bench.now.toISOString()
    switch (operation.verb) {
      case 'create': {
        const { type, login, roles, accessGroups, at } = operation.after
        if (this.accounts.has(user)) throw new Error(`${user} is there already`)
        const { state = 'active', role = 'declared' } = this.#rules.lifecycle?.[type]?.created ?? {}
        if (this.#writesTo(type)) this.mailbox.push(login)
        const place = at === undefined ? {} : { at }
        const first = { state, type, login, accessGroups, ...place, invitedAt: now, resends: 0 }
        return this.#seen(user, { ...first, roles: role === 'declared' ? roles : [role] }, 'attested')
      }
      case 'invite': {
        const account = this.#account(user)
        this.mailbox.push(account.login)
        return this.#seen(user, { ...account, invitedAt: now, resends: operation.after.resend }, 'attested')
      }
      case 'update': {
        const { user: _, name: __, ...changes } = operation.after
        return this.#seen(user, { ...this.#account(user), ...changes }, 'attested')
      }
      case 'rename':
        return this.#seen(user, { ...this.#account(user), login: operation.after.login }, 'attested')
      case 'enable':
      case 'disable':
        return this.#seen(user, { ...this.#account(user), state: operation.after.state }, 'attested')
      case 'delete': {
        const { type } = this.#account(user)
        if (this.#rules.capabilities?.delete?.includes(type) !== true) throw new Error(`${type} cannot be deleted`)
        return this.#seen(user, null, 'attested')
      }
    }
  }

  #writesTo(type: string): boolean {
    return (this.#rules.effects ?? []).some(({ verb, of, mail }) => verb === 'create' && of === type && mail === true)
  }

  /** What was agreed to of the role is in effect from now on. */
  async #saveRole(operation: Extract<PlatformOperation, { kind: 'role' }>): Promise<readonly Entry[]> {
    const role = operation.address.slice(operation.address.lastIndexOf('/') + 1)
    const memory = remember(await this.#bench.ledger.read(this.#place.tenant))
    for (const [platform, elements] of memory.access) {
      const agreed = elements.get(`agreed/role/${role}`)
      if (agreed === undefined) continue
      const element = agreed['element'] as Readonly<Record<string, unknown>> | null
      return [{ type: 'access', platform, elements: { [`role/${role}`]: element, [`agreed/role/${role}`]: null } }]
    }
    throw new Error(`the role ${role} was never agreed to: apply first`)
  }

  #account(user: string): ObservedAccount {
    const account = this.accounts.get(user)
    if (account === undefined) throw new Error(`${user} has no account`)
    return account
  }

  #seen(user: string, account: ObservedAccount | null, from: 'export' | 'attested'): Entry {
    if (account === null) this.accounts.delete(user)
    else this.accounts.set(user, account)
    const { tenant, subscription } = this.#place
    return { type: 'account', address: `${tenant}/${subscription}/account/${user}`, account, from }
  }

  /** The platform itself keeps its invariants after every click. */
  #judge(): void {
    for (const { role, atLeast } of Object.values(this.#rules.invariants ?? {})) {
      const holders = [...this.accounts.values()].filter(
        ({ state, roles }) => state === 'active' && roles.includes(role),
      )
      const before = this.holders.at(-1)
      this.holders.push(holders.length)
      if (before !== undefined && before >= atLeast && holders.length < atLeast)
        throw new Error(`nobody holds ${role} any more`)
    }
  }
}

/** Operations on platforms and for people as `verb kind id (what it waits for)`; sorted. */
export function waits(operations: readonly Operation[]): readonly string[] {
  return operations
    .filter((each) => !isOfDirectory(each))
    .map(({ verb, kind, address, status, waitingFor, blockedBy }) => {
      const id = address.split('/').slice(3).join('/')
      return `${verb} ${kind} ${id} (${status === 'blocked' ? `blocked: ${blockedBy}` : waitingFor})`
    })
    .toSorted()
}
