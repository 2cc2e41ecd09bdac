import type { DirectoryOperation } from '../../model/operation.ts'
import { isRunOnce } from '../../model/operation.ts'
import type { Outcome } from '../../model/outcome.ts'
import type { WriteContext, Writer } from '../provider.ts'
import { staysDeleted } from '../../ldap/deleted.ts'
import { lendsNothing } from '../../ldap/licences.ts'
import { DnSyntaxError } from '../../ldap/dn.ts'
import { directoryFault, failedWrite, Refusal } from '../../ldap/faults.ts'
import { userLayout } from './layout-user.ts'
import { groupLayout } from './layout-group.ts'
import type { Link } from '../../ldap/link.ts'
import { memberStyle } from './members.ts'
import type { Place } from './targets.ts'
import { Targets } from './targets.ts'
import { applyPolicyShifts, isPolicyShift } from './policy-people.ts'
import { noPolicies } from './policy-place.ts'
import { changePolicy } from './policy-write.ts'
import type { OnPolicy } from './policy-write.ts'
import { ldapDialect } from './translate.ts'
import type { Terms } from './translate.ts'
import { ConnectionLost } from '../../ldap/wire/connection.ts'
import { createContainer, createEntity } from './write-new.ts'
import { changeEntity } from './write-entity.ts'
import { applyMembers, Placeholders } from './write-members.ts'
import type { Desk } from './desk.ts'
import { doOnce } from './once.ts'

export interface WriterParts {
  readonly place: Place
  readonly link: Link
  readonly terms: Terms
  readonly context: WriteContext
}

/** The only thing that changes an LDAP directory. */
export class LdapWriter implements Writer {
  readonly parallel = 8
  readonly batch = 500
  private readonly parts: WriterParts
  private readonly desk: Omit<Desk, 'connection'>

  constructor(parts: WriterParts) {
    const { terms, place, context } = parts
    const style = memberStyle(terms.settings, new Map())
    this.parts = parts
    this.desk = {
      terms,
      style,
      dialect: ldapDialect(terms),
      targets: new Targets(place, terms.settings, context.locate),
      layouts: { user: userLayout(terms), group: groupLayout(terms, style.referenceOf) },
      placeholders: new Placeholders(),
      initialPassword: context.initialPassword,
    }
  }

  async apply(batch: readonly DirectoryOperation[]): Promise<readonly Outcome[]> {
    const connection = await this.parts.link.live()
    try {
      return await this.write(batch, { ...this.desk, connection })
    } catch (error) {
      if (error instanceof ConnectionLost || error instanceof Refusal || error instanceof DnSyntaxError) {
        const outcome = failedWrite(error)
        return batch.map(() => outcome)
      }
      throw directoryFault(error, 'writing')
    }
  }

  async close(): Promise<void> {
    await this.parts.link.close()
  }

  private async write(batch: readonly DirectoryOperation[], desk: Desk): Promise<readonly Outcome[]> {
    const memberships = batch.filter((operation) => operation.kind === 'membership')
    if (memberships.length === batch.length) return applyMembers(memberships, desk)
    const shifts = batch.filter(isPolicyShift)
    const { policies } = desk.terms
    if (policies !== undefined && shifts.length === batch.length) return applyPolicyShifts(shifts, policies, desk)
    return Promise.all(batch.map(async (operation) => writeOne(operation, desk)))
  }
}

async function writeOne(operation: DirectoryOperation, desk: Desk): Promise<Outcome> {
  switch (operation.kind) {
    case 'organizationalUnit':
      return createContainer(operation.after, desk)
    case 'membership':
      return (await applyMembers([operation], desk))[0] ?? { status: 'unchanged' }
    case 'policy':
      return onPolicy(operation, desk)
    case 'licence':
      return { status: 'failed', class: 'invalid', detail: lendsNothing.cannot }
    case 'user':
    case 'group':
      if (isRunOnce(operation)) return doOnce(operation, desk)
      if (operation.verb === 'restore') return { status: 'failed', class: 'invalid', detail: staysDeleted.cannot }
      return operation.verb === 'create' ? createEntity(operation, desk) : changeEntity(operation, desk)
  }
}

async function onPolicy(operation: OnPolicy, desk: Desk): Promise<Outcome> {
  const { policies } = desk.terms
  if (policies === undefined) return { status: 'failed', class: 'invalid', detail: noPolicies.cannot }
  if (!isPolicyShift(operation)) return changePolicy(operation, policies, desk)
  return (await applyPolicyShifts([operation], policies, desk))[0] ?? { status: 'unchanged' }
}
