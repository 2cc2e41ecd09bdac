import type { GraphRequest } from './request.ts'

/** Resource units that Graph counts for a question. */
export function costOf(_request: Pick<GraphRequest, 'method' | 'path' | 'query'>): number {
  return 1
}

/** What sending these would take, by twenties where they can be: HTTP requests, and seconds under Graph's limits. */
export function effortOf(_requests: readonly Pick<GraphRequest, 'method' | 'path' | 'query'>[]): {
  readonly requests: number
  readonly seconds: number
} {
  throw new Error('to come')
}
