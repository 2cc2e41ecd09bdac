import { describe } from 'vitest'
import { conformance } from '../conformance.ts'
import { entraWorlds } from './world.ts'

describe('every plan reads everything', () => {
  conformance('entra', entraWorlds('everything'), { runs: 3, seed: 20261203 })
})

describe('a plan reads what changed since the one before', () => {
  conformance('entra that follows changes', entraWorlds('following'), { runs: 2, seed: 20261204 })
})
