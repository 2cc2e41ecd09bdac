import { randomUUID } from 'node:crypto'
import type { ObservedPolicy } from '../../src/model/observed.ts'
import type { Operation } from '../../src/model/operation.ts'
import type { Outcome } from '../../src/model/outcome.ts'
import type { Attributes } from '../../src/model/value.ts'
import { adPolicies } from '../../src/providers/active-directory/policy.ts'
import { generalAttributes } from '../../src/providers/active-directory/policy-values.ts'
import { localProvider } from '../../src/providers/local/provider.ts'
import type { Capabilities, Provider, WriteContext } from '../../src/providers/provider.ts'
import { altered, readerLike, writerLike } from '../providers/delegate.ts'

interface Held {
  name: string
  attributes: Attributes
  readonly members: Set<string>
}

const can: Capabilities = {
  'policy.create': true,
  'policy.update': true,
  'policy.delete': true,
  'policy.grant': true,
  'policy.revoke': true,
}

/** Local directories that rule passwords as a domain does: at least 7 characters for everybody, and policies besides. */
export class Ruled {
  readonly policies = new Map<string, Held>()
  /** Batches that reached the directory. */
  readonly batches: (readonly string[])[] = []
  /** Set: what the reading account is told instead of the policies. */
  unreadable: string | undefined
  /** Called before each write. */
  before: (operation: Operation) => void = () => undefined

  readonly provider: Provider = altered(localProvider, {
    reader: (reader) =>
      Object.assign(
        readerLike(reader, {
          capabilities: { ...reader.capabilities, ...can },
          dialect: { ...reader.dialect, policies: [adPolicies] },
          confirm: async (operation, locate) =>
            operation.kind === 'policy' ? this.#holds(operation, locate) : reader.confirm(operation, locate),
        }),
        {
          policies: async () => ({
            general: generalAttributes((name) => (name === 'minPwdLength' ? '7' : '0')),
            policies: this.unreadable === undefined ? this.#observed() : { unreadable: this.unreadable },
          }),
        },
      ),
    writer: (writer, [, context]) =>
      writerLike(writer, async (batch) => {
        if (batch.every(({ kind }) => kind !== 'policy')) return writer.apply(batch)
        this.batches.push(batch.map(({ id }) => id))
        return batch.map((operation) => this.#write(operation, context.locate))
      }),
  })

  /** One of the policies by its name. */
  named(name: string): Held | undefined {
    return [...this.policies.values()].find((policy) => policy.name === name)
  }

  #observed(): readonly ObservedPolicy[] {
    return [...this.policies].map(([immutableId, { name, attributes, members }]) => ({
      immutableId,
      reference: immutableId,
      name,
      attributes,
      members: [...members],
      through: [],
    }))
  }

  #write(operation: Operation, locate: WriteContext['locate']): Outcome {
    this.before(operation)
    if (operation.kind !== 'policy') throw new Error(`not a policy: ${operation.id}`)
    switch (operation.verb) {
      case 'create': {
        const immutableId = randomUUID()
        this.policies.set(immutableId, { ...operation.after, members: new Set() })
        return { status: 'applied', locator: { immutableId, reference: immutableId } }
      }
      case 'update': {
        const held = this.policies.get(operation.before.immutableId)
        if (held === undefined) return { status: 'conflict', detail: 'gone' }
        held.attributes = { ...held.attributes, ...(operation.after.attributes as Attributes) }
        return { status: 'applied' }
      }
      case 'delete':
        this.policies.delete(operation.before.immutableId)
        return { status: 'applied' }
      case 'grant':
      case 'revoke': {
        const { policy, member } = operation.after ?? operation.before
        const at = `${operation.tenant}/${operation.directory}`
        const held = this.policies.get(locate(`${at}/policy/${policy}`)?.immutableId ?? '')
        const reference = locate(`${at}/user/${member}`)?.reference
        if (held === undefined || reference === undefined) return { status: 'conflict', detail: 'gone' }
        if (operation.verb === 'grant') held.members.add(reference)
        else held.members.delete(reference)
        return { status: 'applied' }
      }
    }
  }

  #holds(operation: Operation & { readonly kind: 'policy' }, locate: WriteContext['locate']): boolean {
    if (operation.verb === 'create') return this.named(operation.after.name) !== undefined
    if (operation.verb === 'update') return this.policies.has(operation.before.immutableId)
    if (operation.verb === 'delete') return !this.policies.has(operation.before.immutableId)
    const { policy, member } = operation.after ?? operation.before
    const at = `${operation.tenant}/${operation.directory}`
    const held = this.policies.get(locate(`${at}/policy/${policy}`)?.immutableId ?? '')
    const isNamed = held?.members.has(locate(`${at}/user/${member}`)?.reference ?? '') === true
    return isNamed === (operation.verb === 'grant')
  }
}
