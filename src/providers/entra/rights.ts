import { DirectoryFault } from '../../model/fault.ts'
import type { Right } from '../provider.ts'
import type { Permission } from './permissions.ts'
import { readPermissions, writePermissions } from './permissions.ts'
import type { Ourselves, SignIn } from './sign-in/sign-in.ts'

type Identity = Right['identity']

/** What each application may do, held against what roster needs of it. The token says so; nothing is asked of Graph, and nothing more has to be allowed for it. */
export async function rightsOf({ read, write }: Applications): Promise<readonly Right[]> {
  if (write === undefined) return ofTheEnvironment(read)
  const isOne = (await clientOf(read)) !== undefined && (await clientOf(read)) === (await clientOf(write))
  // What writes needs what reads needs: one application is judged once.
  return isOne ? ofOne('write', write) : [...(await ofOne('read', read)), ...(await ofOne('write', write))]
}

/** The two applications; `write` is not there where each environment has its own, by the same variable. */
export interface Applications {
  readonly read: SignIn
  readonly write?: SignIn
}

/** Whichever of the two is here: nothing but what it may do tells which. */
async function ofTheEnvironment(signIn: SignIn): Promise<readonly Right[]> {
  const has = new Set(await permissionsOf(signIn))
  const isWriter = writePermissions.every(({ name, onlyWhere }) => onlyWhere !== undefined || has.has(name))
  const elsewhere = (run: string): string =>
    `tenant.yaml names none; the environment of ${run} does, so run doctor there`
  return isWriter
    ? [unknown('read', elsewhere('a plan')), ...(await ofOne('write', signIn))]
    : [...(await ofOne('read', signIn)), unknown('write', elsewhere('an apply'))]
}

async function clientOf(signIn: SignIn): Promise<string | undefined> {
  return (await known(signIn))?.clientId
}

async function permissionsOf(signIn: SignIn): Promise<readonly string[]> {
  return (await known(signIn))?.permissions ?? []
}

/** undefined: it could not sign in from here, which is told where it is judged. */
async function known(signIn: SignIn): Promise<Ourselves | undefined> {
  try {
    return await signIn.ourselves()
  } catch (error) {
    if (error instanceof DirectoryFault) return undefined
    throw error
  }
}

async function ofOne(identity: Identity, signIn: SignIn): Promise<readonly Right[]> {
  try {
    const { permissions } = await signIn.ourselves()
    return permissions === undefined
      ? [unknown(identity, 'its token does not say what was consented to')]
      : judged(identity, permissions)
  } catch (error) {
    if (!(error instanceof DirectoryFault)) throw error
    return [unknown(identity, `it could not sign in from here: ${error.message}`)]
  }
}

function unknown(identity: Identity, why: string): Right {
  return {
    identity,
    name: identity === 'read' ? 'of the application that reads' : 'of the application that writes',
    verdict: 'unknown',
    purpose: why,
  }
}

/** The application that writes reads back what it wrote, so it needs both lists. Pure. */
export function judged(identity: Identity, consented: readonly string[]): readonly Right[] {
  const needed = identity === 'read' ? readPermissions : [...readPermissions, ...writePermissions]
  const has = new Set(consented)
  const names = new Set(needed.map(({ name }) => name))
  const spare = consented.filter((name) => !names.has(name)).toSorted()
  return [
    ...needed.map((permission): Right => ({
      identity,
      name: permission.name,
      verdict: isCovered(permission, has) ? 'held' : 'missing',
      purpose: permission.purpose,
      ...(permission.onlyWhere === undefined ? {} : { onlyWhere: permission.onlyWhere }),
    })),
    ...spare.map((name): Right => ({ identity, name, verdict: 'spare', purpose: adviceFor(name, needed) })),
  ]
}

function isCovered({ name, within }: Permission, has: ReadonlySet<string>): boolean {
  return has.has(name) || within.some((wider) => has.has(wider))
}

/** What to do about a permission that goes beyond what is needed. */
function adviceFor(name: string, needed: readonly Permission[]): string {
  const narrower = needed.filter(({ within }) => within.includes(name)).map((permission) => permission.name)
  return narrower.length === 0
    ? 'Take it away from the application: roster has no use for it.'
    : `Take it away from the application, and consent to ${narrower.join(', ')} instead.`
}
