import type { Route } from '../router.ts'

/** Everything the service can be asked for below a version of Graph, a file for each part. */
export const allRoutes: readonly Route[] = []
