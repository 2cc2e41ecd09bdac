import type { Document, Node, Pair, ParsedNode, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import { hiddenIn, reportUnclean } from './hygiene.ts'
import { quoted } from './ids.ts'
import type { Mistakes } from './mistakes.ts'
import { Lines } from './place.ts'
import { Spec } from './spec.ts'
import { tokensOf } from './tokens.ts'
import { isAmbiguous, isReserved } from './words.ts'
import { yamlPackage } from './yaml-package.ts'
import { syntaxMistakes, unresolvedConflicts } from './yaml-trouble.ts'

/** What a reader made of a text: its value, and the line of each key at the top. */
export interface Reading {
  readonly value: unknown
  readonly lines: ReadonlyMap<string, number>
}

/**
 * Reads a text by the `yaml` package and reports every mistake. Slow (30 times the fast reader), and sure.
 * The reading means nothing when a mistake was reported.
 */
export function readCarefully(text: string, lines: Lines, mistakes: Mistakes): Reading {
  reportUnclean(text, mistakes)
  const conflicts = unresolvedConflicts(text, lines)
  for (const { at, mistake } of conflicts) mistakes.at(at, mistake)
  if (conflicts.length > 0) return { value: undefined, lines: new Map() }
  const document = compose(text, mistakes)
  if (document === undefined) return { value: undefined, lines: new Map() }
  const walk = new Walk(text, lines, mistakes)
  return { value: walk.root(document.contents), lines: walk.topLines }
}

/** The one document of a text; undefined where it was too deep or too large to be composed. */
export function compose(text: string, mistakes: Mistakes): Document.Parsed | undefined {
  const tokens = tokensOf(text, mistakes)
  if (tokens === undefined) return undefined
  const { Composer } = yamlPackage()
  const composer = new Composer({ version: '1.2', schema: 'core', uniqueKeys: false, logLevel: 'silent' })
  const [document, second] = [...composer.compose(tokens, true, text.length)] as Document.Parsed[]
  if (second !== undefined) {
    mistakes.at(second.range[0], {
      slug: 'yaml-documents',
      message: 'A second document starts here; a file holds one.',
      fix: 'Put it into a file of its own, or remove the line `---`.',
    })
  }
  const troubles = [...(document?.errors ?? []), ...(document?.warnings ?? [])]
  const told = troubles.filter(({ code }) => code !== 'TAG_RESOLVE_FAILED')
  for (const { at, mistake } of syntaxMistakes(text, new Lines(text), told)) mistakes.at(at, mistake)
  return document
}

/** Where a pair stands: behind another, and whether at the top of the file. */
interface Around {
  readonly before: Pair | undefined
  readonly top: boolean
}

class Walk {
  readonly topLines = new Map<string, number>()
  readonly #text: string
  readonly #lines: Lines
  readonly #mistakes: Mistakes

  constructor(text: string, lines: Lines, mistakes: Mistakes) {
    this.#text = text
    this.#lines = lines
    this.#mistakes = mistakes
  }

  root(node: ParsedNode | null): unknown {
    const { isMap, isScalar } = yamlPackage()
    if (node === null || (isScalar(node) && node.source === '')) {
      this.#mistakes.at(0, {
        slug: 'file-empty',
        message: 'There is nothing in this file.',
        fix: 'Write `{}` if it is meant to be empty, or delete the file.',
      })
      return undefined
    }
    if (isMap(node)) return this.#map(node, true)
    this.#mistakes.at(node.range[0], {
      slug: 'file-not-a-map',
      message: `This file holds ${isScalar(node) ? 'a single value' : 'a list'}; it has to hold \`name: value\` pairs.`,
      fix: 'Start with `some-id:` and put its properties below, indented.',
    })
    return this.#value(node)
  }

  #value(node: Node | null): unknown {
    const { isMap, isScalar, isSeq } = yamlPackage()
    if (isScalar(node)) return this.#scalar(node)
    if (isMap(node)) return this.#map(node, false)
    if (isSeq(node)) return this.#list(node)
    return undefined
  }

  #map(node: YAMLMap, top: boolean): Spec {
    const spec = new Spec()
    const seen = new Map<string, number>()
    let before: Pair | undefined
    for (const pair of node.items as Pair<Node | null, Node | null>[]) {
      const key = this.#key(pair.key, node)
      const value = this.#pairValue(pair, node, { before, top })
      before = pair
      if (key === undefined) continue
      const at = startOf(pair.key, node)
      const first = seen.get(key)
      if (first !== undefined) this.#duplicate(key, at, first)
      else {
        seen.set(key, at)
        if (top) this.topLines.set(key, this.#lines.at(at).line)
        spec[key] = value
      }
    }
    return spec
  }

  #key(key: Node | null, map: YAMLMap): string | undefined {
    const { isScalar } = yamlPackage()
    const at = startOf(key, map)
    if (!isScalar(key) || (key.type === 'PLAIN' && typeof key.value !== 'string')) {
      const source = this.#sourceOf(key)
      const what = !isScalar(key) && key !== null ? 'a list or a map' : source === '' ? 'empty' : shortType(key)
      this.#mistakes.at(at, {
        slug: 'key-not-text',
        message: source === '' ? 'The key before this colon is empty.' : `The key \`${source}\` is ${what}, not text.`,
        fix: source !== '' && isScalar(key) ? `Put quotes around it: "${source}".` : 'Write a key that is text.',
      })
      return isScalar(key) && source !== '' ? source : undefined
    }
    const name = String(key.value)
    this.#cleanValue(key, name)
    if (name === '<<') {
      this.#mistakes.at(at, {
        slug: 'yaml-merge-key',
        message: '`<<` is a merge key; properties are not brought in from elsewhere here.',
        fix: 'Write the properties out, or use a template.',
      })
      return undefined
    }
    if (!isReserved(name)) return name
    this.#mistakes.at(at, {
      slug: 'key-reserved',
      message: `\`${name}\` is a reserved word and cannot be a key or an id.`,
      fix: 'Choose another name.',
    })
    return undefined
  }

  #pairValue(pair: Pair<Node | null, Node | null>, map: YAMLMap, { before, top }: Around): unknown {
    const { isScalar } = yamlPackage()
    const key = this.#sourceOf(pair.key)
    if (pair.value === null && map.flow === true) {
      this.#mistakes.at(startOf(pair.key, map), {
        slug: 'flow-entry-without-colon',
        message: `\`${key}\` has no colon and no value.`,
        fix: this.#quoteComma(key, before),
      })
      return undefined
    }
    if (pair.value === null || (isScalar(pair.value) && pair.value.type === 'PLAIN' && pair.value.source === '')) {
      this.#mistakes.at(startOf(pair.key, map), {
        slug: 'value-missing',
        message: `\`${key}\` has no value.`,
        fix: top
          ? 'Write its value, indent the lines below that belong to it by two spaces, or remove the line.'
          : `Write its value; \`${key}: null\` to clear it, or remove the line to leave it unmanaged.`,
      })
      return undefined
    }
    return this.#value(pair.value)
  }

  /** `{ name: Li, Ana }`: proposes `name: "Li, Ana"`. */
  #quoteComma(entry: string, before: Pair | undefined): string {
    const { isScalar } = yamlPackage()
    const value = before?.value as Node | null | undefined
    if (before === undefined || !isScalar(value) || value.type !== 'PLAIN') return `Write \`${entry}: <value>\`.`
    const key = this.#sourceOf(before.key as Node)
    const whole = JSON.stringify(`${this.#sourceOf(value)}, ${entry}`)
    return `If the comma belongs to the text, put quotes around it: \`${key}: ${whole}\`.`
  }

  #duplicate(key: string, at: number, first: number): void {
    this.#mistakes.at(at, {
      slug: 'key-duplicate',
      message: `${quoted(key)} stands here a second time; the first is on line ${this.#lines.at(first).line}.`,
      fix: 'Remove one of the two, or merge them.',
    })
  }

  #list(node: YAMLSeq): unknown[] {
    const { isScalar } = yamlPackage()
    return (node.items as Node[]).map((item) => {
      if (isScalar(item) && item.type === 'PLAIN' && item.source === '') {
        this.#mistakes.at(startOf(item, node), {
          slug: 'value-missing',
          message: 'This entry of the list has no value.',
          fix: 'Write the value after the dash, or remove the line.',
        })
      }
      return this.#value(item)
    })
  }

  #scalar(node: Scalar): unknown {
    const { value } = node
    if (typeof value !== 'string') return value
    this.#cleanValue(node, value)
    if (node.type === 'PLAIN' && isAmbiguous(value)) {
      this.#mistakes.at(startOf(node, undefined), ambiguousWord(value))
    }
    return value
  }

  /** Escapes can write what the text itself does not show. */
  #cleanValue(node: Scalar, value: string): void {
    if (node.type !== 'QUOTE_DOUBLE' || !this.#sourceOf(node).includes('\\')) return
    const hidden = hiddenIn(value)
    const at = startOf(node, undefined)
    if (hidden !== undefined) {
      this.#mistakes.at(at, {
        slug: 'text-invisible',
        message: `An escape in this text writes ${hidden}, which cannot be seen.`,
        fix: 'Remove the escape.',
      })
    } else if (value.normalize('NFC') !== value) {
      this.#mistakes.at(at, {
        slug: 'text-not-nfc',
        message: 'The escapes in this text write a letter and its accent apart (not Unicode normal form C).',
        fix: `Write ${quoted(value.normalize('NFC'))}.`,
      })
    }
  }

  #sourceOf(node: Node | null | undefined): string {
    const range = node?.range
    return range === undefined || range === null ? '' : this.#text.slice(range[0], range[1])
  }
}

/** The warning about `NO`, `yes`, `on` and the like. */
export function ambiguousWord(word: string) {
  return {
    slug: 'word-ambiguous',
    severity: 'warning',
    message: `\`${word}\` is text here, but other YAML readers take it for true or false.`,
    fix: `Put quotes around it: "${word}".`,
  } as const
}

function shortType(key: Node | null): string {
  const value: unknown = yamlPackage().isScalar(key) ? key.value : null
  return value === null ? 'nothing (null)' : typeof value === 'boolean' ? 'a boolean' : 'a number'
}

function startOf(node: Node | null, around: Node | undefined): number {
  return node?.range?.[0] ?? around?.range?.[0] ?? 0
}
