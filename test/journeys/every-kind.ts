import { afterAll, beforeAll, test } from 'vitest'
import { openDomain } from './domain.ts'
import type { Domain } from './domain.ts'
import { stageOn as stageOnOther } from './slapd-stage.ts'
import type { Stage, TenantOptions } from './stage.ts'

export type Kind = 'local' | 'ldap' | 'active-directory'
export const kinds: readonly Kind[] = ['local', 'ldap', 'active-directory']

let running: Domain | undefined

beforeAll(async () => {
  running = await openDomain()
})
afterAll(async () => running?.close())

/** The domain of this file's stories. */
export function domain(): Domain {
  if (running === undefined) throw new Error('the domain is started before the first test')
  return running
}

/** A workspace on an empty directory of this kind. It goes away with the file, on a domain with the next story. */
export function stageOn(kind: Kind, options: TenantOptions = {}): Stage {
  return kind === 'active-directory' ? domain().stage(options) : stageOnOther(kind, options)
}

type Story = (stage: Stage, kind: Kind) => Promise<void>

/** Tells one story on the embedded directory, on a real LDAP server, and on a real domain. */
export function onEvery(title: string, story: Story, options: TenantOptions = {}): void {
  onThese(kinds, title, story, options)
}

/** Tells a story on those kinds of directory on which it can happen at all. */
export function onThese(these: readonly Kind[], title: string, story: Story, options: TenantOptions = {}): void {
  for (const kind of these) test(`${title} (${kind})`, async () => story(stageOn(kind, options), kind))
}
