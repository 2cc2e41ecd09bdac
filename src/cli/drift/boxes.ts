/** What can be done about something that drifted. */
export type Way = 'accept' | 'revert' | 'leave'

/** The boxes of one thing, as people left them. */
export interface Box {
  readonly ticked: readonly Way[]
  /** The day that stands at `leave`. */
  readonly until?: string
}

/** Key of what was seen -> its boxes. */
export type Boxes = ReadonlyMap<string, Box>

/** The first line of a request that is ours. */
export function marker(tenant: string): string {
  return `<!-- roster:drift ${tenant} -->`
}

/** A line with a box: `text` is Markdown already. */
export function boxLine({ way, key, isTicked, text }: BoxLine): string {
  return `- [${isTicked ? 'x' : ' '}] **${way}**${text} <!-- roster:${way} ${key} -->`
}

interface BoxLine {
  readonly way: Way
  readonly key: string
  readonly isTicked: boolean
  readonly text: string
}

const line = /^[-*] \[([ xX])\] (.*)<!-- roster:(accept|revert|leave) ([0-9a-f]{16}) -->\s*$/

/** Reads the boxes of a request again; one without our marker has none. */
export function boxesIn(body: string, tenant: string): Boxes {
  const lines = body.split(/\r\n|\r|\n/)
  const boxes = new Map<string, Box>()
  if (lines[0]?.trimEnd() !== marker(tenant)) return boxes
  for (const text of lines) {
    const [, tick, words = '', way, key = ''] = line.exec(text) ?? []
    if (!isWay(way)) continue
    const before = boxes.get(key) ?? { ticked: [] }
    const until = way === 'leave' ? dayIn(words) : undefined
    const ticked = tick === ' ' ? before.ticked : [...before.ticked, way]
    boxes.set(key, { ...before, ticked, ...(until === undefined ? {} : { until }) })
  }
  return boxes
}

function isWay(word: string | undefined): word is Way {
  return word === 'accept' || word === 'revert' || word === 'leave'
}

/** A day that there is. */
function dayIn(words: string): string | undefined {
  const day = /\d{4}-\d{2}-\d{2}/.exec(words)?.[0]
  if (day === undefined) return undefined
  const noon = new Date(`${day}T12:00:00Z`)
  return !Number.isNaN(noon.getTime()) && noon.toISOString().startsWith(day) ? day : undefined
}
