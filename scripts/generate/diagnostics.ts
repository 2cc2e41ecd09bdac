/** What the page says about one rule. */
interface Rule {
  readonly title: string
  readonly why: string
  readonly fix: string
}

/** Rules that belong together on the page. */
export interface Section {
  readonly title: string
  readonly words: string
  readonly rules: Readonly<Record<string, Rule>>
}

const opening = `# Diagnostics

Every mistake roster finds has a stable name, shown with the message. This page says for each what it means, why it
stops, and what to write instead. A mistake in a tenant stops that tenant (exit code 3) and no other; one in
\`roster.yaml\` or the workspace's \`library/\` stops all. Warnings stop nothing.

Made by \`npm run generate\` from the tables of rules in the source.
`

/** docs/diagnostics.md: an entry for every rule, by section and name. */
export function diagnosticsPage(sections: readonly Section[]): string {
  return [opening, ...sections.map(sectionText)].join('\n')
}

function sectionText({ title, words, rules }: Section): string {
  const entries = Object.keys(rules)
    .toSorted()
    .map((slug) => entryText(slug, rules[slug]))
  return `## ${title}\n\n${words}\n\n${entries.join('\n')}`
}

function entryText(slug: string, rule: Rule | undefined): string {
  if (rule === undefined) return ''
  const { title, why, fix } = rule
  return `### ${slug}\n\n**${title}.** ${why}\n\nInstead: ${fix}\n`
}
