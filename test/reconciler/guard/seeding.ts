import { afterEach, expect, vi } from 'vitest'
import type { Law } from './laws.ts'

type Module = Readonly<Record<string, unknown>>

/** One bug: a function of a module of the reconciler that does something else, and a law that must notice. */
export interface SeededBug {
  readonly what: string
  /** As src/reconciler/guard would import it, without its ending. */
  readonly module: string
  readonly name: string
  readonly instead: (original: never) => unknown
  readonly law: Law
}

const mocked = new Set<string>()
afterEach(() => {
  for (const path of mocked) vi.doUnmock(path)
  mocked.clear()
  vi.resetModules()
})

/** A bench whose reconciler has the bug; without one, as it is. */
async function benchWith(bug?: SeededBug): Promise<InstanceType<(typeof import('../bench.ts'))['Bench']>> {
  vi.resetModules()
  if (bug !== undefined) {
    const path = `../../../src/reconciler/guard/${bug.module}.ts`
    mocked.add(path)
    vi.doMock(path, async (importOriginal) => {
      const original = await importOriginal<Module>()
      return { ...original, [bug.name]: bug.instead(original[bug.name] as never) }
    })
  }
  const { Bench } = await import('../bench.ts')
  return new Bench()
}

/** The law holds as it is, and is broken with the bug. */
export async function isNoticed(bug: SeededBug): Promise<void> {
  const sound = await benchWith()
  await bug.law(sound)
  sound.close()
  const broken = await benchWith(bug)
  await expect(bug.law(broken)).rejects.toThrow(/^expected/)
  broken.close()
}
