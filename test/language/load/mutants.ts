/** A stream of numbers that is the same on every machine. */
export function numbers(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

type Draw = (below: number) => number

const pieces = [
  ...Array.from(' \n:,-#\'"{}[]|>&*!%@`?~.0123456789+xeoEntfNTFyY\t\\=<é/_'),
  ': ',
  ' #',
  '- ',
  '\n\n',
  '\r\n',
  '---\n',
  '...\n',
  '  ',
  '|\n',
  '>-\n',
  "''",
  '""',
  '[]',
  '{}',
  'null',
  'true',
  'no',
  'NO',
  '0x1F',
  '1e3',
  '.inf',
  '<<: ',
  '? ',
  'a: ',
  ', b',
  '"a": ',
  '\n  ',
  '\n# c\n',
  ' # c',
  '# c',
  ':',
  '\u00a0',
  '\u2028',
  '😀',
]

/** The text with one to four small accidents. */
export function mutant(text: string, draw: Draw): string {
  let result = text
  for (let left = 1 + draw(4); left > 0; left--) result = accidents[draw(accidents.length)]!(result, draw)
  return result
}

const accidents: readonly ((text: string, draw: Draw) => string)[] = [
  (text, draw) => cut(text, draw(text.length + 1), 1, ''),
  (text, draw) => cut(text, draw(text.length + 1), 0, pieces[draw(pieces.length)]!),
  (text, draw) => cut(text, draw(text.length + 1), 0, pieces[draw(pieces.length)]!),
  (text, draw) => cut(text, draw(text.length + 1), 1, pieces[draw(pieces.length)]!),
  (text, draw) => cut(text, draw(text.length + 1), 1 + draw(8), ''),
  (text, draw) => cut(text, draw(text.length + 1), 0, text.slice(draw(text.length), draw(text.length))),
  (text, draw) => text.slice(0, draw(20) === 0 ? draw(text.length) : undefined),
  (text, draw) => atLine(text, draw, (lines, at) => lines.splice(at, 1)),
  (text, draw) => atLine(text, draw, (lines, at) => lines.splice(at, 0, lines[draw(lines.length)]!)),
  (text, draw) => atLine(text, draw, (lines, at) => (lines[at] = ' '.repeat(1 + draw(3)) + lines[at])),
  (text, draw) => atLine(text, draw, (lines, at) => (lines[at] = lines[at]!.replace(/^ {1,2}/, ''))),
  (text, draw) => atLine(text, draw, (lines, at) => lines.splice(at, 2, lines.slice(at, at + 2).join(' '))),
  (text, draw) => atLine(text, draw, (lines, at) => (lines[at] += pieces[draw(pieces.length)]!)),
  (text, draw) => (draw(10) === 0 ? text.replaceAll(/\r?\n/g, '\r\n') : text),
]

function cut(text: string, at: number, length: number, instead: string): string {
  return text.slice(0, at) + instead + text.slice(at + length)
}

function atLine(text: string, draw: Draw, change: (lines: string[], at: number) => void): string {
  const lines = text.split('\n')
  change(lines, draw(lines.length))
  return lines.join('\n')
}
