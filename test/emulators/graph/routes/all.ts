import type { Route } from '../router.ts'
import { deletedRoutes } from './deleted.ts'
import { deltaRoutes } from './delta.ts'
import { furtherRoutes } from './further.ts'
import { groupRoutes } from './groups.ts'
import { memberRoutes } from './members.ts'
import { objectRoutes } from './objects.ts'
import { userRoutes } from './users.ts'

/** Everything the service can be asked for below a version of Graph, a file for each part. */
export const allRoutes: readonly Route[] = [
  ...userRoutes,
  ...groupRoutes,
  ...memberRoutes,
  ...objectRoutes,
  ...deletedRoutes,
  ...deltaRoutes,
  ...furtherRoutes,
]
