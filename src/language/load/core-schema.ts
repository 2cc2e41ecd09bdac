/** What YAML 1.2's core schema (section 10.3.2) makes of a plain scalar. */
export function coreValue(source: string): string | number | boolean | null {
  if (source.length > longestWord) return number(source) ?? source
  switch (source) {
    case '':
    case '~':
    case 'null':
    case 'Null':
    case 'NULL':
      return null
    case 'true':
    case 'True':
    case 'TRUE':
      return true
    case 'false':
    case 'False':
    case 'FALSE':
      return false
    default:
      return number(source) ?? source
  }
}

const decimal = /^[-+]?(?:[0-9]+|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)$/
const otherBase = /^0(?:o[0-7]+|x[0-9a-fA-F]+)$/
const infinite = /^[-+]?\.(?:inf|Inf|INF)$/
const notANumber = /^\.(?:nan|NaN|NAN)$/
const longestWord = 'false'.length

function number(source: string): number | undefined {
  const first = source.charCodeAt(0)
  if (first > 57 || first < 43) return undefined
  if (decimal.test(source)) return Number(source)
  if (first === 48) return otherBase.test(source) ? Number(source) : undefined
  if (source.length > longestWord) return undefined
  if (infinite.test(source)) return first === 45 ? -Infinity : Infinity
  return notANumber.test(source) ? NaN : undefined
}
