import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** What arrived: who it was handed in for, its header fields by their names in lower case, and its text. */
export interface Arrived {
  readonly from: string
  readonly to: readonly string[]
  readonly headers: ReadonlyMap<string, readonly string[]>
  readonly text: string
}

/** What the post office does with the next letters. */
export interface Conduct {
  /** Code with which a recipient is refused. */
  readonly refuse?: (recipient: string) => number | undefined
  /** The letter is taken, and the line is cut before the answer. */
  readonly cutAfterData?: boolean
  /** Code that answers a whole letter. */
  readonly answer?: number
}

export interface PostOffice {
  readonly port: number
  readonly letters: readonly Arrived[]
  /** How many connections there were. */
  readonly visits: () => number
  conduct: (conduct: Conduct) => void
  /** Ends all connections that are open, as a server does with idle ones. */
  readonly hangUp: () => void
  readonly stop: () => Promise<void>
}

/** A real SMTP server on this machine. `account`: who may hand in; `encrypted`: offers STARTTLS with a certificate that nobody vouches for. */
export async function startPostOffice(
  how: { readonly account?: { readonly user: string; readonly password: string }; readonly encrypted?: true } = {},
): Promise<PostOffice> {
  const letters: Arrived[] = []
  const sockets = new Set<{ destroy: () => void }>()
  let visits = 0
  let conduct: Conduct = {}
  const server = new SMTPServer({
    disabledCommands: [...(how.encrypted === true ? [] : ['STARTTLS']), ...(how.account === undefined ? ['AUTH'] : [])],
    allowInsecureAuth: true,
    logger: false,
    disableReverseLookup: true,
    closeTimeout: 100,
    onConnect: (_, done) => {
      visits += 1
      done()
    },
    onAuth: ({ username, password }, _, done) => {
      const isRight = username === how.account?.user && password === how.account?.password
      done(isRight ? null : coded(535, 'no'), isRight ? { user: username } : undefined)
    },
    onRcptTo: ({ address }, _, done) => {
      const code = conduct.refuse?.(address)
      done(code === undefined ? null : coded(code, `nobody here is called ${address}`))
    },
    onData: (stream, { envelope }, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        if (conduct.answer !== undefined) return done(coded(conduct.answer, 'not now'))
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
        letters.push({ from, to: envelope.rcptTo.map(({ address }) => address), ...opened(Buffer.concat(parts)) })
        if (conduct.cutAfterData === true) return hangUp()
        done()
      })
    },
  })
  server.on('error', () => undefined)
  const hangUp = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  server.server.on('connection', (socket: { destroy: () => void; once: (event: string, f: () => void) => void }) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  return {
    port: (server.server.address() as AddressInfo).port,
    letters,
    visits: () => visits,
    conduct: (next) => {
      conduct = next
    },
    hangUp,
    stop: async () => {
      hangUp()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function coded(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode })
}

/** Takes a letter apart by RFC 5322, with a decoder of its own: what was written is not asked what it wrote. */
function opened(bytes: Buffer): Pick<Arrived, 'headers' | 'text'> {
  const whole = bytes.toString('latin1')
  const end = whole.indexOf('\r\n\r\n')
  const headers = new Map<string, string[]>()
  for (const field of whole
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')) {
    const colon = field.indexOf(':')
    const name = field.slice(0, colon).toLowerCase()
    headers.set(name, [...(headers.get(name) ?? []), decodedWords(field.slice(colon + 1).trim())])
  }
  const encoding = headers.get('content-transfer-encoding')?.[0]
  return {
    headers,
    text: decodedBody(whole.slice(end + 4), encoding)
      .replaceAll('\r\n', '\n')
      .trimEnd(),
  }
}

/** RFC 2047. */
function decodedWords(text: string): string {
  const joined = text.replace(/(\?=)\s+(=\?)/g, '$1$2')
  const runs = joined.replace(/(=\?[^?]+\?[BQ]\?[^?]*\?=)+/gi, (run) => {
    const parts = [...run.matchAll(/=\?[^?]+\?([BQ])\?([^?]*)\?=/gi)]
    return Buffer.concat(
      parts.map(([, kind = '', body = '']) =>
        kind.toUpperCase() === 'B' ? Buffer.from(body, 'base64') : quoted(body.replaceAll('_', ' ')),
      ),
    ).toString('utf8')
  })
  return runs
}

function decodedBody(body: string, encoding: string | undefined): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8')
  if (encoding === 'quoted-printable') return quoted(body.replace(/=\r\n/g, '')).toString('utf8')
  return Buffer.from(body, 'latin1').toString('utf8')
}

function quoted(text: string): Buffer {
  return Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
}
