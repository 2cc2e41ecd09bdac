import { changedValues } from '../../report/changes.ts'
import { count } from '../../report/count.ts'
import { momentForPeople } from '../../report/days.ts'
import { clipped, sentence, value } from '../../report/markdown.ts'
import { placeOf } from '../../report/line.ts'
import { operationWithoutSensitive } from '../../report/sensitive.ts'
import { boxLine, marker } from './boxes.ts'
import type { Choice } from './choices.ts'

/** A tenant's drift as it is told in a request. */
export interface DriftStory {
  readonly tenant: string
  /** Its time zone. */
  readonly zone: string
  /** When everything was last as it was meant to be (RFC 3339). */
  readonly seen: string | undefined
  readonly choices: readonly Choice[]
  /** Files that the branch changes. */
  readonly files: readonly string[]
}

/** How many things a request shows: a body holds 65,536 characters. */
export const mostShown = 30

/** The longest body that is sent. */
const longest = 60_000

/** The title of a request: no word of it is somebody else's. */
export function driftTitle({ tenant, choices }: DriftStory): string {
  return `Drift in ${tenant}: ${count(choices.length, 'thing')} changed behind roster's back`
}

/** The request: what drifted, and three boxes for each; and how many of them it shows. Every value goes through the door into Markdown. */
export function driftBody(story: DriftStory): { readonly body: string; readonly shown: number } {
  for (let shown = Math.min(story.choices.length, mostShown); ; shown -= 1) {
    const body = bodyOf(story, shown)
    if (body.length <= longest || shown <= 1) return { body: clipped(body, longest), shown }
  }
}

function bodyOf(story: DriftStory, shown: number): string {
  const { tenant, choices, files } = story
  const hidden = choices.length - shown
  const rest =
    hidden === 0
      ? []
      : [
          `${count(hidden, 'thing')} more did not fit in here and ${hidden === 1 ? 'stays' : 'stay'} without an edit: \`roster drift\` shows all of them.`,
          '',
        ]
  const written = files.length === 0 ? 'No file is edited.' : `Edited: ${files.map(value).join(', ')}.`
  return [
    marker(tenant),
    `${seenWords(story)} For each thing one box counts. Tick another, and the next run makes this branch anew.`,
    '',
    '- **accept**: the files say what is live; the directory is not touched.',
    '- **revert**: nothing is edited; once this request is approved and merged, the apply puts it back.',
    '- **leave**: an entry in leave.yaml keeps it as it is until the day that stands there.',
    '',
    ...choices.slice(0, shown).flatMap((choice, at) => thing(choice, at + 1)),
    ...rest,
    `${written} The plan on this request shows what the merge will do.`,
    '',
  ].join('\n')
}

function seenWords({ tenant, seen, zone, choices }: DriftStory): string {
  const what = `In ${value(tenant)} ${choices.length === 1 ? '1 thing is' : `${choices.length} things are`} not as roster left ${choices.length === 1 ? 'it' : 'them'}`
  return seen === undefined ? `${what}.` : `${what} on ${value(momentForPeople(seen, zone))}.`
}

function thing(choice: Choice, number: number): readonly string[] {
  const { item, key, way, until, cannot, also, canBeLeft } = choice
  const { operation, address, isGain, isPrivileged, source } = item
  const box = (of: Choice['way'], text: string): string => boxLine({ way: of, key, isTicked: way === of, text })
  const place = placeOf(source)
  const warnings = [
    ...(isGain ? ['**Somebody has access that nobody approved.**'] : []),
    ...(isPrivileged ? ['**It is about something privileged.**'] : []),
  ]
  return [
    `### ${number}. ${sentence(operation.summary)}`,
    '',
    ...(warnings.length === 0 ? [] : [warnings.join(' '), '']),
    ...changedValues(operationWithoutSensitive(operation)).map(
      // What happened is the other way round than what would undo it.
      ({ name, before, after }) =>
        `- ${value(name)} was ${after === undefined ? 'without a value' : value(after)}, is ${before === undefined ? 'without a value' : value(before)}`,
    ),
    `- at ${value(address)}${place === '' ? '' : `, declared at ${value(place)}`}; who changed it is not known`,
    ...also.map((one) => `- with accept the next plan also has: ${sentence(one)}`),
    ...(cannot === undefined ? [] : [`- cannot be accepted: ${sentence(cannot)}`]),
    '',
    ...(cannot === undefined ? [box('accept', '')] : []),
    box('revert', ''),
    ...(canBeLeft ? [box('leave', ` until ${until}`)] : []),
    '',
  ]
}
