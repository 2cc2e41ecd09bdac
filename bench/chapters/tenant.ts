import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Asked, TenantServer } from '../measure/asked.ts'
import type { Command } from '../measure/cost.ts'
import { repository, roster } from '../measure/paths.ts'
import { cloudTenant } from '../workspace/entra.ts'
import type { BenchTenant } from '../workspace/people.ts'
import { writeEntraWorkspace } from '../workspaces.ts'

/** A tenant of Entra ID that holds people and groups, and a workspace that declares just those. */
export interface TenantScene {
  readonly server: TenantServer
  readonly root: string
  readonly tenant: BenchTenant
  close(): Promise<void>
}

interface Size {
  readonly people: number
  readonly groups: number
}

/** Starts the tenant with everybody in it but the `arrivals`, who stand in the workspace alone. */
export async function openTenant(
  root: string,
  size: Size,
  arrivals: Size = { people: 0, groups: 0 },
): Promise<TenantScene> {
  rmSync(root, { recursive: true, force: true })
  const sizes = [size.people, size.groups, arrivals.people, arrivals.groups].map(String)
  const words = [...process.execArgv, repository('bench/tenant-server.ts'), ...sizes]
  const child = spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'inherit'] })
  const server = await introduced(child)
  const tenant = cloudTenant(size)
  writeEntraWorkspace(root, tenant, server)
  const close = async (): Promise<void> => {
    child.stdin.end()
    await once(child, 'exit')
  }
  return { server, root, tenant, close }
}

async function introduced(child: ChildProcess): Promise<TenantServer> {
  if (child.stdout === null) throw new Error('the tenant says nothing')
  for await (const line of createInterface(child.stdout)) return JSON.parse(line) as TenantServer
  throw new Error('the tenant could not be started')
}

/** A command of roster in the scene's workspace that reads everything and keeps nothing. */
export function inTenant(scene: TenantScene, ...words: readonly string[]): Command {
  return beside(scene, [...roster, '-C', scene.root, ...words])
}

/** The same with a place for what was read. */
export function withCopy(scene: TenantScene, ...words: readonly string[]): Command {
  const command = inTenant(scene, ...words)
  return { ...command, env: { ...command.env, XDG_CACHE_HOME: join(scene.root, 'cache') } }
}

/** Some other program where the tenant is, with what signs in. */
export function beside({ server }: TenantScene, argv: readonly string[]): Command {
  const { within, caFile, tenantId, reader, writer } = server
  return {
    argv: [...within, ...argv],
    env: {
      NODE_EXTRA_CA_CERTS: caFile,
      BENCH_TENANT: tenantId,
      BENCH_CLIENT: reader.clientId,
      BENCH_READ: reader.secret,
      BENCH_WRITE: writer.secret,
      XDG_CACHE_HOME: '',
      HOME: '',
    },
  }
}

/** What Graph was asked since this was asked last. */
export function askedOf({ server }: TenantScene): readonly Asked[] {
  return JSON.parse(said(server, 'asked')) as readonly Asked[]
}

/** Changes somebody's title behind roster's back. */
export function retitle({ server }: TenantScene): void {
  said(server, 'retitle')
}

/** Waits for the answer, as everything does that is measured. */
function said({ port }: TenantServer, what: string): string {
  const script = `fetch('http://127.0.0.1:${port}/${what}').then((answer) => answer.text()).then(console.log)`
  const { stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', maxBuffer: 1 << 28 })
  return stdout
}
