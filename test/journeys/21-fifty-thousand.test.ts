import { afterAll, beforeAll, expect, test } from 'vitest'
import { partsOf, readMessage, textIn } from '../servers/ad-proxy-message.ts'
import type { AdProxy } from '../servers/ad-proxy.ts'
import { writing } from '../servers/ldap-proxy.ts'
import type { Request } from '../servers/ldap-proxy.ts'
import { cast, documentOf, ends, settle } from './cast.ts'
import { openDomain } from './domain.ts'
import type { Domain } from './domain.ts'

const size = 50_000
const crowd = 'OU=crowd,DC=lab,DC=example'
const everybody = Array.from({ length: size }, (_, at) => `CN=c${at},${crowd}`)
const load = [
  `dn: ${crowd}\nobjectClass: organizationalUnit\n`,
  ...everybody.map((dn) => `dn: ${dn}\nobjectClass: contact\n`),
  `dn: CN=Crowd,${crowd}\nobjectClass: group\nsAMAccountName: Crowd\n${everybody.map((dn) => `member: ${dn}\n`).join('')}`,
].join('\n')

let domain: Domain
let proxy: AdProxy
beforeAll(async () => {
  domain = await openDomain({ load })
  proxy = await domain.proxy()
}, 600_000)
afterAll(async () => domain.close())

test('REL-26 one person changes in a group of 50,000: one modify of one value, and a plan reads no member of it', async () => {
  const stage = domain.stage({ mode: 'additive', port: proxy.port })
  const groups = stage.behind.place().replace(/^ou=people/, 'OU=groups')
  const move = `changetype: modrdn\nnewrdn: CN=Crowd\ndeleteoldrdn: 1\nnewsuperior: ${groups}\n`
  domain.server.modify(`dn: CN=Crowd,${crowd}\n${move}`)
  const crowdOf = (...users: readonly string[]): string =>
    `${cast.groups}crowd: { name: Crowd, members: { users: [${users.join(', ')}] } }\n`
  stage.declare({ ...cast, groups: crowdOf('eva-lo') })
  await settle(stage)

  stage.declare({ groups: crowdOf('eva-lo', 'tom-berg') })
  let entries = 0
  proxy.forget()
  proxy.misbehave({
    answer: ({ tag }) => {
      if (tag === 0x64) entries += 1
      return 'pass'
    },
  })
  const plan = documentOf(await ends(0, stage, 'plan', '--json'))
  expect(plan.operations.map(({ id }) => id)).toEqual(['acme/hq/membership/crowd/tom-berg#grant'])
  // The domain and its schema are read, and nothing of what did not change.
  expect(entries).toBeLessThan(100)
  expect(proxy.seen.filter(({ bytes }) => bytes.includes('member;range=')).length).toBe(0)

  proxy.forget()
  await ends(0, stage, 'apply', '--digest', plan.digest)
  const written = proxy.seen.filter(({ type }) => writing.includes(type))
  expect(written.map(({ type }) => type)).toEqual(['modify'])
  expect(written.flatMap(changesIn)).toEqual([{ attribute: 'member', values: 1 }])
  expect(entries).toBeLessThan(300)
}, 300_000)

/** Which attributes a modify changes, and by how many values (RFC 4511 section 4.6). */
function changesIn({ bytes }: Request): readonly { readonly attribute: string; readonly values: number }[] {
  const [, changes] = partsOf(readMessage(bytes).operation.content)
  return partsOf(changes?.content ?? Buffer.alloc(0)).map((change) => {
    const [, what] = partsOf(change.content)
    const [attribute, values] = partsOf(what?.content ?? Buffer.alloc(0))
    return { attribute: textIn(attribute), values: partsOf(values?.content ?? Buffer.alloc(0)).length }
  })
}
