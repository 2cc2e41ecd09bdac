import { valuesOf } from '../../model/value.ts'
import type { AttributeRule } from '../../ldap/schema.ts'
import type { Entry } from '../../ldap/wire/answer.ts'

/** What the domain says of an attribute. */
export interface AdAttributeRule extends AttributeRule {
  /** Most characters of a text, most a number can be (rangeUpper). */
  readonly upper: number | undefined
}

/** Attributes of an attributeSchema object, in the order in which `ruleOf` takes them. */
export const schemaAttributes = ['lDAPDisplayName', 'attributeSyntax', 'isSingleValued', 'systemOnly', 'rangeUpper']

/**
 * The part of the domain's schema that roster works with. A domain controller describes no matching rules; how values are compared
 * follows from their syntax (MS-ADTS 3.1.1.2.2.4).
 */
export class AdSchema {
  private readonly rules: ReadonlyMap<string, AdAttributeRule>
  private readonly allowed: Readonly<Record<'user' | 'group', ReadonlySet<string> | undefined>>

  constructor(rules: readonly AdAttributeRule[], allowed: Readonly<Record<'user' | 'group', readonly string[]>>) {
    this.rules = new Map(rules.map((rule) => [rule.name.toLowerCase(), rule]))
    this.allowed = { user: lowered(allowed.user), group: lowered(allowed.group) }
  }

  /** undefined: the domain does not know the attribute. */
  attribute(name: string): AdAttributeRule | undefined {
    return this.rules.get(name.toLowerCase())
  }

  /** The usual spelling of a name; a name the domain does not know stays as it is. */
  nameOf(attribute: string): string {
    return this.attribute(attribute)?.name ?? attribute
  }

  /** Whether such an object may hold the attribute, as far as can be told. */
  mayHold(kind: 'user' | 'group', attribute: string): boolean {
    return this.allowed[kind]?.has(attribute.toLowerCase()) ?? true
  }
}

function lowered(names: readonly string[]): ReadonlySet<string> | undefined {
  return names.length === 0 ? undefined : new Set(names.map((name) => name.toLowerCase()))
}

interface Syntax {
  readonly equality: string | undefined
  /** The same syntax among those of RFC 4517. */
  readonly oid: string | undefined
}

const rfc = (last: number): string => `1.3.6.1.4.1.1466.115.121.1.${last}`
const text: Syntax = { equality: 'caseIgnoreMatch', oid: rfc(15) }

/** attributeSyntax -> how its values are compared and what they may be. Those that are not here hold bytes. */
const syntaxes: Readonly<Record<string, Syntax>> = {
  '2.5.5.1': { equality: 'distinguishedNameMatch', oid: rfc(12) },
  '2.5.5.2': { equality: 'objectIdentifierMatch', oid: rfc(38) },
  '2.5.5.3': { equality: 'caseExactMatch', oid: rfc(15) },
  '2.5.5.4': text,
  '2.5.5.5': { equality: 'caseExactIA5Match', oid: rfc(26) },
  '2.5.5.6': { equality: 'caseExactMatch', oid: rfc(36) },
  '2.5.5.8': { equality: 'booleanMatch', oid: rfc(7) },
  '2.5.5.9': { equality: 'integerMatch', oid: rfc(27) },
  '2.5.5.11': { equality: 'generalizedTimeMatch', oid: rfc(24) },
  '2.5.5.12': text,
  '2.5.5.16': { equality: 'integerMatch', oid: rfc(27) },
}

/** Reads an attributeSchema object; undefined for one that cannot be read. */
export function ruleOf({ values }: Entry): AdAttributeRule | undefined {
  const [name, attributeSyntax, single, systemOnly, upper] = values.map((value) => valuesOf(value)[0])
  if (name === undefined || attributeSyntax === undefined) return undefined
  const syntax = syntaxes[attributeSyntax]
  return {
    name,
    equality: syntax?.equality,
    syntax: syntax?.oid,
    single: single === 'TRUE',
    readOnly: systemOnly === 'TRUE',
    upper: upper === undefined ? undefined : Number(upper),
  }
}
