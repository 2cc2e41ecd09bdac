import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Outcome } from '../../src/model/outcome.ts'
import { Secret } from '../../src/model/secret.ts'
import { flawOf } from '../../src/messages/letter.ts'
import type { Letter } from '../../src/messages/letter.ts'
import { mailServerAt } from '../../src/messages/mail-server.ts'
import { Mail } from '../../src/messages/mail.ts'
import { startPostOffice } from './post-office.ts'
import type { PostOffice } from './post-office.ts'

const letter: Letter = {
  from: 'roster@msp.example',
  to: 'ana.li@northwind.example',
  subject: 'Wartung am Freitag: das VPN fällt von 18:00 bis 19:00 aus, und danach läuft alles wie zuvor — versprochen',
  text: 'Liebe alle,\n\ndas VPN fällt aus.\n.\nEin Punkt allein beendet nichts.\n',
}
const postmark = { messageId: '<abc@msp.example>', date: new Date('2026-12-01T09:00:00Z') }

let office: PostOffice
let mail: Mail
beforeEach(async () => {
  office = await startPostOffice()
  mail = new Mail({ host: '127.0.0.1', port: office.port, encryption: 'none' })
})
afterEach(async () => {
  await mail.close()
  await office.stop()
})

function told(outcome: Outcome): string {
  return outcome.status === 'failed' ? `${outcome.class}: ${outcome.detail}` : outcome.status
}

test('a letter arrives as it is written, and says that a program wrote it', async () => {
  expect(await mail.send(letter, postmark)).toEqual({ status: 'applied' })
  const [arrived] = office.letters
  expect(arrived).toMatchObject({ from: letter.from, to: [letter.to], text: letter.text.trimEnd() })
  const field = (name: string): readonly string[] | undefined => arrived?.headers.get(name)
  expect(field('subject')).toEqual([letter.subject])
  expect(field('from')).toEqual([letter.from])
  expect(field('to')).toEqual([letter.to])
  expect(field('message-id')).toEqual([postmark.messageId])
  expect(field('auto-submitted')).toEqual(['auto-generated'])
  expect(field('date')).toEqual(['Tue, 01 Dec 2026 09:00:00 +0000'])
})

test('many letters go over one connection; one that the server gave up in between is opened anew', async () => {
  for (const _ of [1, 2, 3]) expect(told(await mail.send(letter, postmark))).toBe('applied')
  expect([office.letters.length, office.visits()]).toEqual([3, 1])
  office.hangUp()
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(told(await mail.send(letter, postmark))).toBe('applied')
  expect([office.letters.length, office.visits()]).toEqual([4, 2])
})

describe('what was not sent, and what may have been', () => {
  test('a recipient whom the server does not know: refused, and the next letter goes', async () => {
    office.conduct({ refuse: (recipient) => (recipient === letter.to ? 550 : undefined) })
    expect(told(await mail.send(letter, postmark))).toMatch(
      /^invalid: the mail server .* refuses the message to ana\.li@northwind\.example: 550 .*Correct the address/,
    )
    expect(told(await mail.send({ ...letter, to: 'ben@northwind.example' }, postmark))).toBe('applied')
    expect(office.letters.map(({ to }) => to)).toEqual([['ben@northwind.example']])
  })

  test('a server that puts off is asked again later', async () => {
    office.conduct({ refuse: () => 450 })
    expect(told(await mail.send(letter, postmark))).toMatch(/^retryable: .*puts the message .* off: 450/)
    office.conduct({ answer: 451 })
    expect(told(await mail.send(letter, postmark))).toMatch(/^retryable: .*451/)
    expect(office.letters).toEqual([])
  })

  test('a server that takes the letter and is cut off before it says so: unknown', async () => {
    office.conduct({ cutAfterData: true })
    expect(told(await mail.send(letter, postmark))).toMatch(/^unknown: .*not sent again, since it may have arrived/)
    expect(office.letters).toHaveLength(1)
  })

  test('a server that is not there: nothing was sent', async () => {
    await office.stop()
    expect(told(await mail.send(letter, postmark))).toMatch(/^retryable: .*cannot be reached: .*Check the variable/)
  })

  test('something else that answers there: nothing was sent', async () => {
    const stranger = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve))
    const { port } = stranger.address() as AddressInfo
    const there = new Mail({ host: '127.0.0.1', port, encryption: 'none' })
    expect(told(await there.send(letter, postmark))).toMatch(/^retryable: .*cannot be reached/)
    await there.close()
    stranger.close()
  })
})

describe('who may hand letters in', () => {
  const password = 'hunter2-p%w'
  let guarded: PostOffice
  beforeEach(async () => {
    guarded = await startPostOffice({ account: { user: 'roster', password } })
  })
  afterEach(async () => guarded.stop())

  const withPassword = (given: string): Mail =>
    new Mail({
      host: '127.0.0.1',
      port: guarded.port,
      encryption: 'none',
      account: { user: 'roster', password: new Secret(given) },
    })

  test('the right password lets in', async () => {
    const allowed = withPassword(password)
    expect(told(await allowed.send(letter, postmark))).toBe('applied')
    await allowed.close()
  })

  test('SEC-31 a wrong one does not, and is not told to anybody', async () => {
    const refused = withPassword('canary-of-a-password')
    const outcome = await refused.send(letter, postmark)
    expect(told(outcome)).toMatch(/^forbidden: .*lets nobody in: 535/)
    for (const spelled of ['canary', Buffer.from('canary-of-a-password').toString('base64')])
      expect(JSON.stringify(outcome)).not.toContain(spelled)
    expect(guarded.letters).toEqual([])
  })
})

describe('SEC-37 mail to another machine is encrypted, with a certificate that is verified', () => {
  test('a server that offers no encryption gets nothing', async () => {
    const plain = new Mail({ host: '127.0.0.1', port: office.port, encryption: 'required' })
    expect(told(await plain.send(letter, postmark))).toMatch(/cannot be reached|lets nobody in/)
    expect(office.letters).toEqual([])
    await plain.close()
  })

  test('a server whose certificate nobody vouches for gets nothing', async () => {
    const unknown = await startPostOffice({ encrypted: true })
    const mistrusted = new Mail({ host: '127.0.0.1', port: unknown.port, encryption: 'required' })
    expect(told(await mistrusted.send(letter, postmark))).toMatch(/cannot be reached.*certificate/)
    expect(unknown.letters).toEqual([])
    await mistrusted.close()
    await unknown.stop()
  })

  test.each([
    ['smtp://mail.example', { host: 'mail.example', port: 587, encryption: 'required' }],
    ['smtps://mail.example', { host: 'mail.example', port: 465, encryption: 'always' }],
    ['smtp://mail.example:2525/', { host: 'mail.example', port: 2525, encryption: 'required' }],
    ['smtp://127.0.0.1:25', { host: '127.0.0.1', port: 25, encryption: 'none' }],
    ['smtp://[::1]:25', { host: '::1', port: 25, encryption: 'none' }],
  ])('%s', (text, server) => {
    expect(mailServerAt(new Secret(text), (inner) => new Secret(inner))).toEqual(server)
  })

  test.each([
    'mail.example:25',
    'http://mail.example',
    'smtp://',
    'smtp://mail.example/?tls.rejectUnauthorized=false',
    'smtp://u:100%@mail.example',
    '',
  ])('an address that cannot be followed is refused without being repeated: %s', (text) => {
    const flawed = mailServerAt(new Secret(text), (inner) => new Secret(inner))
    expect(flawed).toHaveProperty('flaw')
    if (text !== '') expect(JSON.stringify(flawed)).not.toContain(text)
  })
})

test('SEC-27 whatever stands in subject, text and addresses, a letter goes to one person and has the header it was given', async () => {
  const nasty = fc.constantFrom(
    '\r',
    '\n',
    '\r\n',
    '\0',
    '\u2028',
    ',',
    ';',
    '<',
    '>',
    ' ',
    '"',
    ':',
    'Bcc: x@y.example',
    '@',
  )
  const written = fc
    .array(fc.oneof(nasty, fc.string({ unit: 'grapheme', maxLength: 8 })), { maxLength: 6 })
    .map((parts) => parts.join(''))
  // Most of what is written at random is refused: enough of them have one right part.
  const orRight = (right: string): fc.Arbitrary<string> => fc.oneof(fc.constant(right), written)
  await fc.assert(
    fc.asyncProperty(orRight('Notice'), written, orRight('ana.li'), async (subject, text, name) => {
      const before = office.letters.length
      const asked: Letter = { from: letter.from, to: `${name}@northwind.example`, subject, text }
      if (flawOf(asked) !== undefined) return
      expect(told(await mail.send(asked, postmark))).toBe('applied')
      expect(office.letters).toHaveLength(before + 1)
      const arrived = office.letters.at(-1)
      expect(arrived?.to).toHaveLength(1)
      const known = 'auto-submitted content-transfer-encoding content-type date from message-id mime-version subject to'
      expect([...(arrived?.headers.keys() ?? [])].filter((name) => !known.split(' ').includes(name))).toEqual([])
      for (const once of ['from', 'to', 'subject', 'message-id']) expect(arrived?.headers.get(once)).toHaveLength(1)
    }),
    { numRuns: 150 },
  )
  expect(office.letters.length).toBeGreaterThan(10)
})

test.each([
  ['a\r\nBcc: x@y.example', 'ana.li@northwind.example', 'one line'],
  ['Subject', 'ana.li@northwind.example, ben@northwind.example', 'not an address'],
  ['Subject', 'Ana <ana.li@northwind.example>', 'not an address'],
  ['Subject', 'ana.li@northwind.example\r\nRCPT TO:<x@y.example>', 'not an address'],
  ['Subject', '"ana li"@northwind.example', 'not an address'],
  ['Subject', 'nobody', 'not an address'],
])('a letter with such a subject or address is not sent: %j to %j', (subject, to, why) => {
  expect(flawOf({ from: letter.from, to, subject })).toContain(why)
})
