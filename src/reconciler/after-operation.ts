import type { Verified } from '../model/entry.ts'
import type { AccountState } from '../model/observed.ts'
import type { DirectoryOperation } from '../model/operation.ts'
import type { Attributes, WishedAttributes } from '../model/value.ts'

/** What an object looks like once an operation on it succeeded. */
export function afterOperation(verified: Verified, operation: DirectoryOperation): Verified {
  if (operation.kind !== 'user' && operation.kind !== 'group') return verified
  switch (operation.verb) {
    case 'create':
      return afterCreation(operation)
    case 'update':
      return {
        ...verified,
        attributes: merged(verified.attributes, operation.after.attributes),
        references: mergedReferences(verified.references, operation.after.references),
      }
    case 'rename':
      return renamed(verified, operation.after)
    case 'enable':
    case 'restore':
    case 'disable':
      return stood(verified, operation.after.state, operation.after.container)
    case 'delete':
    case 'resetPassword':
    case 'revokeSessions':
      return verified
  }
}

/** What an object looks like once it was made. */
export function afterCreation(
  operation: Extract<DirectoryOperation, { verb: 'create'; kind: 'user' | 'group' }>,
): Verified {
  const { attributes, references, container } = operation.after
  return operation.kind === 'user'
    ? {
        kind: 'user',
        username: operation.after.username,
        container,
        state: operation.after.state,
        attributes,
        references,
      }
    : { kind: 'group', name: operation.after.name, container, attributes, references }
}

function stood(verified: Verified, state: AccountState, container: string): Verified {
  return verified.kind === 'user' ? { ...verified, state, container } : verified
}

function renamed(
  verified: Verified,
  after: { username?: string; name?: string; container?: string; attributes?: WishedAttributes },
): Verified {
  const attributes = merged(verified.attributes, after.attributes ?? {})
  const container = after.container ?? verified.container
  return verified.kind === 'user'
    ? { ...verified, username: after.username ?? verified.username, container, attributes }
    : { ...verified, name: after.name ?? verified.name, container, attributes }
}

function merged(attributes: Attributes, changes: WishedAttributes): Attributes {
  const result: Record<string, string | readonly string[]> = { ...attributes }
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) delete result[name]
    else result[name] = value
  }
  return result
}

function mergedReferences(
  references: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | null>>,
): Readonly<Record<string, string>> {
  const result: Record<string, string> = { ...references }
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) delete result[name]
    else result[name] = value
  }
  return result
}
