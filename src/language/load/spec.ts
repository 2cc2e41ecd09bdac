/** An object that a file gave: every property on it was written by a person, and nothing is inherited. */
export type Spec = Record<string, unknown>

/**
 * Makes an empty Spec. The prototype is an empty, frozen object without a prototype of its own; unlike
 * `Object.create(null)`, objects made this way keep V8's fast shape, which makes reading and checking them cheaper.
 */
export const Spec = function (this: unknown) {} as unknown as { new (): Spec; prototype: object }
Spec.prototype = Object.freeze(Object.create(null) as object)

/** Whether a value of a file is a map. */
export function isSpec(value: unknown): value is Spec {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
