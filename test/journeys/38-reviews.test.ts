import { expect, test } from 'vitest'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ana, campaign, commitAs, decide, filesOf, folder, read, reviewedHouse, sue } from '../reviews/scene.ts'
import { documentOf, roster, type Ended } from '../cli/roster.ts'
import { applied } from '../history/house.ts'
import { git } from '../git/repositories.ts'
import type { Stage } from './stage.ts'

async function asked(stage: Stage, ...words: readonly string[]): Promise<Ended> {
  return roster(['review', ...words], { cwd: stage.folder })
}

async function standing(stage: Stage): Promise<unknown> {
  const told = documentOf(await asked(stage, 'status', '--json'))
  return (told['campaigns'] as readonly object[])[0]
}

/** What differs from run to run. */
function settled(text: string): string {
  return text
    .replaceAll(/\br[0-9a-f]{11}\b/g, 'rCODE')
    .replaceAll(/[0-9a-f]{64}|[0-9a-f]{40}/g, 'HASH')
    .replaceAll(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, 'MOMENT')
    .replaceAll(/2026-1[12]-\d{2}|202[7-9]-\d{2}-\d{2}/g, 'DAY')
}

test('UX-41 a review from the frozen population to what is seen to be gone', async () => {
  const stage = await reviewedHouse()
  const begun = await asked(stage, 'start', 'quarterly')
  expect(begun.stderr + begun.stdout).toContain('4 people, 5 things to decide on')
  expect(filesOf(stage)).toEqual(['ana-li.yaml', 'campaign.yaml', 'security.yaml'])
  for (const file of filesOf(stage))
    await expect(settled(read(stage, file))).toMatchFileSnapshot(`../reviews/golden/${file}.txt`)
  expect((await stage.roster('validate')).code).toBe(0)
  await commitAs(stage, 'Roster <bot@acme.example>', 'a review begins')

  expect((await asked(stage, 'close', campaign)).code).toBe(6)
  decide(stage, 'ana-li.yaml', [
    { person: 'ben-osei', id: 'cooks', decision: 'keep', reason: 'cooks every day' },
    { person: 'ben-osei', id: 'vault', decision: 'revoke', reason: 'the vault is closed' },
    { person: 'eva-lo', id: 'visitor', decision: 'revoke', reason: 'visits no more' },
    { person: 'eva-lo', id: 'blue', decision: 'keep' },
  ])
  await commitAs(stage, ana)
  decide(stage, 'security.yaml', [{ person: 'ana-li', id: 'cooks', decision: 'keep', reason: 'runs the kitchen' }])
  await commitAs(stage, sue)
  expect(await standing(stage)).toMatchObject({ state: 'open', decided: 5, items: 5, doubts: 0 })

  const closed = await asked(stage, 'close', campaign)
  await expect(settled(closed.stderr + closed.stdout)).toMatchFileSnapshot('../reviews/golden/closed.txt')
  expect(closed.code).toBe(0)
  await expect(settled(read(stage, 'closed.yaml'))).toMatchFileSnapshot('../reviews/golden/closed.yaml.txt')
  expect(await git(stage.folder, 'diff', '--unified=0', '--', 'tenants/acme/users.yaml')).toMatchInlineSnapshot(`
    "diff --git a/tenants/acme/users.yaml b/tenants/acme/users.yaml
    index 5886052..abd1f58 100644
    --- a/tenants/acme/users.yaml
    +++ b/tenants/acme/users.yaml
    @@ -2,2 +2,2 @@ ana-li: { name: { first: Ana, last: Li }, email: ana@acme.example, groups: [cook
    -ben-osei: { name: { first: Ben, last: Osei }, email: ben@acme.example, manager: ana-li, groups: [cooks, vault] }
    -eva-lo: { name: { first: Eva, last: Lo }, email: eva@acme.example, manager: ana-li, platforms: { home: { role: visitor, accessGroup: blue } } }
    +ben-osei: { name: { first: Ben, last: Osei }, email: ben@acme.example, manager: ana-li, groups: [cooks] }
    +eva-lo: { name: { first: Eva, last: Lo }, email: eva@acme.example, manager: ana-li }"
  `)
  expect(await standing(stage)).toMatchObject({ state: 'closed', gone: 0 })
  expect((await asked(stage, 'status')).code).toBe(2)

  await applied(stage, new Date().toISOString())
  expect(await standing(stage)).toMatchObject({ state: 'complete' })
  expect((await asked(stage, 'close', campaign)).stdout).toContain('closed already')

  const sheet = readFileSync(join(stage.folder, folder, 'ana-li.yaml'), 'utf8')
  stage.write(`${folder}/ana-li.yaml`, sheet.replace('cooks every day', 'cooks every dax'))
  expect(await standing(stage)).toMatchObject({ state: 'changed' })
})
