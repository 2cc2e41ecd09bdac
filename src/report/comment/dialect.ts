/** What forges do differently about a comment. */
export interface Dialect {
  readonly name: 'github' | 'gitlab' | 'azure'
  /** How long a comment may be, with room for a marker. */
  readonly budget: number
  /** A part that is closed until somebody opens it; Markdown, and ends with an empty line. */
  readonly folded: (summary: string, body: readonly string[]) => readonly string[]
  /** The same within an item of a list; both are HTML, and follow the text of the item. */
  readonly foldedInLine: (summary: string, body: string) => string
  /** How long a Mermaid diagram may be; 0: it is shown as text. */
  readonly diagram: number
}

const details: Dialect['folded'] = (summary, body) => [
  `<details><summary>${summary}</summary>`,
  '',
  ...withoutEnd(body),
  '',
  '</details>',
  '',
]

const detailsInLine: Dialect['foldedInLine'] = (summary, body) =>
  `\n  <details><summary>${summary}</summary>${body}</details>`

/** GitHub refuses bodies of more than 65,536 characters. */
export const github: Dialect = {
  name: 'github',
  budget: 60_000,
  folded: details,
  foldedInLine: detailsInLine,
  diagram: 50_000,
}

/** GitLab takes notes of 1,000,000 characters; a page that has more Mermaid than 2,000 characters asks before it draws. */
export const gitlab: Dialect = {
  name: 'gitlab',
  budget: 950_000,
  folded: details,
  foldedInLine: detailsInLine,
  diagram: 2_000,
}

/** Azure DevOps takes 150,000 characters, and neither folds nor draws in a comment. */
export const azure: Dialect = {
  name: 'azure',
  budget: 140_000,
  folded: (summary, body) => [`#### ${summary}`, '', ...withoutEnd(body), ''],
  foldedInLine: (_summary, body) => `: ${body}`,
  diagram: 0,
}

/** Lines without the empty ones at their end. */
export function withoutEnd(lines: readonly string[]): readonly string[] {
  return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1)
}
