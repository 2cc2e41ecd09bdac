import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startAdProxy } from '../servers/ad-proxy.ts'
import type { AdProxy, AdProxyOptions } from '../servers/ad-proxy.ts'
import type { Account } from '../servers/samba-accounts.ts'
import { startSamba } from '../servers/samba.ts'
import type { Samba, SambaOptions } from '../servers/samba.ts'
import { adSetting } from './ad-setting.ts'
import { openStage } from './stage.ts'
import type { Stage, TenantOptions } from './stage.ts'

/** A domain in which stories take place, one after the other, and roster's two accounts in it. */
export interface Domain {
  readonly server: Samba
  /** What all stories have in common lies here; the writer may do everything in it. */
  readonly unit: string
  readonly reader: Account
  readonly writer: Account
  /** PEM file of all authorities that vouch for this server, or for a proxy in front of it. */
  readonly caFile: string
  /** A proxy as strict as Microsoft's server; what a stage says to `port` goes through it. */
  readonly proxy: (options?: AdProxyOptions) => Promise<AdProxy>
  /** A workspace on a unit of its own. What the story before left is taken down: a domain knows every login once. */
  readonly stage: (options?: TenantOptions) => Stage
  readonly close: () => Promise<void>
}

export async function openDomain(options: SambaOptions = {}): Promise<Domain> {
  const server = await startSamba(options)
  const unit = server.unit()
  const caFile = join(server.folder, 'authorities.pem')
  writeFileSync(caFile, readFileSync(server.caFile))
  const proxies: AdProxy[] = []
  const stages: Stage[] = []
  let base: string | undefined
  const domain: Domain = {
    server,
    unit,
    // Whoever may not follow changes reads everything each time.
    reader: server.account('reader', { dirSync: true }),
    writer: server.account('writer', { write: [unit] }),
    caFile,
    proxy: async (own) => {
      const proxy = await startAdProxy(server, own)
      writeFileSync(caFile, readFileSync(proxy.caFile), { flag: 'a' })
      proxies.push(proxy)
      return proxy
    },
    stage: (own) => {
      if (base !== undefined) server.drop(base)
      base = `OU=stage${stages.length + 1},${unit}`
      const stage = openStage(() => adSetting(domain, base ?? ''), own)
      stages.push(stage)
      return stage
    },
    close: async () => {
      for (const stage of stages) stage.close()
      for (const proxy of proxies) await proxy.stop()
      await server.stop()
    },
  }
  return domain
}
