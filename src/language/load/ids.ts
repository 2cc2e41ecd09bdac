import type { Mistake } from './mistakes.ts'

const slug = /^[a-z0-9][a-z0-9._-]{0,62}$/
const device = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/

/** What is wrong with an id; undefined: nothing. */
export function idMistake(id: string): Mistake | undefined {
  if (!slug.test(id)) {
    const better = slugOf(id)
    return {
      slug: 'id-invalid',
      message: `${quoted(id)} is not an id: 1 to 63 lower-case letters, digits, dots, dashes and underscores, with a letter or digit first.`,
      fix: better === undefined ? 'Choose an id such as `ana-li`.' : `Did you mean \`${better}\`?`,
    }
  }
  if (!device.test(id)) return undefined
  return {
    slug: 'id-device-name',
    message: `\`${id}\` is the name of a device on Windows; a file of this name cannot exist there.`,
    fix: `Choose another id, for example \`${id.replace(/^[a-z]+[0-9]?/, '$&-1')}\`.`,
  }
}

/** The text in quotes, cut to a length that fits into a message. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text)
}

/** The id that comes nearest to a text; undefined where none does. */
export function slugOf(id: string): string | undefined {
  const plain = id
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|[._-]+$/g, '')
    .slice(0, 63)
  return slug.test(plain) && !device.test(plain) ? plain : undefined
}
