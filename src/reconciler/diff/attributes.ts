import type { Observed } from '../../model/observed.ts'
import type { Change } from '../../model/operation.ts'
import type { Value, WishedAttributes } from '../../model/value.ts'
import type { Dialect } from '../../providers/provider.ts'

/** The attributes whose live value is not the wished one; those that could not be read are left out. */
export function changedAttributes(
  wished: WishedAttributes,
  live: Observed,
  dialect: Dialect,
): { readonly before: WishedAttributes; readonly after: WishedAttributes } | undefined {
  let before: Record<string, Value | null> | undefined
  let after: Record<string, Value | null> | undefined
  for (const name in wished) {
    const value = wished[name]
    if (value === undefined) continue
    const now = live.attributes[name]
    if (now === value || dialect.same(name, value, now)) continue
    if (live.unknown.includes(name)) continue
    before ??= {}
    after ??= {}
    before[name] = now ?? null
    after[name] = value
  }
  return before === undefined || after === undefined ? undefined : { before, after }
}

/** The references that point elsewhere than wished. `memberOf` says who a live reference names. */
export function changedReferences(
  wished: Readonly<Record<string, string | null>>,
  live: Observed,
  memberOf: (reference: string) => string,
): { readonly before: Change['references']; readonly after: Change['references'] } | undefined {
  let before: Record<string, string | null> | undefined
  let after: Record<string, string | null> | undefined
  for (const name in wished) {
    const target = wished[name]
    if (target === undefined) continue
    const reference = live.references[name]
    const now = reference === undefined ? null : memberOf(reference)
    if (now === target || live.unknown.includes(name)) continue
    // A directory may hold several: that the wished one is among them is enough.
    if (live.furtherReferences?.[name]?.some((each) => memberOf(each) === target) === true) continue
    before ??= {}
    after ??= {}
    before[name] = now
    after[name] = target
  }
  return before === undefined || after === undefined ? undefined : { before, after }
}

/** Both kinds of change as one, or nothing. */
export function changesOf(
  wished: { readonly attributes: WishedAttributes; readonly references: Readonly<Record<string, string | null>> },
  live: Observed,
  dialect: Dialect,
  memberOf: (reference: string) => string,
): { readonly before: Change; readonly after: Change } | undefined {
  const attributes = changedAttributes(wished.attributes, live, dialect)
  const references = changedReferences(wished.references, live, memberOf)
  if (attributes === undefined && references === undefined) return undefined
  return {
    before: { attributes: attributes?.before ?? {}, references: references?.before ?? {} },
    after: { attributes: attributes?.after ?? {}, references: references?.after ?? {} },
  }
}
