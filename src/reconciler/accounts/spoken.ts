const short: ReadonlySet<string> = new Set(['api', 'sso', 'mfa', 'csv', 'it'])

/** A word of a profile or a checklist as people say it: `openTickets` is «open tickets». */
export function spokenWord(word: string): string {
  return word
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_.]+/g, ' ')
    .split(' ')
    .map((part) => (short.has(part.toLowerCase()) ? part.toUpperCase() : part.toLowerCase()))
    .join(' ')
}

/** «open tickets, history and domain SSO». */
export function spokenList(words: readonly string[]): string {
  const spoken = words.map(spokenWord)
  return spoken.length < 2 ? (spoken[0] ?? '') : `${spoken.slice(0, -1).join(', ')} and ${spoken.at(-1)}`
}

/** Whether one speaks of them as of several. */
export function areSeveral(words: readonly string[]): boolean {
  return words.length > 1 || words[0]?.endsWith('s') === true
}

/** «today», «1 day ago», «12 days ago». */
export function spokenAge(since: string, asOf: Date): string {
  const days = Math.floor((asOf.getTime() - Date.parse(since)) / 86_400_000)
  if (days <= 0) return 'today'
  return days === 1 ? '1 day ago' : `${days} days ago`
}
