import type { Operation } from '../../src/model/operation.ts'
import { reveal } from '../../src/model/secret.ts'
import type { Provider, WriteContext } from '../../src/providers/provider.ts'
import { altered, readerLike, writerLike } from '../providers/delegate.ts'

/** What a writer was given with each creation, in the order of the creations. */
export interface Given {
  readonly address: string
  readonly password: string | undefined
  readonly changeAtNextLogin: boolean | undefined
}

/** A provider whose accounts are made disabled, and enabled by an operation of its own, as in a domain. */
export function disabledFirst(provider: Provider, given: Given[] = []): Provider {
  return altered(provider, {
    reader: (reader) =>
      readerLike(reader, {
        dialect: { ...reader.dialect, arrival: 'disabledFirst' },
        confirm: (operation, locate) => reader.confirm(known(operation, locate), locate),
      }),
    writer: (writer, [, context]) =>
      writerLike(writer, async (batch) => {
        for (const { kind, verb, address } of batch) {
          if (kind !== 'user' || verb !== 'create') continue
          const password = await context.initialPassword(address)
          const { changeAtNextLogin } = context
          given.push({ address, password: password === undefined ? undefined : reveal(password), changeAtNextLogin })
        }
        return writer.apply(batch.map((operation) => known(operation, context.locate)))
      }),
  })
}

/** The first enabling of an account names it by its address alone. */
function known(operation: Operation, locate: WriteContext['locate']): Operation {
  if (operation.kind !== 'user' || operation.verb !== 'enable' || operation.before.immutableId !== undefined)
    return operation
  const immutableId = locate(operation.address)?.immutableId
  return immutableId === undefined ? operation : { ...operation, before: { ...operation.before, immutableId } }
}
