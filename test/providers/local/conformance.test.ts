import { conformance } from '../conformance.ts'
import { makeLocalWorld } from './world.ts'

conformance('local', makeLocalWorld)
