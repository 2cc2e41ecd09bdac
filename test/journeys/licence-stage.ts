import { readFileSync, renameSync } from 'node:fs'
import { localFile, localSetting } from './local-setting.ts'
import { afterAll } from 'vitest'
import type { DirectoryOptions, Stage } from './stage.ts'
import { openStage } from './stage.ts'

const open = new Set<Stage>()

afterAll(() => {
  for (const stage of open) stage.close()
})

interface Line {
  readonly id?: string
  readonly kind?: string
  readonly username?: string
  readonly gone?: true
  readonly licences?: readonly string[]
}

/** A tenant on a directory that lends so many units of SPE_E3. */
export function lending(units: number, own: DirectoryOptions = {}): Stage {
  const stage = openStage(localSetting, { ...own, more: 'licences: { office-e3: { directory: hq, sku: SPE_E3 } }' })
  open.add(stage)
  buy(stage, units)
  return stage
}

/** Somebody buys units, or gives some back. */
export function buy(stage: Stage, units: number, more: object = {}): void {
  const fresh = { roster: 'local-directory', version: 1, identity: '6c1e0000-0000-4000-8000-000000000001' }
  const [header = fresh, ...rest] = lines(stage)
  rewrite(stage, [{ ...header, licences: { SPE_E3: { purchased: units } }, ...more }, ...rest])
}

/** Somebody gives a licence, or takes it, without roster. */
export function lendByHand(stage: Stage, username: string, licences: readonly string[]): void {
  const account = people(stage).get(username)
  if (account === undefined) throw new Error(`nobody is called ${username}`)
  rewrite(stage, [...lines(stage), { ...account, licences }])
}

/** Who has SPE_E3, by username. */
export function holders(stage: Stage): readonly string[] {
  return [...people(stage)].flatMap(([name, { licences }]) => (licences?.includes('SPE_E3') ? [name] : [])).toSorted()
}

function people(stage: Stage): ReadonlyMap<string, Line> {
  const byId = new Map<string, Line>()
  for (const line of lines(stage).slice(1)) {
    if (line.gone === true) byId.delete(line.id ?? '')
    else if (line.kind === 'user') byId.set(line.id ?? '', line)
  }
  return new Map([...byId.values()].map((line) => [line.username ?? '', line]))
}

function lines(stage: Stage): readonly Line[] {
  try {
    const text = readFileSync(localFile(stage.folder), 'utf8')
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line)
  } catch {
    return []
  }
}

function rewrite(stage: Stage, content: readonly object[]): void {
  const file = localFile(stage.folder)
  stage.write(
    `${file.slice(stage.folder.length + 1)}.behind`,
    content.map((line) => `${JSON.stringify(line)}\n`).join(''),
  )
  renameSync(`${file}.behind`, file)
}
