import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Reporter, TestModule } from 'vitest/node'
import { majors, whyNot } from './nodes/nodes.ts'
import { whyNoPrivateNetwork } from './private-network/network.ts'

/** Says last of all how many tests passed and failed; above that, which lanes could not run here. */
export class Tally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    // At the very end of the process: other reporters write after their own end of the run.
    process.once('exit', (code) => {
      const { passed, failed } = tally(modules, errors)
      // Trouble before the first test (a set-up that broke) is told by the exit code alone.
      const last = `${passed} passed, ${failed === 0 && code !== 0 ? 1 : failed} failed`
      console.log([...lanesNotRun(modules), last].join('\n'))
    })
  }
}

/** A file that could not be loaded counts as one failed test, and so does an error outside of any; `-t` leaves tests out. */
function tally(modules: readonly TestModule[], errors: readonly unknown[]): { passed: number; failed: number } {
  const tests = modules.flatMap((module) => [...module.children.allTests()])
  const count = (state: string): number => tests.filter((one) => one.result().state === state).length
  const broken = modules.filter((module) => module.errors().length > 0).length
  return { passed: count('passed'), failed: count('failed') + count('pending') + broken + errors.length }
}

function lanesNotRun(modules: readonly TestModule[]): readonly string[] {
  const shared = existsSync(fileURLToPath(new URL('../../shared', import.meta.url)))
  const asked = modules.some(({ moduleId }) => moduleId.includes('/test/nodes/'))
  const noNetwork = modules.some(({ moduleId }) => moduleId.includes('/test/private-network/'))
    ? whyNoPrivateNetwork()
    : undefined
  return [
    ...(shared ? [] : ['NOT RUN shared: there is no ../shared']),
    ...(noNetwork === undefined ? [] : [`NOT RUN private-network: ${noNetwork}`]),
    ...(asked ? majors : []).flatMap((major) => {
      const why = whyNot(major)
      return why === undefined ? [] : [`NOT RUN node${major}: ${why}`]
    }),
  ]
}
