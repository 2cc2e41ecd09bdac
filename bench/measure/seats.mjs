// Paid seats inside one process: <what> <how many> <people>. Prints seconds of processor time and of wall as JSON.
// `fold` events of one contract into its pool, `sequence` the cheapest order of so many people who come and go.
import { foldInPlace } from '../../dist/seats/fold.js'
import { sequence } from '../../dist/seats/sequence.js'
import { eventsOf, moversOf } from '../workspace/seats.ts'

const [what = '', count = '0', people = '0'] = process.argv.slice(2)
const given = what === 'sequence' ? moversOf(Number(count)) : eventsOf(Number(count), Number(people))

const work = {
  fold: () => {
    let pool
    for (const event of given) pool = foldInPlace(pool, event)
    return [pool.purchased, pool.assigned.size, pool.reserved.size, pool.chargedMinor]
  },
  sequence: () => sequence(0, given).purchases,
}

// What making the events left behind is not part of the work.
globalThis.gc?.()
const [cpu, wall] = [process.cpuUsage(), performance.now()]
const result = work[what]()
const { user, system } = process.cpuUsage(cpu)
console.log(JSON.stringify({ cpu: (user + system) / 1e6, wall: (performance.now() - wall) / 1e3, result }))
