import { afterAll, beforeAll } from 'vitest'
import { startSlapd } from '../../servers/slapd.ts'
import type { Slapd } from '../../servers/slapd.ts'
import { conformance } from '../conformance.ts'
import { ldapWorlds } from './world.ts'

let server: Slapd
beforeAll(async () => {
  server = await startSlapd()
})
afterAll(async () => server.stop())

conformance(
  'ldap',
  ldapWorlds(() => server),
  { runs: 6 },
)
