import { expect, test } from 'vitest'
import { parse } from '../../../src/language/load/parse.ts'

/** `line:column message fix` of everything that is wrong with a text. */
function told(text: string): string[] {
  const { diagnostics } = parse('tenants/acme/users.yaml', text)
  return diagnostics.map(({ line, column, message, fix }) => `${line}:${column} ${message} ${fix}`)
}

const compare = 'Start the line in the same column as its neighbours.'

test.each([
  ['a tab', 'kim:\n\tname: x\n', ['2:1 A tab stands where the line is indented. Indent with spaces.']],
  [
    'no space after the colon',
    'kim:\n  title:Boss\n  state: active\n',
    ['2:3 There is no space after the colon. Write `title: Boss`.'],
  ],
  ['no colon', 'kim\n  title: Boss\n', ['1:1 There is no colon on this line. Write `kim:`, or remove it.']],
  [
    'a quote that is left open',
    'kim:\n  title: "Boss\n  state: active\n',
    ['2:10 The `"` that opens here is never closed. Write `"` where it ends.'],
  ],
  [
    'a brace that is left open',
    'kim:\n  name: { first: Kim, last: X\n  title: Boss\n',
    ['2:9 The `{` that opens here is never closed. Write `}` where it ends.'],
  ],
  [
    'a line too far to the right, below a plain value',
    'kim:\n  title: Boss\n   state: active\n',
    [`3:1 This line begins further to the right than the one above it. ${compare}`],
  ],
  [
    'a line too far to the left',
    'kim:\n   title: Boss\n  state: active\n',
    [`3:1 This line does not start in the column of its neighbours. ${compare}`],
  ],
  [
    'two colons',
    'kim:\n  title: Head: sales\n',
    [
      '2:10 There are two colons on this line, so it is not clear what the key is. Put quotes around the value if the second colon belongs to it: `title: "Head: sales"`.',
    ],
  ],
  [
    'a list entry among the people',
    'ana:\n  title: Boss\n- kim:\n    title: Boss\n',
    [
      '3:1 An entry of a list stands here among `name: value` pairs. Remove the dash, and start the line in the same column as the names above.',
    ],
  ],
  [
    'a person whose properties are not indented',
    'kim:\ntitle: Boss\n',
    [
      '1:1 `kim` has no value. Write its value, indent the lines below that belong to it by two spaces, or remove the line.',
    ],
  ],
  [
    'a merge that git could not do',
    '<<<<<<< HEAD\nkim: { title: a }\n=======\nkim: { title: b }\n>>>>>>> branch\n',
    [
      '1:1 git could not merge lines 1 to 5; both versions stand in the file. Keep the lines that are right, and remove the three that begin with <<<<<<<, ======= and >>>>>>>.',
    ],
  ],
] as const)('UX-13 %s is told once, where it is, with what to type', (_name, text, expected) => {
  expect(told(text)).toEqual(expected)
})

test('UX-13 a mistake on another line is still told', () => {
  expect(told('kim:\n  manager:\n  title: x\n  state:active\n  guest: true\n')).toHaveLength(2)
})
