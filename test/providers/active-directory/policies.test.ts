import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from 'vitest'
import type { AdDirectory } from '../../../src/generated/tenant.ts'
import type { Plan } from '../../../src/model/plan.ts'
import { Secret } from '../../../src/model/secret.ts'
import { activeDirectoryProvider } from '../../../src/providers/active-directory/provider.ts'
import { Bench, crowd, told } from '../../reconciler/bench.ts'
import { startAdProxy } from '../../servers/ad-proxy.ts'
import type { Account } from '../../servers/samba-accounts.ts'
import { quotedPassword } from '../../servers/samba-accounts.ts'
import type { Samba } from '../../servers/samba.ts'
import { startSamba } from '../../servers/samba.ts'
import type { Unit } from './read-domain.ts'
import { makeUnit, settingsOf } from './read-domain.ts'

let server: Samba
let reader: Account
let writer: Account
let stranger: Account
let container: string

beforeAll(async () => {
  server = await startSamba()
  container = `CN=Password Settings Container,CN=System,${server.baseDn}`
  reader = server.account('reader', { entries: { [container]: '(A;CI;GR;;;SID)' } })
  writer = server.account('writer', { entries: { [container]: '(A;CI;GA;;;SID)', [server.baseDn]: '(A;CI;GA;;;SID)' } })
  stranger = server.account('stranger')
})
afterAll(async () => server.stop())

let bench: Bench
let unit: Unit
/** What roster connects to. */
let door: Pick<Samba, 'url' | 'caFile'>

beforeEach(() => {
  bench = new Bench()
  bench.providers = new Map([['active-directory', activeDirectoryProvider()]])
  unit = makeUnit(server)
  door = server
})
afterEach(() => {
  bench.close()
  server.drop(unit.dn)
  for (const dn of policies()) server.drop(dn)
})

const ana = { name: { first: 'Ana', last: 'Li' }, username: 'ana', email: 'ana@lab.example' }
const ben = { name: { first: 'Ben', last: 'Osei' }, username: 'ben' }
const strict = { password: { minLength: 14, history: 30, lockout: { attempts: 5, duration: '45 minutes' } } }

interface Files {
  readonly users: object
  readonly policies?: object
  readonly departments?: object
}

function declare(
  { users, policies: rules, departments }: Files,
  accounts: Partial<Record<'read' | 'write', Account>> & { readonly incremental?: boolean } = {},
): void {
  const settings = settingsOf(door, unit, accounts.read ?? reader, { incremental: accounts.incremental ?? false })
  const write = { bindDn: (accounts.write ?? writer).dn, password: { env: 'WRITE' } }
  const ad: AdDirectory = { ...settings, credentials: { ...settings.credentials, write } }
  bench.write('tenants/acme/tenant.yaml', { name: 'Acme', directories: { ad } })
  bench.write('tenants/acme/users.yaml', users)
  bench.write('tenants/acme/policies.yaml', rules)
  bench.write('tenants/acme/departments.yaml', departments)
  const values: Readonly<Record<string, string>> = {
    CA: door.caFile,
    READ: (accounts.read ?? reader).password,
    WRITE: (accounts.write ?? writer).password,
  }
  environment = (name) => (values[name] === undefined ? undefined : new Secret(values[name]))
}

let environment: (name: string) => Secret | undefined

const plan = async (): Promise<Plan> => {
  const made = await bench.plan({ environment })
  expect(made.findings.filter(({ result }) => result === 'block')).toEqual([])
  return made
}
const apply = async (): Promise<readonly string[]> => {
  const { tenants } = await bench.apply({ how: 'autoApprove' }, { environment })
  return tenants.flatMap(({ exitCode, held, settled }) => [
    `exit ${exitCode}${held === undefined ? '' : ` ${held}`}`,
    ...settled
      .filter(({ operation }) => operation.kind === 'policy')
      .map(({ operation, outcome }) => `${operation.id.split('/policy/')[1]} ${outcome.status}`)
      .toSorted((a, b) => (a < b ? -1 : 1)),
  ])
}
const policyLines = async (): Promise<readonly string[]> =>
  told((await plan()).operations).filter((line) => line.includes(' policy '))
const messages = async (slug: string): Promise<readonly string[]> =>
  (await plan()).findings.filter((finding) => finding.slug === slug).map(({ message }) => message)

function policies(): readonly string[] {
  const ldif = server.tool('ldapsearch', [
    '-LLL',
    '-o',
    'ldif-wrap=no',
    '-b',
    container,
    '(objectClass=msDS-PasswordSettings)',
    '1.1',
  ])
  return [...ldif.matchAll(/^dn: (.*)$/gm)].map(([, dn = '']) => dn)
}

function policyHolding(username: string): string {
  const dn = /^dn: (.*)$/m.exec(server.search(`(sAMAccountName=${username})`, '1.1'))?.[1] ?? ''
  const ldif = server.tool('ldapsearch', [
    '-LLL',
    '-o',
    'ldif-wrap=no',
    '-b',
    dn,
    '-s',
    'base',
    '(objectClass=*)',
    'msDS-ResultantPSO',
  ])
  return /^msDS-ResultantPSO: CN=([^,]*)/m.exec(ldif)?.[1] ?? 'none'
}

function setPassword(username: string, password: string): string {
  const dn = /^dn: (.*)$/m.exec(server.search(`(sAMAccountName=${username})`, '1.1'))?.[1] ?? ''
  try {
    server.modify(`dn: ${dn}\nchangetype: modify\nreplace: unicodePwd\nunicodePwd:: ${quotedPassword(password)}\n`)
    return 'taken'
  } catch (error) {
    return /\((\d+)\)/.exec(String(error))?.[1] ?? String(error)
  }
}

function changePolicy(name: string, attribute: string, value: string): void {
  server.modify(`dn: CN=${name},${container}\nchangetype: modify\nreplace: ${attribute}\n${attribute}: ${value}\n`)
}

function makePolicy(name: string, precedence: number, length: number, appliesTo: string): void {
  server.modify(
    [
      `dn: CN=${name},${container}`,
      'changetype: add',
      'objectClass: msDS-PasswordSettings',
      `msDS-PasswordSettingsPrecedence: ${precedence}`,
      'msDS-PasswordReversibleEncryptionEnabled: FALSE',
      'msDS-PasswordHistoryLength: 24',
      'msDS-PasswordComplexityEnabled: TRUE',
      `msDS-MinimumPasswordLength: ${length}`,
      'msDS-MinimumPasswordAge: 0',
      'msDS-MaximumPasswordAge: -9223372036854775808',
      'msDS-LockoutThreshold: 0',
      'msDS-LockoutObservationWindow: -18000000000',
      'msDS-LockoutDuration: -18000000000',
      `msDS-PSOAppliesTo: ${appliesTo}`,
      '',
    ].join('\n'),
  )
}

describe('rules that are stricter than the domain’s', () => {
  test('MSP-12 become a policy that holds for those people, refuses a weak password, and leaves nothing to plan', async () => {
    declare({ users: { ana, ben }, policies: { security: strict } })
    expect(await policyLines()).toEqual([
      'create policy everyone',
      'grant policy everyone/ana',
      'grant policy everyone/ben',
    ])
    expect(await apply()).toEqual([
      'exit 0',
      'everyone#create applied',
      'everyone/ana#grant applied',
      'everyone/ben#grant applied',
    ])
    expect(policyHolding('ana')).toBe('roster-acme-everyone')
    expect(setPassword('ana', 'Short-1234')).toBe('19')
    expect(setPassword('ana', 'Long-enough-1234')).toBe('taken')
    const again = await plan()
    expect(told(again.operations)).toEqual([])
    expect((await bench.drift({ environment })).operations).toEqual([])
    expect(await apply()).toEqual(['exit 0'])
  })

  test('a policy says what the domain says where that is stricter: nothing is weakened', async () => {
    declare({ users: { ana }, policies: { security: { password: { minLength: 9 } } } })
    await apply()
    const ldif = server.tool('ldapsearch', ['-LLL', '-b', `CN=roster-acme-everyone,${container}`, '-s', 'base'])
    expect(ldif).toMatch(/^msDS-MinimumPasswordLength: 9$/m)
    expect(ldif).toMatch(/^msDS-PasswordHistoryLength: 24$/m)
    expect(ldif).toMatch(/^msDS-PasswordComplexityEnabled: TRUE$/m)
    expect(ldif).toMatch(/^msDS-MaximumPasswordAge: -36288000000000$/m)
    expect(ldif).toMatch(/^msDS-MinimumPasswordAge: -864000000000$/m)
  })

  test('each department with rules of its own has a policy of its own; whoever moves leaves the other one after', async () => {
    const departments = { desk: { name: 'Desk', security: { password: { minLength: 20 } } } }
    declare({ users: { ana, ben }, policies: { security: strict }, departments })
    await apply()
    declare({ users: { ana: { ...ana, department: 'desk' }, ben }, policies: { security: strict }, departments })
    const planned = await plan()
    expect(told(planned.operations).filter((line) => line.includes('policy'))).toEqual([
      'create policy department.desk',
      'grant policy department.desk/ana',
      'revoke policy everyone/ana',
    ])
    const revoke = planned.operations.find(({ verb }) => verb === 'revoke')
    expect(revoke?.needs).toEqual(['acme/ad/policy/department.desk/ana#grant'])
    expect((await apply())[0]).toBe('exit 0')
    expect([policyHolding('ana'), policyHolding('ben')]).toEqual([
      'roster-acme-department.desk',
      'roster-acme-everyone',
    ])
    expect(await policyLines()).toEqual([])
  })

  test('a changed rule changes the policy in its place', async () => {
    declare({ users: { ana }, policies: { security: strict } })
    await apply()
    declare({ users: { ana }, policies: { security: { password: { ...strict.password, minLength: 16 } } } })
    const [operation] = (await plan()).operations
    expect(operation).toMatchObject({
      verb: 'update',
      before: { attributes: { 'msDS-MinimumPasswordLength': '14' } },
      after: { attributes: { 'msDS-MinimumPasswordLength': '16' } },
      summary:
        'the password policy roster-acme-everyone changes to at least 16 characters (was at least 14 characters)',
    })
    expect(await apply()).toEqual(['exit 0', 'everyone#update applied'])
    expect(await policyLines()).toEqual([])
  })

  test('somebody who leaves comes out of it, and it is deleted with the last rule', async () => {
    declare({ users: { ana, ben }, policies: { security: strict } })
    await apply()
    declare({ users: { ana, ben: { ...ben, state: 'disabled' } }, policies: { security: strict } })
    expect(await policyLines()).toEqual(['revoke policy everyone/ben'])
    expect((await apply())[0]).toBe('exit 0')
    expect(policyHolding('ben')).toBe('none')
    declare({ users: { ana, ben: { ...ben, state: 'disabled' } } })
    expect(await policyLines()).toEqual(['delete policy everyone'])
    expect((await plan()).operations[0]).toMatchObject({
      risk: 'high',
      effects: ['1 account falls back to the general rules'],
    })
    expect(await apply()).toEqual(['exit 0', 'everyone#delete applied'])
    expect(policies()).toEqual([])
    expect(await policyLines()).toEqual([])
    expect((await bench.drift({ environment })).operations).toEqual([])
  })
})

describe('behind roster’s back', () => {
  test('a changed value, a person taken out and one put in are drift, and are put right', async () => {
    declare({ users: { ana, ben }, policies: { security: strict } })
    await apply()
    changePolicy('roster-acme-everyone', 'msDS-MinimumPasswordLength', '5')
    server.modify(
      `dn: CN=roster-acme-everyone,${container}\nchangetype: modify\ndelete: msDS-PSOAppliesTo\nmsDS-PSOAppliesTo: CN=Ana Li,${unit.people}\n-\nadd: msDS-PSOAppliesTo\nmsDS-PSOAppliesTo: ${stranger.dn}\n`,
    )
    const drifted = await bench.drift({ environment })
    expect(told(drifted.operations)).toEqual([
      'grant policy everyone/ana',
      expect.stringMatching(/^revoke policy everyone\/~/),
      'update policy everyone',
    ])
    const planned = await plan()
    expect(planned.operations.map(({ reason }) => reason)).toEqual(['drift', 'drift', 'drift'])
    expect((await apply())[0]).toBe('exit 0')
    expect(await policyLines()).toEqual([])
    expect(policyHolding('stranger')).toBe('none')
  })

  test('a deleted policy is drift, and is made again', async () => {
    declare({ users: { ana }, policies: { security: strict } })
    await apply()
    server.drop(`CN=roster-acme-everyone,${container}`)
    expect(told((await bench.drift({ environment })).operations)).toEqual(['create policy everyone'])
    expect(await policyLines()).toEqual(['create policy everyone', 'grant policy everyone/ana'])
    expect((await apply())[0]).toBe('exit 0')
    expect(policyHolding('ana')).toBe('roster-acme-everyone')
    expect(await policyLines()).toEqual([])
  })

  test('a policy of that name that the ledger does not know is taken over; all others are left alone', async () => {
    declare({ users: { ana }, policies: { security: strict } })
    await apply()
    makePolicy('roster-acme-others', 5000, 8, stranger.dn)
    for (const folder of ['ledger', 'heads']) bench.write(`.roster/${folder}`, undefined)
    expect(await policyLines()).toEqual([])
    await apply()
    declare({ users: { ana } })
    expect(await policyLines()).toEqual(['delete policy everyone'])
    await apply()
    expect(policies()).toEqual([expect.stringContaining('roster-acme-others')])
  })
})

describe('between the plan and the write', () => {
  /** Lets something happen right before the first write of this sort. */
  function interfering(sort: string, meddle: () => void): void {
    const provider = activeDirectoryProvider()
    let done = false
    const write: typeof provider.write = async (...given) => {
      const real = await provider.write(...given)
      return {
        parallel: real.parallel,
        batch: real.batch,
        close: async () => real.close(),
        apply: async (batch) => {
          if (!done && batch.some(({ id }) => id.endsWith(sort))) {
            done = true
            meddle()
          }
          return real.apply(batch)
        },
      }
    }
    bench.providers = new Map([['active-directory', { ...provider, write }]])
  }

  const stricter = { security: { password: { ...strict.password, minLength: 16 } } }

  test('a value that moves is a conflict on that operation alone, and is not overwritten', async () => {
    declare({ users: { ana }, policies: { security: strict } })
    await apply()
    declare({ users: { ana, ben }, policies: stricter })
    interfering('#update', () => changePolicy('roster-acme-everyone', 'msDS-MinimumPasswordLength', '22'))
    expect(await apply()).toEqual(['exit 7', 'everyone#update conflict', 'everyone/ben#grant applied'])
    const ldif = server.tool('ldapsearch', ['-LLL', '-b', `CN=roster-acme-everyone,${container}`, '-s', 'base'])
    expect(ldif).toMatch(/^msDS-MinimumPasswordLength: 22$/m)
    expect((await apply())[0]).toBe('exit 0')
    expect(await policyLines()).toEqual([])
  })

  test('what somebody did already is not done again: changed, granted, revoked, deleted, gone', async () => {
    declare({ users: { ana, ben }, policies: { security: strict } })
    const put = (action: string, account: string): void =>
      server.modify(
        `dn: CN=roster-acme-everyone,${container}\nchangetype: modify\n${action}: msDS-PSOAppliesTo\nmsDS-PSOAppliesTo: ${account}\n`,
      )
    interfering('everyone/ana#grant', () => put('add', `CN=Ana Li,${unit.people}`))
    expect(await apply()).toEqual([
      'exit 0',
      'everyone#create applied',
      'everyone/ana#grant unchanged',
      'everyone/ben#grant applied',
    ])
    declare({ users: { ana, ben: { ...ben, state: 'disabled' } }, policies: { security: strict } })
    interfering('everyone/ben#revoke', () => put('delete', `CN=Ben Osei,${unit.leavers}`))
    expect(await apply()).toEqual(['exit 0', 'everyone/ben#revoke unchanged'])
    declare({ users: { ana, ben: { ...ben, state: 'disabled' } }, policies: stricter })
    interfering('#update', () => {
      const [operation] = updates
      for (const [attribute, value] of Object.entries(operation ?? {}))
        changePolicy('roster-acme-everyone', attribute, value)
    })
    const updates = (await plan()).operations.flatMap(({ kind, verb, after }) =>
      kind === 'policy' && verb === 'update' ? [after.attributes as Readonly<Record<string, string>>] : [],
    )
    expect(await apply()).toEqual(['exit 0', 'everyone#update unchanged'])
    declare({ users: { ana, ben: { ...ben, state: 'disabled' } } })
    interfering('#delete', () => server.drop(`CN=roster-acme-everyone,${container}`))
    expect(await apply()).toEqual(['exit 0', 'everyone#delete unchanged'])
    expect(await policyLines()).toEqual([])
    expect((await bench.drift({ environment })).operations).toEqual([])
  })

  test('a policy that goes away, and one that somebody else makes under the name, are conflicts', async () => {
    declare({ users: { ana }, policies: { security: strict } })
    interfering('everyone#create', () => makePolicy('roster-acme-everyone', 7, 8, stranger.dn))
    const [exit, created] = await apply()
    expect([exit, created]).toEqual(['exit 7', 'everyone#create conflict'])
    expect(policyHolding('stranger')).toBe('roster-acme-everyone')
    expect((await apply())[0]).toBe('exit 0')
    declare({ users: { ana }, policies: stricter })
    interfering('#update', () => server.drop(`CN=roster-acme-everyone,${container}`))
    expect(await apply()).toEqual(['exit 6', 'everyone#update conflict'])
    expect((await apply())[0]).toBe('exit 0')
    expect(policyHolding('ana')).toBe('roster-acme-everyone')
    expect(await policyLines()).toEqual([])
  })
})

describe('what others rule', () => {
  test('what the domain enforces already is told as verified, and no policy is made', async () => {
    declare({ users: { ana }, policies: { security: { password: { minLength: 6, complexity: 3 } } } })
    expect(await policyLines()).toEqual([])
    expect(await messages('policy-verified')).toEqual([
      'ad enforces already what is asked of passwords: at least 6 characters, 3 kinds of characters (1 person).',
    ])
  })

  test('a stricter policy of somebody else is not weakened by one that names its people directly', async () => {
    declare({ users: { ana, ben }, policies: { security: {} } })
    declare({ users: { ana, ben } })
    await apply()
    server.modify(
      `dn: CN=Admins,${unit.groups}\nchangetype: add\nobjectClass: group\nmember: CN=Ana Li,${unit.people}\n`,
    )
    makePolicy('strong', 10, 25, `CN=Admins,${unit.groups}`)
    declare({ users: { ana, ben }, policies: { security: { password: { minLength: 14, history: 30 } } } })
    expect((await apply())[0]).toBe('exit 0')
    const own = policyHolding('ana')
    expect(own).toMatch(/^roster-acme-everyone-[0-9a-f]{8}$/)
    const ldif = server.tool('ldapsearch', ['-LLL', '-b', `CN=${own},${container}`, '-s', 'base'])
    expect(ldif).toMatch(/^msDS-MinimumPasswordLength: 25$/m)
    expect(ldif).toMatch(/^msDS-PasswordHistoryLength: 30$/m)
    expect(policyHolding('ben')).toBe('roster-acme-everyone')
    expect(await policyLines()).toEqual([])
  })

  test('a policy of somebody else that goes before is told, and nothing is written in vain', async () => {
    declare({ users: { ana } })
    await apply()
    makePolicy('first', 1, 8, `CN=Ana Li,${unit.people}`)
    declare({ users: { ana }, policies: { security: strict } })
    expect(await policyLines()).toEqual([])
    expect(await messages('policy-advisory')).toEqual([
      expect.stringContaining('the policy first, which is not roster'),
    ])
  })
})

describe('rights', () => {
  test('where policies may not be read that is said, with the right that is missing, and nothing is removed', async () => {
    declare({ users: { ana }, policies: { security: strict } })
    await apply()
    declare({ users: { ana } }, { read: stranger })
    expect(await policyLines()).toEqual([])
    declare({ users: { ana }, policies: { security: strict } }, { read: stranger })
    const made = await plan()
    expect(made.operations).toEqual([])
    expect(made.tenants[0]?.exitCode).toBe(0)
    expect(await messages('policy-advisory')).toEqual([
      expect.stringMatching(/not known: .*Password Settings Container.* is not shown .*Give it the right to read/),
    ])
    await apply()
    declare({ users: { ana }, policies: { security: strict } })
    expect(await policyLines()).toEqual([])
  })

  test('where policies may not be written the refusal names the right, and the people are made all the same', async () => {
    const limited = server.account('limited', { write: [unit.dn] })
    declare({ users: { ana }, policies: { security: strict } }, { write: limited })
    const { tenants } = await bench.apply({ how: 'autoApprove' }, { environment })
    const settled = tenants.flatMap((each) => each.settled)
    const failed = settled.find(({ operation }) => operation.id.endsWith('policy/everyone#create'))
    expect(failed?.outcome).toMatchObject({ status: 'failed', class: 'forbidden' })
    expect(JSON.stringify(failed?.outcome)).toMatch(/give it Create and Delete of msDS-PasswordSettings objects/)
    expect(
      settled.filter(({ outcome }) => outcome.status === 'applied').map(({ operation }) => operation.id),
    ).toContain('acme/ad/user/ana#create')
    expect(tenants[0]?.exitCode).toBe(7)
  })
})

test('the rights that the page of the provider lists are enough', async () => {
  const sort = '3bcd9db8-f84b-451c-952f-6c52b81f9ec6'
  const least = server.account('least', {
    write: [unit.dn],
    entries: { [container]: `(A;CI;GR;;;SID)(OA;CI;CCDC;${sort};;SID)(OA;CIIO;WP;;${sort};SID)` },
  })
  declare({ users: { ana, ben }, policies: { security: strict } }, { write: least })
  expect((await apply())[0]).toBe('exit 0')
  declare({ users: { ana }, policies: { security: { password: { minLength: 18 } } } }, { write: least })
  expect(await apply()).toEqual(['exit 0', 'everyone#update applied', 'everyone/ben#revoke applied'])
  declare({ users: { ana } }, { write: least })
  expect(await apply()).toEqual(['exit 0', 'everyone#delete applied'])
  expect(await policyLines()).toEqual([])
})

test('whom a policy is for is read to the last one, however the domain controller cuts it up', async () => {
  const proxy = await startAdProxy(server, { limits: { values: 2, entries: 3 } })
  door = proxy
  try {
    const users = crowd(7, (_, index) => ({ email: `p${index}@lab.example` }))
    declare({ users, policies: { security: strict } })
    expect((await apply())[0]).toBe('exit 0')
    expect(await policyLines()).toEqual([])
    server.modify(
      `dn: CN=roster-acme-everyone,${container}\nchangetype: modify\nadd: msDS-PSOAppliesTo\nmsDS-PSOAppliesTo: ${stranger.dn}\n`,
    )
    expect(await policyLines()).toEqual([expect.stringMatching(/^revoke policy everyone\/~/)])
    expect((await apply())[0]).toBe('exit 0')
    expect(policyHolding('p007')).toBe('roster-acme-everyone')
    expect(policyHolding('stranger')).toBe('none')
  } finally {
    await proxy.stop()
  }
})

test('policies are known by a reading that was made of what was kept and what changed since', async () => {
  const follower = server.account('follower', { dirSync: true, entries: { [container]: '(A;CI;GR;;;SID)' } })
  declare({ users: { ana, ben }, policies: { security: strict } }, { read: follower, incremental: true })
  const cache = join(bench.root, 'cache')
  const run = { environment, cache }
  await bench.apply({ how: 'autoApprove' }, run)
  await bench.plan(run)
  expect(readdirSync(cache, { recursive: true }).some((name) => String(name).endsWith('.snapshot'))).toBe(true)
  expect(told((await bench.plan(run)).operations)).toEqual([])
  server.modify(
    `dn: CN=roster-acme-everyone,${container}\nchangetype: modify\ndelete: msDS-PSOAppliesTo\nmsDS-PSOAppliesTo: CN=Ana Li,${unit.people}\n`,
  )
  expect(told((await bench.plan(run)).operations)).toEqual(['grant policy everyone/ana'])
})

test('a run that dies after the policy was made is finished by the next', async () => {
  declare({ users: { ana, ben }, policies: { security: strict } })
  const stop = new AbortController()
  const provider = activeDirectoryProvider()
  let written = 0
  bench.providers = new Map([
    [
      'active-directory',
      {
        ...provider,
        write: async (...given: Parameters<typeof provider.write>) => {
          const real = await provider.write(...given)
          return {
            parallel: 1,
            batch: real.batch,
            close: async () => real.close(),
            apply: async (batch: Parameters<typeof real.apply>[0]) => {
              const outcomes = await real.apply(batch)
              if (batch.some(({ kind }) => kind === 'policy') && (written += 1) === 1) throw new Error('killed')
              return outcomes
            },
          }
        },
      },
    ],
  ])
  await bench.apply({ how: 'autoApprove' }, { environment, signal: stop.signal }).catch(() => undefined)
  bench.providers = new Map([['active-directory', provider]])
  expect(policies()).toHaveLength(1)
  expect((await apply())[0]).toBe('exit 0')
  expect([policyHolding('ana'), policyHolding('ben')]).toEqual(['roster-acme-everyone', 'roster-acme-everyone'])
  expect(await policyLines()).toEqual([])
  declare({ users: { ana, ben } })
  expect(await policyLines()).toEqual(['delete policy everyone'])
})
