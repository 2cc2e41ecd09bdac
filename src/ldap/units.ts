import { below, canonicalDn, DnSyntaxError, newRdn, ownName, parentOf } from './dn.ts'

/** Canonical DN of an organizational unit -> its own name as it is declared, or as the directory spells it: the canonical form has lost its capitals. */
export type UnitNames = Map<string, string>

/** The unit that a path of names stands for, below a base; what each of them is called is noted. */
export function unitBelow(base: string, path: readonly string[], names: UnitNames): string {
  return path.reduce((container, name) => {
    const unit = canonicalDn(below(unitRdn(name), container))
    if (!names.has(unit)) names.set(unit, name)
    return unit
  }, base)
}

/** Notes how a unit that is there is spelled. */
export function noteUnit(canonical: string, dn: string, names: UnitNames): void {
  const name = ownName(dn).get('ou')
  if (name !== undefined) names.set(canonical, name)
}

/** The DN to make a unit under: with its name spelled as it is declared, where that is known. */
export function unitDn({ container, name }: { readonly container: string; readonly name?: string }): string {
  return name === undefined ? container : below(newRdn('OU', name), parentOf(container))
}

/** A name that no unit can have is told by `problems`; here it must not end the run. */
function unitRdn(name: string): string {
  try {
    return newRdn('ou', name)
  } catch (error) {
    if (error instanceof DnSyntaxError) return newRdn('ou', name.replace(/\p{Cc}/gu, '�') || '�')
    throw error
  }
}
