// Reads every person of one directory as a plan would, page by page, and keeps nothing: <root> <tenant> <directory> [times] [kinds].
import { loadProviders } from '../../dist/providers/registry.js'
import { Secret } from '../../dist/model/secret.js'
import { load } from 'js-yaml-4'
import { readFileSync } from 'node:fs'

const [root, tenant, id, times = '1', kinds = 'user'] = process.argv.slice(2)
const { directories } = load(readFileSync(`${root}/tenants/${tenant}/tenant.yaml`, 'utf8'))
const environment = (name) => (process.env[name] === undefined ? undefined : new Secret(process.env[name]))
const { signal } = new AbortController()
const settings = directories[id]
const provider = (await loadProviders([settings.provider])).get(settings.provider)
let count = 0
for (let time = 0; time < Number(times); time += 1) {
  const reader = await provider.read({ tenant, id, settings, root, environment, now: () => new Date(), signal })
  for await (const page of reader.observe(kinds.split(','))) count += page.length
  await reader.close()
}
console.log(count)
