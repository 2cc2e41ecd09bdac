/** A range of addresses, as CIDR writes it (RFC 4632, RFC 4291 section 2.3). `bits` are those of the address, host bits off. */
interface Network {
  readonly family: 4 | 6
  readonly bits: bigint
  readonly length: number
}

const widths = { 4: 32, 6: 128 } as const

/** The one spelling of a network; undefined where the text is none, or has host bits on. */
export function networkOf(text: string): string | undefined {
  const network = parse(text)
  return network === undefined ? undefined : spell(network)
}

/** The networks that lie in both lists, none within another, in order. Two networks are apart, or one holds the other. */
export function commonNetworks(a: readonly string[], b: readonly string[]): readonly string[] {
  const [left, right] = [all(a), all(b)]
  const common = left.flatMap((one) => right.flatMap((other) => narrower(one, other) ?? []))
  const widest = common.filter((one) => !common.some((other) => other.length < one.length && holds(other, one)))
  return [...new Set(widest.map(spell))].toSorted()
}

function all(texts: readonly string[]): readonly Network[] {
  return texts.map(parse).filter((network) => network !== undefined)
}

function narrower(a: Network, b: Network): Network | undefined {
  if (holds(a, b)) return b
  return holds(b, a) ? a : undefined
}

function holds(outer: Network, inner: Network): boolean {
  if (outer.family !== inner.family || outer.length > inner.length) return false
  const rest = BigInt(widths[outer.family] - outer.length)
  return outer.bits >> rest === inner.bits >> rest
}

function parse(text: string): Network | undefined {
  const [address = '', length = '', ...more] = text.split('/')
  if (more.length > 0 || !/^(0|[1-9][0-9]{0,2})$/.test(length)) return undefined
  const family = address.includes(':') ? 6 : 4
  const bits = family === 6 ? bitsOf6(address) : bitsOf4(address)
  const width = widths[family]
  if (bits === undefined || Number(length) > width) return undefined
  const rest = BigInt(width - Number(length))
  return (bits >> rest) << rest === bits ? { family, bits, length: Number(length) } : undefined
}

function bitsOf4(address: string): bigint | undefined {
  const parts = address.split('.')
  const isRight = parts.length === 4 && parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) < 256)
  return isRight ? parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n) : undefined
}

function bitsOf6(address: string): bigint | undefined {
  const [head = '', tail, ...more] = address.split('::')
  const groupsOf = (text: string): readonly string[] => (text === '' ? [] : text.split(':'))
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')]
  const missing = 8 - before.length - after.length
  if (more.length > 0 || (tail === undefined ? missing !== 0 : missing < 1)) return undefined
  const groups = [...before, ...Array.from({ length: missing }, () => '0'), ...after]
  const isRight = groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))
  return isRight ? groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n) : undefined
}

function spell({ family, bits, length }: Network): string {
  const size = family === 4 ? 8n : 16n
  const count = family === 4 ? 4 : 8
  const parts = Array.from(
    { length: count },
    (_, at) => (bits >> (size * BigInt(count - 1 - at))) & ((1n << size) - 1n),
  )
  const address = family === 4 ? parts.join('.') : compressed(parts.map((part) => part.toString(16)))
  return `${address}/${length}`
}

/** The longest run of zeros as `::` (RFC 5952 section 4.2). */
function compressed(groups: readonly string[]): string {
  const text = groups.join(':')
  const runs = text.match(/\b0(?::0)+\b/g) ?? []
  const longest = runs.toSorted((a, b) => b.length - a.length)[0]
  if (longest === undefined) return text
  return text.replace(new RegExp(`(^|:)${longest}(:|$)`), '::')
}
