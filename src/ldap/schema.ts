import { parseAttribute, parseClass } from './schema-text.ts'
import type { AttributeDescription, ClassDescription } from './schema-text.ts'

/** What the server says of an attribute, with what it inherits filled in. */
export interface AttributeRule {
  /** The usual name, as the server spells it. */
  readonly name: string
  /** Name of the matching rule for equality; undefined: values cannot be compared one by one. */
  readonly equality: string | undefined
  /** OID of the syntax. */
  readonly syntax: string | undefined
  readonly single: boolean
  readonly readOnly: boolean
}

/** The server's own schema: which attributes and classes it knows, and what it lets them hold. */
export class Schema {
  private readonly attributes = new Map<string, AttributeDescription>()
  private readonly classes = new Map<string, ClassDescription>()
  private readonly rules = new Map<string, AttributeRule | undefined>()

  /** Takes the values of `attributeTypes` and `objectClasses` of the subschema entry. */
  constructor(attributeTypes: readonly string[], objectClasses: readonly string[]) {
    for (const text of attributeTypes) enter(this.attributes, parseAttribute(text))
    for (const text of objectClasses) enter(this.classes, parseClass(text))
  }

  /** undefined: the server does not know the attribute. */
  attribute(name: string): AttributeRule | undefined {
    const key = name.toLowerCase()
    if (this.rules.has(key)) return this.rules.get(key)
    const rule = this.resolve(key, 0)
    this.rules.set(key, rule)
    return rule
  }

  /** The usual spelling of a name; a name the server does not know stays as it is. */
  nameOf(attribute: string): string {
    return this.attribute(attribute)?.name ?? attribute
  }

  /** Whether the server keeps an attribute for its own work. */
  isOperational(name: string): boolean {
    return this.attributes.get(name.toLowerCase())?.operational === true
  }

  hasClass(name: string): boolean {
    return this.classes.has(name.toLowerCase())
  }

  /** Lower-case usual names of what entries of these classes must and may have, operational attributes aside. */
  contents(classes: readonly string[]): { readonly must: ReadonlySet<string>; readonly may: ReadonlySet<string> } {
    const all = this.withThoseAbove(classes)
    const usual = (name: string): string => this.nameOf(name).toLowerCase()
    return {
      must: new Set(all.flatMap(({ must }) => must.map(usual))),
      may: new Set(all.flatMap(({ must, may }) => [...must, ...may].map(usual))),
    }
  }

  /** Of these classes, the structural ones that none of the others stands below: what tells an entry's sort. */
  sorts(classes: readonly string[]): readonly string[] {
    const structural = classes.filter((name) => this.classes.get(name.toLowerCase())?.kind === 'STRUCTURAL')
    return structural.filter((name) => !structural.some((other) => other !== name && this.isAbove(name, other)))
  }

  /** Of these classes, those that add to entries of others. */
  auxiliary(classes: readonly string[]): readonly string[] {
    return classes.filter((name) => this.classes.get(name.toLowerCase())?.kind === 'AUXILIARY')
  }

  /** Names among `candidates` that the classes of `from` could be extended by to allow an attribute. */
  classesThatAllow(attribute: string): readonly string[] {
    const key = this.nameOf(attribute).toLowerCase()
    const classes = new Set(this.classes.values())
    return [...classes]
      .filter(
        ({ kind, must, may }) =>
          kind === 'AUXILIARY' && [...must, ...may].some((name) => this.nameOf(name).toLowerCase() === key),
      )
      .flatMap(({ names }) => names.slice(0, 1))
  }

  private isAbove(name: string, below: string): boolean {
    const wanted = this.classes.get(name.toLowerCase())
    return wanted !== undefined && this.withThoseAbove([below]).includes(wanted)
  }

  private withThoseAbove(names: readonly string[]): readonly ClassDescription[] {
    const seen = new Set<ClassDescription>()
    const visit = (name: string): void => {
      const found = this.classes.get(name.toLowerCase())
      if (found === undefined || seen.has(found)) return
      seen.add(found)
      found.above.forEach(visit)
    }
    names.forEach(visit)
    return [...seen]
  }

  private resolve(key: string, depth: number): AttributeRule | undefined {
    const own = this.attributes.get(key)
    if (own === undefined) return undefined
    const above = own.above === undefined || depth > 20 ? undefined : this.resolve(own.above.toLowerCase(), depth + 1)
    return {
      name: own.names[0] ?? own.oid,
      equality: own.equality ?? above?.equality,
      syntax: own.syntax ?? above?.syntax,
      single: own.single,
      readOnly: own.readOnly,
    }
  }
}

function enter<T extends { readonly oid: string; readonly names: readonly string[] }>(
  into: Map<string, T>,
  described: T,
): void {
  for (const name of [described.oid, ...described.names]) into.set(name.toLowerCase(), described)
}
