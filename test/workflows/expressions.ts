/** What expressions of a workflow may ask for: `github.event.action` is `{ github: { event: { action } } }`. */
export type Contexts = Readonly<Record<string, unknown>>

/** A text with its `${{ ... }}` filled in, as a runner does. */
export function filled(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.*?)\}\}/g, (_whole, expression: string) => shown(valueOf(expression, contexts)))
}

/** What one `${{ ... }}` comes to, whatever it is. */
export function valueIn(text: string, contexts: Contexts): unknown {
  return valueOf(/^\$\{\{(.*)\}\}$/s.exec(text.trim())?.[1] ?? text, contexts)
}

/** Whether an `if:` lets a job or a step run. */
export function holds(condition: string, contexts: Contexts): boolean {
  const value = valueIn(condition, contexts)
  return value !== false && value !== '' && value !== undefined
}

/** The few forms that workflows here use: literals, paths, `!`, `==`, `!=`, `&&`, `||`, brackets, `cancelled()`, `contains()`. */
function valueOf(expression: string, contexts: Contexts): unknown {
  const tokens = expression.match(/'[^']*'|==|!=|&&|\|\||!|\w*\(|\)|,|[\w.*-]+/g) ?? []
  let at = 0
  const called = (name: string): unknown => {
    const given: unknown[] = []
    while (tokens[at] !== ')' && at < tokens.length) {
      given.push(either())
      if (tokens[at] === ',') at++
    }
    at++
    if (name === '') return given[0]
    if (name === 'cancelled') return false
    if (name === 'fromJSON') return JSON.parse(shown(given[0])) as unknown
    if (name === 'contains') return Array.isArray(given[0]) && given[0].map(shown).includes(shown(given[1]))
    throw new Error(`this runner does not know ${name}()`)
  }
  const unary = (): unknown => {
    const token = tokens[at++] ?? ''
    if (token === '!') return !isTrue(unary())
    if (token.endsWith('(')) return called(token.slice(0, -1))
    if (token === 'null') return undefined
    return token.startsWith("'") ? token.slice(1, -1) : atPath(token, contexts)
  }
  const compared = (): unknown => {
    const left = unary()
    if (tokens[at] !== '==' && tokens[at] !== '!=') return left
    const equal = tokens[at++] === '=='
    return isSame(left, unary()) === equal
  }
  const both = (): unknown => {
    let value = compared()
    while (tokens[at] === '&&') {
      at++
      const right = compared()
      value = isTrue(value) ? right : value
    }
    return value
  }
  function either(): unknown {
    let value = both()
    while (tokens[at] === '||') {
      at++
      const right = both()
      value = isTrue(value) ? value : right
    }
    return value
  }
  const value = either()
  if (at !== tokens.length) throw new Error(`this runner does not know what ${expression} means`)
  return value
}

/** Nothing is the same as an empty text, and an object only as itself. */
function isSame(left: unknown, right: unknown): boolean {
  return typeof left === 'object' || typeof right === 'object' ? left === right : shown(left) === shown(right)
}

function isTrue(value: unknown): boolean {
  return value !== false && value !== '' && value !== undefined && value !== null
}

function atPath(path: string, contexts: Contexts): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return key === '*' ? value : value.map((one) => atPath(key, one as Contexts))
    return typeof value === 'object' ? (value as Contexts | null)?.[key] : undefined
  }, contexts)
}

function shown(value: unknown): string {
  return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number' ? String(value) : ''
}
