import { slugOf } from '../load/ids.ts'
import type { Mistake } from './problem.ts'
import { seen } from './problem.ts'
import { capital, yaml } from './names-in-messages.ts'
import type { Located, Schema } from './schema-file.ts'

interface Misformed {
  readonly name: string
  readonly value: unknown
  readonly here: Located | undefined
}

/** A text that does not match the pattern or the format. */
export function wrongForm({ name, value, here }: Misformed): Mistake {
  const schema = here?.schema ?? {}
  if (typeof value === 'string' && isId(here) && /^[a-z0-9._-]+\/[a-z0-9._/-]+$/.test(value)) {
    return {
      slug: 'cross-tenant',
      message: `${seen(value)} names something of another tenant; ${name} can only name what is in this one.`,
      fix: `Declare it in this tenant, and write \`${value.split('/').at(-1)}\`.`,
    }
  }
  const day = isDay(here) && typeof value === 'string' ? wrongDay(name, value) : undefined
  if (day !== undefined) return day
  const example = schema.examples?.[0]
  const single = typeof value === 'string' ? /^([0-9]+) ?(minute|hour|day|week|month|year)s?$/.exec(value) : null
  const id = isId(here) && typeof value === 'string' ? slugOf(value) : undefined
  const near = id === undefined ? '' : `Did you mean \`${id}\`? `
  const fix =
    single !== null && here?.name === 'duration'
      ? `Did you mean \`${single[1]} ${single[2]}s\`?`
      : `${near}${here?.form ?? schema.description ?? ''}${example === undefined ? '' : ` For example \`${yaml(example)}\`.`}`
  return { slug: 'wrong-form', message: `${seen(value)} is not right for ${name}.`, fix: fix.trim() }
}

/** A day in another order or without its zeros, or one that no calendar has. */
function wrongDay(name: string, value: string): Mistake | undefined {
  const [, year = '', month = '', day = ''] =
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(value) ?? turned(/^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(value)) ?? []
  if (year === '') return undefined
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const inCalendar = new Date(`${written}T12:00:00Z`)
  const exists = !Number.isNaN(inCalendar.getTime()) && inCalendar.toISOString().startsWith(written)
  if (exists) {
    const message = `${seen(value)} is not right for ${name}: a day is written year-month-day.`
    return { slug: 'wrong-form', message, fix: `Write \`${written}\`.` }
  }
  const message = `${seen(value)} is not right for ${name}: no calendar has that day.`
  return {
    slug: 'wrong-form',
    message,
    fix: 'Write a day of the calendar as year-month-day, for example `2026-12-01`.',
  }
}

/** `01.12.2026` in the order of `2026-12-01`. */
function turned(found: readonly string[] | null): readonly string[] | undefined {
  return found === null ? undefined : [found[0] ?? '', found[3] ?? '', found[2] ?? '', found[1] ?? '']
}

/** A name in a map of names that does not match the pattern. */
export function wrongName(name: string, here: Located | undefined): Mistake {
  return {
    slug: 'wrong-form',
    message: `${seen(name)} is not right as a name in ${here?.schema.title?.toLowerCase() ?? 'this map'}.`,
    fix:
      here?.schema.examples?.[0] === undefined
        ? 'Use small letters, digits and dashes.'
        : `For example \`${yaml(here.schema.examples[0])}\`.`,
  }
}

function isId(here: Located | undefined): boolean {
  return here?.name === 'id' || here?.name === 'clearableId'
}

function isDay(here: Located | undefined): boolean {
  return here?.name === 'date' || here?.name === 'clearableDate'
}

interface Bounded {
  readonly name: string
  readonly value: unknown
  readonly keyword: string
  readonly schema: Schema
}

/** Too much, too little, or twice. */
export function outOfBounds({ name, value, keyword, schema }: Bounded): Mistake {
  switch (keyword) {
    case 'uniqueItems': {
      const twice = repeated(value)
      return {
        slug: 'duplicate-item',
        message: `${seen(twice)} stands twice in ${name}.`,
        fix: 'Remove one of the two.',
      }
    }
    case 'minimum':
    case 'maximum':
      return {
        slug: 'out-of-range',
        message: `${seen(value)} is outside the range of ${name}.`,
        fix: `Allowed: ${schema.minimum ?? 'anything'} to ${schema.maximum ?? 'anything'}.`,
      }
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return {
        slug: 'empty',
        message: `${capital(name)} is empty.`,
        fix:
          schema.examples?.[0] === undefined
            ? 'Write a value, or remove the line.'
            : `Write a value, for example \`${yaml(schema.examples[0])}\`, or remove the line.`,
      }
    case 'maxLength':
      return {
        slug: 'too-long',
        message: `${capital(name)} is longer than ${schema.maxLength} characters.`,
        fix: 'Shorten it.',
      }
    case 'maxItems':
    case 'maxProperties':
      return {
        slug: 'too-long',
        message: `${capital(name)} has too many entries.`,
        fix: `Allowed: ${schema.maxItems ?? 'fewer'}.`,
      }
    default:
      throw new Error(`no words for the schema keyword ${keyword}`)
  }
}

function repeated(value: unknown): unknown {
  const known = new Set<unknown>()
  return Array.isArray(value) ? value.find((item) => known.size === known.add(item).size) : undefined
}
