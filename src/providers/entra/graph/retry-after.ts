/** Milliseconds that `Retry-After` asks for: seconds, fractions of them (Graph sends 2.128), or a date (RFC 9110 section 10.2.3). */
export function retryAfterOf(value: string | null | undefined, now: Date): number | undefined {
  const text = value?.trim() ?? ''
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000)
  const date = /^[A-Za-z]{3},/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime())
}
