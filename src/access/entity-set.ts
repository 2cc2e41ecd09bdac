/** A set of entities, by their numbers. */
export interface EntitySet {
  readonly size: number
  has(entity: number): boolean
  each(visit: (entity: number) => void): void
  addTo(bits: Bits): void
}

/** One bit for each entity; scratch space, written by who made it and by nobody else. */
export type Bits = Uint32Array

/** No entity. */
export const nothing: EntitySet = { size: 0, has: () => false, each: () => undefined, addTo: () => undefined }

/** Room for so many entities, all out. */
export function emptyBits(size: number): Bits {
  return new Uint32Array((size + 31) >>> 5)
}

/** Puts one in. */
export function put(bits: Bits, entity: number): void {
  bits[entity >>> 5] = (bits[entity >>> 5] ?? 0) | (1 << (entity & 31))
}

/** Takes one out. */
export function take(bits: Bits, entity: number): void {
  bits[entity >>> 5] = (bits[entity >>> 5] ?? 0) & ~(1 << (entity & 31))
}

/** Whether it is in. */
export function isIn(bits: Bits, entity: number): boolean {
  return ((bits[entity >>> 5] ?? 0) & (1 << (entity & 31))) !== 0
}

/** Visits those that are in, in order. */
export function eachBit(bits: Bits, visit: (entity: number) => void): void {
  for (let word = 0; word < bits.length; word += 1) {
    let rest = bits[word] ?? 0
    while (rest !== 0) {
      const lowest = 31 - Math.clz32(rest & -rest)
      visit((word << 5) + lowest)
      rest &= rest - 1
    }
  }
}

/** How many are in. */
export function countBits(bits: Bits): number {
  let count = 0
  for (let word = 0; word < bits.length; word += 1) {
    let rest = bits[word] ?? 0
    rest -= (rest >>> 1) & 0x55555555
    rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333)
    count += Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return count
}

/** Keeps a set: as bits where it is dense, as a sorted list where that is smaller. */
export function setOf(bits: Bits): EntitySet {
  const size = countBits(bits)
  if (size === 0) return nothing
  if (size > bits.length) {
    const addTo = (others: Bits): void => {
      for (let word = 0; word < bits.length; word += 1) others[word] = (others[word] ?? 0) | (bits[word] ?? 0)
    }
    return { size, has: (entity) => isIn(bits, entity), each: (visit) => eachBit(bits, visit), addTo }
  }
  const sorted = new Int32Array(size)
  let next = 0
  eachBit(bits, (entity) => {
    sorted[next] = entity
    next += 1
  })
  return {
    size,
    has: (entity) => holds(sorted, entity),
    each: (visit) => sorted.forEach((entity) => visit(entity)),
    addTo: (others) => sorted.forEach((entity) => put(others, entity)),
  }
}

function holds(sorted: Int32Array, entity: number): boolean {
  let low = 0
  let high = sorted.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const there = sorted[middle] ?? 0
    if (there === entity) return true
    if (there < entity) low = middle + 1
    else high = middle - 1
  }
  return false
}
