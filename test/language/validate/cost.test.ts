import { expect, test } from 'vitest'
import { acme, told } from './workspace.ts'

const gates = (cost: string) => told(acme({ 'policies.yaml': `gates: { cost: ${cost} }\n` }))
const roster = {
  'roster.yaml': 'version: 1\napprovers: { finance: { forge: ["@msp/finance"] } }\n',
}
const leave = (more: string) =>
  told({
    ...roster,
    ...acme({
      'acknowledgements.yaml': `more: { ${more}, reason: three joiners, approver: finance, expires: 2026-11-23T12:00:00Z }\n`,
    }),
  }).map(({ slug }) => slug)

test('limits of cost are amounts, a percentage and a total, to be told or to hold', () => {
  expect(gates('{ warn: { absolute: "100.00", percent: 10 }, block: { now: "500.00", total: "5000.00" } }')).toEqual([])
})

test.for([
  ['{ block: { now: 500 } }', 'text-not-quoted', 'Write it as text, for example `"189.00"`.'],
  ['{ block: { now: 500.00 } }', 'text-not-quoted', 'Put quotes around it: `"500.00"`.'],
  ['{ block: { now: "500" } }', 'wrong-form', '`"189.00"`'],
  ['{ block: { now: "-5.00" } }', 'wrong-form', '`"189.00"`'],
  ['{ block: { now: "1,500.00" } }', 'wrong-form', '`"189.00"`'],
  ['{ block: { now: "5.001" } }', 'wrong-form', '`"189.00"`'],
  ['{ warn: { percent: -1 } }', 'out-of-range', '0 to 1000'],
  ['{ warn: { percent: "10" } }', 'wrong-type', '10'],
  ['{ block: { amount: "5.00" } }', 'unknown-property', 'now, absolute, percent, total'],
  ['{ explicit: { percent: 1 } }', 'unknown-property', 'warn, block'],
] as const)('a limit of cost that is none, %s, is an error that shows what is meant', ([cost, slug, fix]) => {
  const found = gates(cost)
  expect(found).toMatchObject([{ slug, severity: 'error', file: 'tenants/acme/policies.yaml', line: 1 }])
  expect(found[0]?.fix).toContain(fix)
})

test('the gates of seats and of cost are lifted as others are: with how much may pass', () => {
  expect(leave('gate: seatPurchases, max: 3')).toEqual([])
  expect(leave('gate: cost, max: 20000')).toEqual([])
  expect(leave('gate: cost, max: 250000000')).toEqual([])
  expect(leave('gate: cost, max: 200.50')).toEqual(['wrong-type'])
  expect(leave('gate: seatPurchases')).toEqual(['required-property'])
  expect(leave('gate: costs, max: 1')).toEqual(['not-allowed'])
})
