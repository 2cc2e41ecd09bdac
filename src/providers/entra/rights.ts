import { DirectoryFault } from '../../model/fault.ts'
import type { Right } from '../provider.ts'
import type { Permission } from './permissions.ts'
import { readPermissions, writePermissions } from './permissions.ts'
import type { SignIn } from './sign-in/sign-in.ts'

type Identity = Right['identity']

/** What each application may do, held against what roster needs of it. The token says so; nothing is asked of Graph, and nothing more has to be allowed for it. */
export async function rightsOf(applications: Readonly<Partial<Record<Identity, SignIn>>>): Promise<readonly Right[]> {
  const rights: Right[] = []
  for (const identity of ['read', 'write'] as const) {
    const signIn = applications[identity]
    rights.push(
      ...(signIn === undefined
        ? [unknown(identity, 'tenant.yaml names none; the environment of an apply does, so run doctor there')]
        : await ofOne(identity, signIn)),
    )
  }
  return rights
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
