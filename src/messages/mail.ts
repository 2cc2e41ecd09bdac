import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { Outcome } from '../model/outcome.ts'
import { reveal } from '../model/secret.ts'
import type { Letter } from './letter.ts'
import type { MailServer } from './mail-server.ts'

const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 60_000 }

/** What a letter is sent with besides its words. */
export interface Postmark {
  /** Stays the same however often the letter is sent: whoever receives two can tell. */
  readonly messageId: string
  readonly date: Date
}

/** A way to a mail server: one connection, opened when the first letter needs it, and anew after any trouble. */
export class Mail {
  readonly #server: MailServer
  #connection: Promise<SMTPConnection> | undefined

  constructor(server: MailServer) {
    this.#server = server
  }

  /**
   * Sends one letter. What the server refuses, and what never reached it, was not sent; where it fell silent after it was
   * spoken to, the outcome is unknown, since it may have taken the letter.
   */
  async send(letter: Letter, postmark: Postmark): Promise<Outcome> {
    const bytes = await composed(letter, postmark)
    let connection: SMTPConnection
    try {
      this.#connection ??= this.#open()
      connection = await this.#connection
    } catch (error) {
      this.#connection = undefined
      return notReached(error, this.#server)
    }
    try {
      const envelope = { from: letter.from, to: [letter.to], size: bytes.length }
      await heard(connection, (done) => connection.send(envelope, bytes, done))
      return { status: 'applied' }
    } catch (error) {
      this.#drop()
      return notTaken(error, letter, this.#server)
    }
  }

  async close(): Promise<void> {
    const connection = await this.#connection?.catch(() => undefined)
    this.#connection = undefined
    connection?.quit()
  }

  #drop(): void {
    void this.#connection?.then((connection) => connection.close()).catch(() => undefined)
    this.#connection = undefined
  }

  async #open(): Promise<SMTPConnection> {
    const { default: Connection } = await import('nodemailer/lib/smtp-connection')
    const { host, port, encryption, account } = this.#server
    const connection = new Connection({
      ...patience,
      host,
      port,
      secure: encryption === 'always',
      requireTLS: encryption === 'required',
      ignoreTLS: encryption === 'none',
      tls: { minVersion: 'TLSv1.2' },
    })
    // Trouble between two letters shows with the next one.
    connection.on('error', () => undefined)
    connection.once('end', () => this.#forget(connection))
    await heard(connection, (done) => connection.connect(done))
    if (account !== undefined) {
      const auth = { user: account.user, pass: reveal(account.password) }
      await heard(connection, (done) => connection.login(auth, done))
    }
    return connection
  }

  #forget(gone: SMTPConnection): void {
    const current = this.#connection
    void current
      ?.then((connection) => {
        if (connection === gone && this.#connection === current) this.#connection = undefined
      })
      .catch(() => undefined)
  }
}

/** Waits for the answer to one thing that is asked of a connection, or for its end. */
async function heard(connection: SMTPConnection, ask: (done: (error?: Error | null) => void) => void): Promise<void> {
  let failed: (error: Error) => void = () => undefined
  let ended: () => void = () => undefined
  try {
    await new Promise<void>((resolve, reject) => {
      failed = reject
      ended = () => reject(new Error('the connection was closed'))
      connection.once('error', failed)
      connection.once('end', ended)
      ask((error) => (error === undefined || error === null ? resolve() : reject(error)))
    })
  } finally {
    connection.off('error', failed)
    connection.off('end', ended)
  }
}

/** The letter in the form of RFC 5322, marked as written by a program (RFC 3834): no out-of-office answers it. */
async function composed({ from, to, subject, text }: Letter, { messageId, date }: Postmark): Promise<Buffer> {
  const { default: Composer } = await import('nodemailer/lib/mail-composer')
  return new Composer({
    from: { name: '', address: from },
    to: { name: '', address: to },
    subject,
    text,
    messageId,
    date,
    headers: { 'Auto-Submitted': 'auto-generated' },
    newline: '\r\n',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build()
}

/** The number that the server answered with, where it did. */
function answerOf(error: unknown): { readonly code: number; readonly text: string } | undefined {
  const { responseCode, response } = error as { readonly responseCode?: unknown; readonly response?: unknown }
  if (typeof responseCode !== 'number' || responseCode < 400 || responseCode > 599) return undefined
  return { code: responseCode, text: typeof response === 'string' ? response : String(responseCode) }
}

/** Nothing was handed over: it can be tried again. */
function notReached(error: unknown, { host, port }: MailServer): Outcome {
  const where = `the mail server ${host}:${port}`
  const answer = answerOf(error)
  if (answer !== undefined && answer.code >= 500)
    return {
      status: 'failed',
      class: 'forbidden',
      detail: `${where} lets nobody in: ${answer.text}. Check the user name and the password in the variable of the sink.`,
    }
  const why = answer?.text ?? (error instanceof Error ? error.message : String(error))
  return {
    status: 'failed',
    class: 'retryable',
    detail: `${where} cannot be reached: ${why}. Check the variable of the sink and the network, and run again.`,
  }
}

function notTaken(error: unknown, { to }: Letter, { host, port }: MailServer): Outcome {
  const where = `the mail server ${host}:${port}`
  const answer = answerOf(error)
  if (answer === undefined)
    return {
      status: 'failed',
      class: 'unknown',
      detail: `${where} did not say whether it took the message to ${to}. It is not sent again, since it may have arrived.`,
    }
  if (answer.code < 500)
    return { status: 'failed', class: 'retryable', detail: `${where} puts the message to ${to} off: ${answer.text}` }
  return {
    status: 'failed',
    class: 'invalid',
    detail: `${where} refuses the message to ${to}: ${answer.text}. Correct the address, or ask whoever runs the server.`,
  }
}
