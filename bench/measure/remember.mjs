// Folds so many seat events of a ledger, one an entry, inside one process. Prints seconds of processor time and of wall as JSON. To be run with tsx.
import { remember } from '../../dist/reconciler/memory.js'
import { seatEvents } from '../workspace/ledger.ts'

const [count = '0'] = process.argv.slice(2)
const entries = []
for (let number = 0; entries.length < Number(count); number += 1) {
  const on = new Date(Date.UTC(2020, 0, 1 + Math.floor(number / 24))).toISOString().slice(0, 10)
  for (const event of seatEvents(on, number)) {
    const entry = { type: 'seats', subscription: 'atera', events: [event] }
    entries.push({ seq: entries.length + 1, prev: '', fence: 1, at: `${on}T09:00:00.000Z`, entry, hash: '' })
  }
}
// What making the entries left behind is not part of the work.
globalThis.gc?.()
const [cpu, wall] = [process.cpuUsage(), performance.now()]
const { seats } = remember(entries)
const { user, system } = process.cpuUsage(cpu)
const figures = { cpu: (user + system) / 1e6, wall: (performance.now() - wall) / 1e3 }
console.log(JSON.stringify({ ...figures, assigned: seats.get('atera')?.assigned.size }))
