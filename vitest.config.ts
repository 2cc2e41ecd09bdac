import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'
import { Tally } from './test/reporter.ts'

/** Data that only some machines have beside the repository: tests that read it lie in test/shared/. */
const shared = existsSync(fileURLToPath(new URL('../shared', import.meta.url)))

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(shared ? [] : ['test/shared/**'])],
    globalSetup: ['test/setup/build.ts', 'test/setup/servers.ts'],
    reporters: ['default', new Tally()],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // Most tests wait for servers and processes: one worker more than the machine has cores keeps it busy.
    maxWorkers: availableParallelism() + 1,
  },
})
