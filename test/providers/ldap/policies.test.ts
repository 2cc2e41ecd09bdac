import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { crowd } from '../../reconciler/bench.ts'
import { accounts, startSlapd } from '../../servers/slapd.ts'
import type { Slapd } from '../../servers/slapd.ts'
import { provider } from './directory.ts'
import { PolicyWorld } from './policy-world.ts'

let server: Slapd
let world: PolicyWorld

beforeAll(async () => {
  // The reading account sees which policy is the default.
  server = await startSlapd({
    before: `database config\naccess to * by dn.exact="${accounts.reader.dn}" read by * none`,
  })
})
afterAll(async () => server.stop())
beforeEach(() => {
  world = new PolicyWorld(server)
})
afterEach(() => world.close())

const ana = { name: { first: 'Ana', last: 'Li' }, username: 'ana', email: 'ana@lab.example' }
const ben = { name: { first: 'Ben', last: 'Osei' }, username: 'ben' }
const strict = { password: { minLength: 14, history: 3, lockout: { attempts: 3, duration: '45 minutes' } } }
const rules = { security: strict }
const own = 'roster-acme-everyone'

describe('rules that are stricter than the default policy', () => {
  test('MSP-12 become a policy that those people name, refuses a short password, and leaves nothing to plan', async () => {
    world.declare({ users: { ana, ben }, policies: rules })
    expect(await world.lines()).toEqual([
      'create policy everyone',
      'grant policy everyone/ana',
      'grant policy everyone/ben',
    ])
    expect(await world.apply()).toEqual([
      'exit 0',
      'everyone#create applied',
      'everyone/ana#grant applied',
      'everyone/ben#grant applied',
    ])
    expect(world.named('ana')).toBe(world.policy(own))
    expect(world.takes('ana', 'short-1234567')).toBe(false)
    expect(world.takes('ana', 'long-enough-1234')).toBe(true)
    expect(await world.lines()).toEqual([])
    expect(await world.drift()).toEqual([])
    expect(await world.apply()).toEqual(['exit 0'])
  })

  test('nothing that held before is weakened, and what is hashed already is refused', async () => {
    world.declare({ users: { ana }, policies: { security: { password: { minLength: 6, history: 2 } } } })
    await world.apply()
    expect(world.said(own)).toEqual({
      pwdattribute: 'userPassword',
      pwdminlength: '8',
      pwdcheckquality: '2',
      pwdinhistory: '2',
      pwdmaxfailure: '5',
      pwdlockout: 'TRUE',
    })
    expect(world.takes('ana', '{SSHA}5en6G6MezRroT3XKqkdPOmY/BfQ4Dys8')).toBe(false)
  })

  test('each department with rules of its own has a policy of its own; whoever moves names the other one at once', async () => {
    const departments = { desk: { name: 'Desk', security: { password: { minLength: 20 } } } }
    world.declare({ users: { ana, ben }, policies: rules, departments })
    await world.apply()
    world.declare({ users: { ana: { ...ana, department: 'desk' }, ben }, policies: rules, departments })
    expect(await world.lines()).toEqual([
      'create policy department.desk',
      'grant policy department.desk/ana',
      'revoke policy everyone/ana',
    ])
    expect(await world.apply()).toEqual([
      'exit 0',
      'department.desk#create applied',
      'department.desk/ana#grant applied',
      'everyone/ana#revoke unchanged',
    ])
    expect([world.named('ana'), world.named('ben')]).toEqual([
      world.policy('roster-acme-department.desk'),
      world.policy(own),
    ])
    expect(await world.lines()).toEqual([])
    expect(await world.drift()).toEqual([])
  })

  test('a changed rule is one update, of that field and no other', async () => {
    world.declare({ users: { ana }, policies: rules })
    await world.apply()
    world.declare({ users: { ana }, policies: { security: { password: { ...strict.password, minLength: 16 } } } })
    const [operation, ...more] = (await world.plan()).operations
    expect(more).toEqual([])
    expect(operation).toMatchObject({
      verb: 'update',
      before: { attributes: { pwdMinLength: '14' } },
      after: { attributes: { pwdMinLength: '16' } },
      summary: `the password policy ${own} changes to at least 16 bytes (was at least 14 bytes)`,
    })
    expect(await world.apply()).toEqual(['exit 0', 'everyone#update applied'])
    expect(world.takes('ana', 'only-15-letters')).toBe(false)
    expect(await world.lines()).toEqual([])
  })

  test('somebody who leaves comes out of it; with the last rule everybody does, and then it is deleted', async () => {
    world.declare({ users: { ana, ben }, policies: rules })
    await world.apply()
    world.declare({ users: { ana, ben: { ...ben, state: 'disabled' } }, policies: rules })
    expect(await world.lines()).toEqual(['revoke policy everyone/ben'])
    expect((await world.apply())[0]).toBe('exit 0')
    expect(world.named('ben')).toBeUndefined()
    world.declare({ users: { ana, ben: { ...ben, state: 'disabled' } } })
    expect((await world.plan()).operations).toMatchObject([
      { verb: 'delete', risk: 'high', effects: ['1 account falls back to the general rules'] },
    ])
    expect(await world.apply()).toEqual(['exit 0', 'everyone#delete applied'])
    expect(world.said(own)).toBeUndefined()
    expect(world.named('ana'), 'whoever names a policy that is gone is held to nothing').toBeUndefined()
    expect(world.takes('ana', 'short')).toBe(false)
    expect(await world.lines()).toEqual([])
    expect(await world.drift()).toEqual([])
  })

  test('a crowd comes under it and out of it again, to the last of them', async () => {
    const users = crowd(230)
    world.declare({ users, policies: rules })
    expect((await world.apply())[0]).toBe('exit 0')
    expect(await world.lines()).toEqual([])
    world.declare({ users })
    expect(await world.apply()).toEqual(['exit 0', 'everyone#delete applied'])
    expect(server.search(`(pwdPolicySubentry=${world.policy(own)})`, '1.1').trim()).toBe('')
  })
})

describe('what the server makes of it', () => {
  const second = 'second-password-1'

  test('MSP-12 an old password is refused, one that is too old signs nobody in, and too many wrong ones lock', async () => {
    const password = { minLength: 10, history: 2, maxAge: '90 days', lockout: { attempts: 3, duration: '1 hours' } }
    world.declare({ users: { ana }, policies: { security: { password } } })
    await world.apply()
    expect(world.takes('ana', 'first-password-1')).toBe(true)
    expect(world.takes('ana', second)).toBe(true)
    expect(world.takes('ana', 'first-password-1')).toBe(false)
    const signsIn = (given: string): boolean => server.signsIn(world.person('ana'), given)
    expect(signsIn(second)).toBe(true)
    const changed = (moment: string): string =>
      server.tool(
        'ldapmodify',
        ['-e', 'relax'],
        `dn: ${world.person('ana')}\nchangetype: modify\nreplace: pwdChangedTime\npwdChangedTime: ${moment}\n`,
      )
    changed('20200101000000Z')
    expect(signsIn(second)).toBe(false)
    changed(new Date().toISOString().replace(/[-:T]|\.\d+/g, ''))
    expect(signsIn(second)).toBe(true)
    for (const wrong of ['one', 'two', 'three']) expect(signsIn(wrong)).toBe(false)
    expect(signsIn(second)).toBe(false)
    expect(await world.lines()).toEqual([])
  })

  test('a length counts bytes: letters beyond ASCII count for more than one', async () => {
    world.declare({ users: { ana }, policies: { security: { password: { minLength: 14 } } } })
    await world.apply()
    expect(world.takes('ana', 'äöüäöü')).toBe(false)
    expect(world.takes('ana', 'äöüäöüä')).toBe(true)
  })
})

describe('behind roster’s back', () => {
  beforeEach(async () => {
    world.declare({ users: { ana, ben }, policies: rules })
    await world.apply()
  })

  test('a changed field, one that was put in besides, and a person taken out are drift, and are put right', async () => {
    world.change(
      world.policy(own),
      'replace: pwdMinLength',
      'pwdMinLength: 5',
      '-',
      'add: pwdGraceAuthnLimit',
      'pwdGraceAuthnLimit: 9',
    )
    world.change(world.person('ana'), 'delete: pwdPolicySubentry')
    expect(await world.drift()).toEqual(['grant policy everyone/ana', 'update policy everyone'])
    expect((await world.plan()).operations.map(({ reason }) => reason)).toEqual(['drift', 'drift'])
    expect((await world.apply())[0]).toBe('exit 0')
    expect(world.said(own)).toMatchObject({ pwdminlength: '14' })
    expect(world.said(own)).not.toHaveProperty('pwdgraceauthnlimit')
    expect(world.named('ana')).toBe(world.policy(own))
    expect(await world.lines()).toEqual([])
  })

  test('the same value in another spelling is no drift', async () => {
    world.change(
      world.policy(own),
      'replace: pwdMaxAge',
      'pwdMaxAge: 0',
      '-',
      'replace: pwdMustChange',
      'pwdMustChange: FALSE',
    )
    expect(await world.drift()).toEqual([])
    expect(await world.lines()).toEqual([])
  })

  test('a deleted policy is drift, and is made again for those who still name it', async () => {
    world.drop(world.policy(own))
    expect(world.takes('ana', 'x'), 'nothing is asked of whoever names a policy that is gone').toBe(true)
    expect(await world.drift()).toEqual(['create policy everyone'])
    expect((await world.apply())[0]).toBe('exit 0')
    expect(world.takes('ana', 'x')).toBe(false)
    expect(await world.lines()).toEqual([])
  })

  test('a stranger who names it is taken out', async () => {
    server.tool(
      'ldapadd',
      [],
      `dn: ${world.person('eva')}\nobjectClass: inetOrgPerson\nuid: eva\ncn: eva\nsn: eva\npwdPolicySubentry: ${world.policy(own)}\n`,
    )
    expect(await world.drift()).toEqual([expect.stringMatching(/^revoke policy everyone\/~/)])
    expect(await world.lines()).toEqual([expect.stringMatching(/^revoke policy everyone\/~/)])
    expect((await world.apply())[0]).toBe('exit 0')
    expect(world.named('eva')).toBeUndefined()
  })

  test('one of that name that the ledger does not know is taken over', async () => {
    for (const folder of ['ledger', 'heads']) world.bench.write(`.roster/${folder}`, undefined)
    expect(await world.lines()).toEqual([])
    await world.apply()
    world.declare({ users: { ana, ben } })
    expect(await world.lines()).toEqual(['delete policy everyone'])
  })
})

describe('between the plan and the write', () => {
  /** Lets something happen right before the first write of this sort. */
  function interfering(sort: string, meddle: () => void): void {
    const real = provider()
    let done = false
    world.through({
      ...real,
      write: async (...given) => {
        const writer = await real.write(...given)
        return {
          parallel: writer.parallel,
          batch: writer.batch,
          close: async () => writer.close(),
          apply: async (batch) => {
            if (!done && batch.some(({ id }) => id.endsWith(sort))) {
              done = true
              meddle()
            }
            return writer.apply(batch)
          },
        }
      },
    })
  }

  const stricter = { security: { password: { ...strict.password, minLength: 16 } } }

  test('SEC-13 a value that moves is a conflict on that operation alone, and is not overwritten', async () => {
    world.declare({ users: { ana }, policies: rules })
    await world.apply()
    world.declare({ users: { ana, ben }, policies: stricter })
    interfering('#update', () => world.change(world.policy(own), 'replace: pwdMinLength', 'pwdMinLength: 22'))
    expect(await world.apply()).toEqual(['exit 7', 'everyone#update conflict', 'everyone/ben#grant applied'])
    expect(world.said(own)).toMatchObject({ pwdminlength: '22' })
    expect((await world.apply())[0]).toBe('exit 0')
    expect(await world.lines()).toEqual([])
  })

  test('REL-10 what somebody did already is not done again: granted, changed, revoked, deleted', async () => {
    world.declare({ users: { ana, ben }, policies: rules })
    interfering('everyone/ana#grant', () =>
      world.change(world.person('ana'), 'add: pwdPolicySubentry', `pwdPolicySubentry: ${world.policy(own)}`),
    )
    expect(await world.apply()).toEqual([
      'exit 0',
      'everyone#create applied',
      'everyone/ana#grant unchanged',
      'everyone/ben#grant applied',
    ])
    world.declare({ users: { ana, ben: { ...ben, state: 'disabled' } }, policies: stricter })
    interfering('#update', () => world.change(world.policy(own), 'replace: pwdMinLength', 'pwdMinLength: 16'))
    expect(await world.apply()).toEqual(['exit 0', 'everyone#update unchanged', 'everyone/ben#revoke applied'])
    world.declare({ users: { ana, ben: { ...ben, state: 'disabled' } } })
    interfering('#delete', () => world.drop(world.policy(own)))
    expect((await world.apply())[0]).toBe('exit 0')
    expect(await world.lines()).toEqual([])
    expect(await world.drift()).toEqual([])
  })

  test('whoever is given a policy of somebody else’s meanwhile keeps it', async () => {
    const other = `cn=other,${world.base}`
    world.declare({ users: { ana } })
    await world.apply()
    world.others(other, { cn: 'other', pwdMinLength: '30', pwdCheckQuality: '2' })
    world.declare({ users: { ana }, policies: rules })
    interfering('everyone/ana#grant', () =>
      world.change(world.person('ana'), 'add: pwdPolicySubentry', `pwdPolicySubentry: ${other}`),
    )
    expect(await world.apply()).toEqual(['exit 7', 'everyone#create applied', 'everyone/ana#grant conflict'])
    expect(world.named('ana')).toBe(other)
  })

  test('one that somebody makes under the name, and one that goes away, are conflicts', async () => {
    world.declare({ users: { ana }, policies: rules })
    interfering('everyone#create', () => world.others(world.policy(own), { cn: own, pwdMinLength: '3' }))
    expect((await world.apply()).slice(0, 2)).toEqual(['exit 7', 'everyone#create conflict'])
    expect((await world.apply())[0]).toBe('exit 0')
    world.declare({ users: { ana }, policies: stricter })
    interfering('#update', () => world.drop(world.policy(own)))
    expect(await world.apply()).toEqual(['exit 6', 'everyone#update conflict'])
    expect((await world.apply())[0]).toBe('exit 0')
    expect(await world.lines()).toEqual([])
  })

  test('REL-11 a run that dies after the policy was made is finished by the next', async () => {
    const real = provider()
    let written = 0
    world.declare({ users: { ana, ben }, policies: rules })
    world.through({
      ...real,
      write: async (...given) => {
        const writer = await real.write(...given)
        return {
          parallel: 1,
          batch: writer.batch,
          close: async () => writer.close(),
          apply: async (batch) => {
            const outcomes = await writer.apply(batch)
            if (batch.some(({ kind }) => kind === 'policy') && (written += 1) === 1) throw new Error('killed')
            return outcomes
          },
        }
      },
    })
    await world.apply().catch(() => undefined)
    expect([world.said(own) !== undefined, world.named('ana')]).toEqual([true, undefined])
    world.through(provider())
    expect((await world.apply())[0]).toBe('exit 0')
    expect([world.named('ana'), world.named('ben')]).toEqual([world.policy(own), world.policy(own)])
    expect(await world.lines()).toEqual([])
  })
})

describe('what others rule', () => {
  test('what the default policy enforces already is told as verified, and no policy is made', async () => {
    world.declare({ users: { ana }, policies: { security: { password: { minLength: 8, lockout: { attempts: 5 } } } } })
    expect(await world.lines()).toEqual([])
    expect(await world.messages('policy-verified')).toEqual([
      'hq enforces already what is asked of passwords: at least 8 characters, locked after 5 wrong ones (1 person).',
    ])
  })

  test('whoever names a policy of somebody else’s is left under it; that it asks too little is told', async () => {
    const other = `cn=other,${world.base}`
    world.others(other, { cn: 'other', pwdMinLength: '30', pwdCheckQuality: '2' })
    world.declare({ users: { ana, ben } })
    await world.apply()
    world.change(world.person('ana'), 'add: pwdPolicySubentry', `pwdPolicySubentry: ${other}`)
    world.declare({ users: { ana, ben }, policies: { security: { password: { minLength: 14 } } } })
    expect(await world.lines()).toEqual(['create policy everyone', 'grant policy everyone/ben'])
    expect(await world.messages('policy-advisory')).toEqual([])
    world.declare({ users: { ana, ben }, policies: rules })
    expect(await world.lines()).toEqual(['create policy everyone', 'grant policy everyone/ben'])
    expect(await world.messages('policy-advisory')).toEqual([
      `the policy ${other}, which is not roster's, names ana and goes before any that roster could set. Take ana out of it.`,
    ])
    expect((await world.apply())[0]).toBe('exit 0')
    expect(world.named('ana')).toBe(other)
    expect(await world.lines()).toEqual([])
  })

  test('whoever names a policy that is not there is held to nothing, and that is told', async () => {
    world.declare({ users: { ana } })
    await world.apply()
    world.change(world.person('ana'), 'add: pwdPolicySubentry', `pwdPolicySubentry: cn=gone,${world.base}`)
    world.declare({ users: { ana }, policies: { security: { password: { minLength: 8 } } } })
    expect(await world.lines()).toEqual([])
    expect(await world.messages('policy-verified')).toEqual([])
    expect(await world.messages('policy-advisory')).toEqual([
      expect.stringContaining(`the policy cn=gone,${world.base}, which is not roster's, names ana`),
    ])
  })

  test('what no field asks for is advice each time, and never done', async () => {
    const security = { password: { minLength: 14, complexity: 3 } }
    world.declare({ users: { ana }, policies: { security } })
    const advice = [
      'hq cannot enforce passwords of 3 kinds of characters (no field of slapo-ppolicy asks for them) (1 person): tell people, and see to it by hand where they sign in.',
    ]
    expect(await world.messages('policy-advisory')).toEqual(advice)
    await world.apply()
    expect(await world.messages('policy-advisory')).toEqual(advice)
    expect(await world.messages('policy-verified')).toEqual([])
  })

  test('an account that is protected keeps its policy, and the policy its place', async () => {
    world.declare({ users: { ana, ben }, policies: rules })
    await world.apply()
    world.declare({ users: { ben } }, ['uid=ana,**'])
    expect(await world.apply()).toEqual(['exit 7', 'everyone#delete failed'])
    expect(world.named('ana')).toBe(world.policy(own))
    expect(world.takes('ana', 'short-1234567')).toBe(false)
  })
})

test('a leaver who is locked stays out when they come out of a policy of roster’s', async () => {
  world.declare({ users: { ana }, policies: rules })
  await world.apply()
  expect(world.takes('ana', 'long-enough-1234')).toBe(true)
  expect(server.signsIn(world.person('ana'), 'long-enough-1234')).toBe(true)
  world.declare({ users: { ana: { ...ana, state: 'suspended' } }, policies: rules })
  expect((await world.apply())[0]).toBe('exit 0')
  expect(world.named('ana')).toBe(world.policy(own))
  expect(server.signsIn(world.person('ana'), 'long-enough-1234')).toBe(false)
  world.declare({ users: { ana: { ...ana, state: 'disabled' } }, policies: rules })
  expect((await world.apply())[0]).toBe('exit 0')
  expect(world.named('ana')).toBeUndefined()
  expect(server.signsIn(world.person('ana'), 'long-enough-1234')).toBe(false)
  expect((await world.plan()).operations).toEqual([])
})
