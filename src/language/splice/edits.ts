import { sameValue } from '../load/edit.ts'
import { hiddenIn } from '../load/hygiene.ts'
import { quoted } from '../load/ids.ts'
import { isSpec, Spec } from '../load/spec.ts'
import { isReserved } from '../load/words.ts'
import { Refusal } from './refusal.ts'

/** Keys from the top of a file: `['ana-li', 'address', 'city']`. Lists are set as a whole. */
export type Path = readonly string[]

/**
 * A change of what a file says. `insert`: a new entry or property, an error where another one stands already. `set`:
 * whatever stood there before; maps on the way are made. `remove`: what is not there is left as it is.
 * Values are what YAML can say; properties that are undefined count as not there.
 */
export type Edit =
  | { readonly verb: 'insert' | 'set'; readonly path: Path; readonly value: unknown }
  | { readonly verb: 'remove'; readonly path: Path }

/** What a file says after some edits. The value before stays as it is; what no edit touches is shared with it. */
export function edited(before: Spec, edits: readonly Edit[]): Spec {
  const own = new Set<unknown>()
  const opened = (spec: Spec): Spec => {
    if (own.has(spec)) return spec
    const copy = Object.assign(new Spec(), spec)
    own.add(copy)
    return copy
  }
  const root = opened(before)
  for (const edit of edits) {
    const key = edit.path.at(-1)
    if (key === undefined) throw new Refusal('An edit names no place in the file.')
    const around = mapAt(root, edit, opened)
    if (around === undefined) continue
    if (edit.verb === 'remove') delete around[key]
    else around[key] = written(around[key], edit)
  }
  return root
}

/** The map that an edit is about, opened for changes; undefined where there is none to take something out of. */
function mapAt(root: Spec, { verb, path }: Edit, opened: (spec: Spec) => Spec): Spec | undefined {
  let map = root
  for (const [index, step] of path.slice(0, -1).entries()) {
    const inner = map[step]
    if (inner === undefined && verb === 'remove') return undefined
    if (inner !== undefined && !isSpec(inner)) throw new Refusal(`${shown(path.slice(0, index + 1))} is not a map.`)
    if (isReserved(step)) throw new Refusal(reserved(step))
    map = map[step] = opened(inner ?? new Spec())
  }
  return map
}

function written(before: unknown, { verb, path, value }: Exclude<Edit, { verb: 'remove' }>): unknown {
  if (isReserved(path.at(-1) ?? '')) throw new Refusal(reserved(path.at(-1) ?? ''))
  const wanted = sayable(value, path)
  if (verb === 'insert' && before !== undefined && !sameValue(before, wanted)) {
    throw new Refusal(`${shown(path)} is there already, and says something else.`)
  }
  return wanted
}

/** A copy of a value as a file can say it. */
export function sayable(value: unknown, path: Path): unknown {
  if (typeof value === 'string') return clean(value, path)
  if (value === null || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)))
    return value
  if (Array.isArray(value)) return value.map((item: unknown, index) => sayable(item, [...path, String(index)]))
  if (!isPlain(value)) throw new Refusal(`The value for ${shown(path)} is nothing that YAML can say.`)
  const spec = new Spec()
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined) continue
    if (isReserved(key)) throw new Refusal(reserved(key))
    spec[clean(key, path)] = sayable(inner, [...path, key])
  }
  return spec
}

function clean(text: string, path: Path): string {
  const hidden = hiddenIn(text)
  if (hidden !== undefined) {
    throw new Refusal(
      `The text for ${shown(path)} holds ${hidden}, which cannot be seen.`,
      'Take it out at its source.',
    )
  }
  if (text.normalize('NFC') === text) return text
  throw new Refusal(
    `The text for ${shown(path)} is not in Unicode normal form C: a letter and its accent are stored apart.`,
    `Write ${quoted(text.normalize('NFC'))}.`,
  )
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null || prototype === Spec.prototype
}

function reserved(word: string): string {
  return `\`${word}\` is a reserved word and cannot be a key or an id.`
}

/** A path as messages show it. */
export function shown(path: Path): string {
  return path.length === 0 ? 'the top of the file' : `\`${path.join('.')}\``
}
