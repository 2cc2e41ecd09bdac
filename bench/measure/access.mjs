// Questions about access inside one process: <what> <users> <entities>. Prints seconds of processor time and of wall as JSON.
// `values` every level of everybody with its decider, `impact` of one edited tag, `pairs` how many there are; each with
// `-naive` one at a time and by nothing but the words of the rules. To be run with tsx.
import { evaluate } from '../../dist/access/evaluate.js'
import { impactOf } from '../../dist/access/impact.js'
import { oracle } from '../../test/access/oracle.ts'
import { benchAccess, readBack, withoutOneTag } from '../workspace/access.ts'

const [what = '', users = '0', entities = '0'] = process.argv.slice(2)
const access = benchAccess({ users: Number(users), entities: Number(entities) })
const keys = Object.keys(access.rules.permissions)

const work = {
  values: () => {
    const { world } = evaluate(access)
    return sum([...access.accounts.keys()], (account) => {
      const { levels, deciders } = world.alike(account).chain
      let total = 0
      for (let key = 0; key < levels.length; key += 1) total += levels[key] + deciders[key]
      return total
    })
  },
  'values-naive': () => {
    const plain = oracle(access)
    return sum([...access.accounts.keys()], (account) => sum(keys, (key) => plain.value(account, key).length))
  },
  pairs: () => evaluate(access).pairs,
  impact: (after) => sum(impactOf({ tenant: 'bench', before: access, after, full: after }), countOf),
  'impact-naive': (after) => differences(oracle(access), oracle(after)),
}

const after = what.startsWith('impact') ? readBack(withoutOneTag(access)) : access
// What making the tenant left behind is not part of the work.
globalThis.gc?.()
const [cpu, wall] = [process.cpuUsage(), performance.now()]
const result = work[what](after)
const { user, system } = process.cpuUsage(cpu)
console.log(JSON.stringify({ cpu: (user + system) / 1e6, wall: (performance.now() - wall) / 1e3, result }))

function sum(all, figureOf) {
  let total = 0
  for (const one of all) total += figureOf(one)
  return total
}

function countOf({ users: people, entities: places, levels }) {
  return people.length * (places === 'everywhere' ? 1 : places.length) * Object.keys(levels).length
}

function differences(was, is) {
  return sum(access.accounts.keys(), (account) =>
    sum(access.entities.keys(), (entity) =>
      sum(keys, (key) => (was.level(account, key, entity) === is.level(account, key, entity) ? 0 : 1)),
    ),
  )
}
