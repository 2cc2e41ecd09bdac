import { expect, test } from 'vitest'
import type { Plan } from '../../src/model/plan.ts'
import type { ToldExplanation } from '../../src/report/explanation.ts'
import { acknowledged, committed, edit, entitiesFile, groupsFile, home, usersFile } from './questions-world.ts'
import { documentOf, roster } from './roster.ts'

async function explained(cwd: string, entity = 'kitchen'): Promise<ToldExplanation> {
  const ended = await roster(['explain', 'ana-li', '--key', 'data/rooms', '--entity', entity, '--json'], { cwd })
  const { explanations } = documentOf(ended) as unknown as { readonly explanations: readonly ToldExplanation[] }
  const [first] = explanations
  if (first === undefined) throw new Error(ended.stderr)
  return first
}

test('UX-16 two ways are told with file and line; taking out what is named does what was said, in explain, plan and diff', async () => {
  const cwd = home({
    'tenants/acme/acknowledgements.yaml': acknowledged('founding', 'gate: privilegedGain, max: 1'),
  })
  // A role that comes with the platform: one of the tenant's own is in effect only once somebody has made it there.
  edit(cwd, usersFile, 'role: keeper', 'role: visitor')
  await committed(cwd, 'start')
  const applied = await roster(['apply', '--auto-approve'], { cwd })
  expect(applied.code, applied.stdout).toBe(0)
  const first = await explained(cwd)
  expect(first.level).toBe('view')
  expect(first.paths.map((way) => way.map(({ place }) => `${place.file}:${place.line}`))).toEqual([
    [`${usersFile}:5`, `${usersFile}:8`, `${groupsFile}:1`, `${entitiesFile}:2`, `${entitiesFile}:2`],
    [`${usersFile}:5`, `${usersFile}:9`, `${groupsFile}:4`, `${groupsFile}:6`],
  ])
  const sets = first.suggestion.together.map(({ edits }) => edits.map(({ what }) => what).toSorted())
  expect(sets).toContainEqual(['kitchen in the list of the access group named', 'the tag sky on kitchen'])
  expect(first.suggestion.alone.map(({ what }) => what)).toContain('the tag sky on kitchen')

  // The first of the two alone: the other way is left.
  edit(cwd, entitiesFile, '[blue, sky]', '[blue]')
  const second = await explained(cwd)
  expect([second.level, second.paths.length]).toEqual(['view', 1])
  const alone = second.suggestion.single.map(({ edits, to }) => [edits[0]?.what, to])
  expect(alone).toContainEqual(['kitchen in the list of the access group named', 'none'])
  expect(await lostBy(cwd, 'ana-li')).toEqual([])

  // And the other: now it is gone.
  edit(cwd, groupsFile, '      - kitchen\n', '')
  const third = await explained(cwd)
  expect([third.level, third.paths]).toEqual(['none', []])
  expect(await lostBy(cwd, 'ana-li')).toContain('kitchen')
})

/** Entities that somebody loses, as the plan and the difference say alike. */
async function lostBy(cwd: string, user: string): Promise<readonly string[]> {
  const plan = documentOf(await roster(['plan', '--json'], { cwd })) as unknown as Plan
  const compared = documentOf(await roster(['diff', 'HEAD', '--json'], { cwd })) as unknown as Pick<
    Plan['access'],
    'groups'
  >
  const lost = ({ groups }: Pick<Plan['access'], 'groups'>): readonly string[] =>
    groups.flatMap(({ change, users, entities }) =>
      change === 'lost' && users.includes(user) && entities !== 'everywhere' ? entities : [],
    )
  expect(lost(plan.access)).toEqual(lost(compared))
  return lost(compared)
}
