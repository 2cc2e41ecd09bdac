import { writeFileSync } from 'node:fs'
import { whyNoPrivateNetwork } from '../test/private-network/network.ts'
import { hear } from '../test/judges/hearing.ts'
import { pageOf, summaryOf } from '../test/judges/record.ts'

/**
 * Clients that nobody here wrote, unmodified, on the tenant that tests use, and on what roster applied to it. With `--record` the figures
 * go to docs/judges.md.
 */
const why = whyNoPrivateNetwork()
if (why === undefined) await judges()
else {
  console.log(`NOT RUN judges: a network of their own cannot be had here: ${why}`)
  process.exitCode = 1
}

async function judges(): Promise<void> {
  const verdict = await hear((line) => console.log(line))
  console.log(`\n${summaryOf(verdict)}`)
  const isClean = verdict.figures.differences === 0 && (verdict.breaches ?? []).length === 0
  if (!isClean) process.exitCode = 1
  else if (process.argv.includes('--record'))
    writeFileSync(new URL('../docs/judges.md', import.meta.url), pageOf(verdict, new Date()))
}
