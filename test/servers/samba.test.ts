import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readLdif } from './ldif.ts'
import { quotedPassword } from './samba-accounts.ts'
import { startSamba } from './samba.ts'
import type { Samba } from './samba.ts'

let dc: Samba
let other: Samba
beforeAll(async () => {
  const load = `dn: OU=loaded,DC=lab,DC=example\nobjectClass: organizationalUnit\n`
  ;[dc, other] = await Promise.all([startSamba({ services: ['ldap', 'kdc'] }), startSamba({ load })])
})
afterAll(async () => Promise.all([dc.stop(), other.stop()]))

const person = (unit: string, name: string, ...lines: readonly string[]): string =>
  [
    `dn: CN=${name},${unit}`,
    'changetype: add',
    'objectClass: user',
    `sAMAccountName: ${name}`,
    `userPrincipalName: ${name}@lab.example`,
    `unicodePwd:: ${quotedPassword('Welcome!2345')}`,
    ...lines,
    '',
  ].join('\n')

test('two domain controllers run beside each other, each with entries of its own', () => {
  expect(dc.host).not.toBe(other.host)
  expect(dc.sid).toMatch(/^S-1-5-21-\d+-\d+-\d+$/)
  const units = (server: Samba): readonly string[] => readLdif(server.search('(ou=loaded)', 'ou')).map(({ dn }) => dn)
  expect(units(dc)).toEqual([])
  expect(units(other)).toEqual(['OU=loaded,DC=lab,DC=example'])
})

test('a refused sign-in says why: wrong password, disabled, expired, must change', () => {
  const unit = dc.unit()
  dc.modify(person(unit, 'disabled', 'userAccountControl: 514'))
  dc.modify(person(unit, 'expired', 'userAccountControl: 512', 'accountExpires: 132000000000000000'))
  dc.modify(person(unit, 'new', 'userAccountControl: 512', 'pwdLastSet: 0'))
  const signIn = (name: string, password = 'Welcome!2345') => dc.bindAs(`${name}@lab.example`, password)
  expect(signIn('new', 'wrong')).toEqual({ code: 49, data: '52e' })
  expect(signIn('disabled')).toEqual({ code: 49, data: '533' })
  expect(signIn('expired')).toEqual({ code: 49, data: '701' })
  expect(signIn('new')).toEqual({ code: 49, data: '773' })
  dc.changePassword('new', 'Welcome!2345', 'Changed!6789')
  expect(signIn('new', 'Changed!6789')).toEqual({ code: 0, data: undefined })
  expect(() => dc.changePassword('new', 'wrong', 'Changed!0000')).toThrow('kpasswd new: ')
  dc.drop(unit)
  expect(dc.search(`(distinguishedName=${unit})`)).not.toContain('dn: OU=')
})

test('a service account writes in its units only, and follows changes where it may', () => {
  const [mine, theirs] = [other.unit(), other.unit()]
  const writer = other.account('writer', { write: [mine], dirSync: true })
  const reader = other.account('reader')
  other.toolAs(writer, 'ldapmodify', [], person(mine, 'ana', 'userAccountControl: 514'))
  expect(() => other.toolAs(writer, 'ldapmodify', [], person(theirs, 'bo'))).toThrow('Insufficient access (50)')
  expect(() => other.toolAs(reader, 'ldapmodify', [], person(mine, 'bo'))).toThrow('Insufficient access (50)')
  other.modify(`dn: CN=ana,${mine}\nchangetype: delete\n`)
  const follow = ['-LLL', '-b', other.baseDn, '-E', '!dirSync=0/1048576', '(sAMAccountName=ana)', 'isDeleted']
  expect(other.toolAs(writer, 'ldapsearch', follow)).toContain('isDeleted: TRUE')
  expect(() => other.toolAs(reader, 'ldapsearch', follow)).toThrow('Insufficient access (50)')
})

test('it keeps its entries over kill -9, and ends with the process that started it', async () => {
  const unit = dc.unit()
  await dc.kill()
  expect(dc.bindAs(dc.administrator.upn, dc.administrator.password).code).not.toBe(0)
  await dc.restart()
  expect(dc.search(`(distinguishedName=${unit})`, 'ou')).toContain('dn: OU=')

  const file = fileURLToPath(new URL('./samba.ts', import.meta.url))
  const script = `const { startSamba } = await import(${JSON.stringify(file)}); console.log((await startSamba()).pid()); setInterval(() => 0, 1000)`
  const starter = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script])
  const pid = await new Promise<string>((resolve) =>
    starter.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim())),
  )
  expect(runs(pid)).toBe(true)
  starter.kill('SIGKILL')
  await expect.poll(() => runs(pid)).toBe(false)
})

/** A process that ended and that nobody asked about yet has no command line any more. */
function runs(pid: string): boolean {
  return existsSync(`/proc/${pid}`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== ''
}
