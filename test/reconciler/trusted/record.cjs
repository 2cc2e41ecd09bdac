// Loaded before everything else: whatever a process starts, connects to or looks up is written to the file that RECORD names.
const { appendFileSync } = require('node:fs')
const { syncBuiltinESMExports } = require('node:module')

const watched = {
  child_process: ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'],
  net: ['connect', 'createConnection'],
  tls: ['connect'],
  dns: ['lookup', 'resolve'],
  http: ['request', 'get'],
  https: ['request', 'get'],
}
const note = (what, first) =>
  appendFileSync(process.env.RECORD, `${what} ${typeof first === 'string' ? first : 'object'}\n`)
for (const [name, functions] of Object.entries(watched)) {
  const module = require(`node:${name}`)
  for (const each of functions) {
    const real = module[each]
    module[each] = (...args) => {
      note(`${name}.${each}`, args[0])
      return real(...args)
    }
  }
}
const { fetch } = globalThis
globalThis.fetch = (...args) => {
  note('fetch', args[0])
  return fetch(...args)
}
syncBuiltinESMExports()
