import type { MessageAfter, MessageOperation } from '../model/operation.ts'
import type { Outcome } from '../model/outcome.ts'
import { Secret } from '../model/secret.ts'
import type { Writer } from '../providers/provider.ts'
import { flawOf } from './letter.ts'
import { mailServerAt } from './mail-server.ts'
import { Mail } from './mail.ts'

/** What sending takes from outside. */
export interface Outbox {
  /** The variable that holds the address of a sink's mail server; undefined: there is no such sink. */
  readonly variableOf: (sink: string) => string | undefined
  readonly environment: (name: string) => Secret | undefined
  readonly now: () => Date
}

/** Sends messages, one after the other. */
export function messageWriter(outbox: Outbox): Writer {
  return new MessageWriter(outbox)
}

class MessageWriter implements Writer {
  readonly parallel = 1
  readonly batch = 1
  readonly #outbox: Outbox
  readonly #mails = new Map<string, Mail>()

  constructor(outbox: Outbox) {
    this.#outbox = outbox
  }

  async apply(batch: readonly MessageOperation[]): Promise<readonly Outcome[]> {
    const outcomes: Outcome[] = []
    for (const { after, fingerprint } of batch) outcomes.push(await this.#send(after, fingerprint))
    return outcomes
  }

  async close(): Promise<void> {
    for (const mail of this.#mails.values()) await mail.close()
  }

  async #send(message: MessageAfter, fingerprint: string): Promise<Outcome> {
    const flaw = flawOf(message)
    if (flaw !== undefined) return notSent(flaw)
    const mail = this.#mails.get(message.sink) ?? this.#mailOf(message.sink)
    if (typeof mail === 'string') return notSent(mail)
    this.#mails.set(message.sink, mail)
    const messageId = `<${fingerprint.replace(/^sha256:/, '').slice(0, 40)}@${domainOf(message.from)}>`
    return mail.send(message, { messageId, date: this.#outbox.now() })
  }

  /** The way to a sink's server, or why there is none. */
  #mailOf(sink: string): Mail | string {
    const { variableOf, environment } = this.#outbox
    const name = variableOf(sink)
    if (name === undefined) return `roster.yaml has no sink ${sink}`
    const address = environment(name)
    if (address === undefined)
      return `the variable ${name} is not set: give it the address of the mail server (smtp://user:password@host:port)`
    const server = mailServerAt(address, (text) => new Secret(text))
    return 'flaw' in server
      ? `the variable ${name} does not hold the address of a mail server: ${server.flaw}`
      : new Mail(server)
  }
}

function notSent(detail: string): Outcome {
  return { status: 'failed', class: 'invalid', detail }
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}
