import type { Notifications } from '../../generated/roster.ts'

/** Where a message goes through, and who it comes from. */
export interface ChosenSink {
  readonly sink: string
  readonly from: string
}

/** The event of `notifications.events` that names the sink for messages of actions. */
const event = 'notice'

/** The sink for messages to people: the one that `events.notice` names, else the only one. What to write, where there is none. */
export function sinkFor({ sinks = {}, events = {} }: Notifications = {}): ChosenSink | { readonly blockedBy: string } {
  const ids = Object.keys(sinks)
  if (ids.length === 0)
    return {
      blockedBy:
        'there is nothing to send messages with: write notifications: { sinks: { desk: { smtp: { env: SMTP_URL }, from: roster@example.org } } } in roster.yaml',
    }
  const [sink, ...others] = events[event] ?? ids
  if (sink === undefined || others.length > 0)
    return {
      blockedBy: `there are several ways to send messages (${ids.join(', ')}): name one in roster.yaml, notifications: { events: { ${event}: [${ids[0]}] } }`,
    }
  const found = Object.hasOwn(sinks, sink) ? sinks[sink] : undefined
  if (found === undefined)
    return {
      blockedBy: `roster.yaml has no sink ${sink}: notifications.events.${event} names it; there are ${ids.join(', ')}`,
    }
  if (found.from === undefined)
    return { blockedBy: `nobody is named as the sender: write from: in the sink ${sink} of roster.yaml` }
  return { sink, from: found.from }
}
