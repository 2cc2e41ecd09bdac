import type { Platform, PriceList } from '../../generated/platform.ts'
import type { PlatformProblem } from './platform-problem.ts'
import { contradiction, entries, named, namesOf } from './platform-problem.ts'
import type { Path } from './schema-file.ts'

/** Tiers and editions that do not exist, and prices that say two things of one day. */
export function tierProblems(spec: Platform): readonly PlatformProblem[] {
  return [
    ...entries(spec.tierGates).flatMap(([id, gate]) =>
      entries(gate).flatMap(([edition, tier]) => gateProblems(spec, ['tierGates', id, edition], [edition, tier])),
    ),
    ...entries(spec.permissions).flatMap(([key, { tier }]) =>
      tier === undefined
        ? []
        : named({
            path: ['permissions', key, 'tier'],
            what: 'an entry of `tierGates`',
            name: tier,
            names: namesOf(spec.tierGates),
          }),
    ),
    ...(spec.prices ?? []).flatMap((list, at) => [
      ...priceProblems(spec, list, at),
      ...dateProblems(list, spec.prices?.[at - 1], at),
    ]),
  ]
}

function gateProblems(
  spec: Platform,
  path: Path,
  [edition, tier]: readonly [string, string],
): readonly PlatformProblem[] {
  if (edition === 'otherwise') return named({ path, what: 'a way out', name: tier, names: ['error', 'fallback'] })
  const wrong = editionProblems(spec, path, edition, 'key')
  return wrong.length > 0 ? wrong : tierName(spec, path, [edition, tier])
}

function editionProblems(
  spec: Platform,
  path: Path,
  name: string,
  target: 'key' | 'value',
): readonly PlatformProblem[] {
  return named({ path, target, what: 'an edition', name, names: namesOf(spec.editions) })
}

function tierName(spec: Platform, path: Path, [edition, tier]: readonly [string, string]): readonly PlatformProblem[] {
  const names = new Map(entries(spec.editions)).get(edition) ?? []
  return named({ path, what: `a tier of the edition \`${edition}\``, name: tier, names })
}

function priceProblems(spec: Platform, { seats = [] }: PriceList, at: number): readonly PlatformProblem[] {
  return seats.flatMap(({ edition, tier }, row) => {
    const path = ['prices', at, 'seats', row]
    const wrong = editionProblems(spec, [...path, 'edition'], edition, 'value')
    if (wrong.length > 0) return wrong
    const first = seats.findIndex((other) => other.edition === edition && other.tier === tier)
    return [
      ...tierName(spec, [...path, 'tier'], [edition, tier]),
      ...(first === row ? [] : [twice(path, `${edition} ${tier}`)]),
    ]
  })
}

function twice(path: Path, name: string): PlatformProblem {
  return contradiction({
    path,
    target: 'value',
    message: `A seat of ${name} has two prices from one day on.`,
    fix: 'Remove one of them.',
  })
}

/** The newest price that has begun counts: they stand in the order of their days, so that a reader sees which. */
function dateProblems({ from }: PriceList, before: PriceList | undefined, at: number): readonly PlatformProblem[] {
  if (before === undefined || before.from < from) return []
  return [
    contradiction({
      path: ['prices', at, 'from'],
      target: 'value',
      message: `Prices from ${from} stand after those from ${before.from}.`,
      fix: 'Put them in the order of their days, one list a day.',
    }),
  ]
}
