import { DirectoryFault } from '../../model/fault.ts'
import type { DirectoryOperation } from '../../model/operation.ts'
import { isRunOnce } from '../../model/operation.ts'
import type { Outcome } from '../../model/outcome.ts'
import type { WriteContext, Writer } from '../provider.ts'
import { DnSyntaxError } from '../../ldap/dn.ts'
import { Refusal } from '../../ldap/faults.ts'
import { staysDeleted } from '../../ldap/deleted.ts'
import { lendsNothing } from '../../ldap/licences.ts'
import type { Link } from '../../ldap/link.ts'
import { ConnectionLost } from '../../ldap/wire/connection.ts'
import { adFailedWrite, adFault } from './faults.ts'
import { groupLayout } from './layout-group.ts'
import { userLayout } from './layout-user.ts'
import { Names, Primaries } from './members.ts'
import { applyPolicyShifts, isPolicyShift } from './policy-people.ts'
import { changePolicy } from './policy-write.ts'
import { Targets } from './targets.ts'
import type { Place } from './targets.ts'
import type { Terms } from './terms.ts'
import { adDialect } from './translate.ts'
import type { Desk } from './write-desk.ts'
import { changeEntity } from './write-entity.ts'
import { applyMembers, memberBatch } from './write-members.ts'
import { createEntity, createUnit } from './write-new.ts'
import { doOnce } from './write-once.ts'

export interface WriterParts {
  readonly place: Place
  readonly link: Link
  readonly terms: Terms
  readonly context: WriteContext
  readonly now: () => Date
}

/** The only thing that changes a domain. */
export class AdWriter implements Writer {
  readonly parallel = 8
  readonly batch = memberBatch
  private readonly link: Link
  private readonly desk: Omit<Desk, 'connection'>

  constructor({ place, link, terms, context, now }: WriterParts) {
    const [names, primaries] = [new Names(), new Primaries()]
    this.link = link
    this.desk = {
      terms,
      dialect: adDialect(terms),
      targets: new Targets(place, context.locate),
      layouts: { user: userLayout(terms, names, primaries), group: groupLayout(terms, names, primaries) },
      initialPassword: context.initialPassword,
      ...(context.changeAtNextLogin === undefined ? {} : { changeAtNextLogin: context.changeAtNextLogin }),
      now,
    }
  }

  async apply(batch: readonly DirectoryOperation[]): Promise<readonly Outcome[]> {
    try {
      const connection = await this.link.live()
      return await write(batch, { ...this.desk, connection })
    } catch (error) {
      if (error instanceof ConnectionLost || error instanceof Refusal || error instanceof DnSyntaxError) {
        const outcome = adFailedWrite(error)
        return batch.map(() => outcome)
      }
      throw error instanceof DirectoryFault ? error : adFault(error, 'writing')
    }
  }

  async close(): Promise<void> {
    await this.link.close()
  }
}

async function write(batch: readonly DirectoryOperation[], desk: Desk): Promise<readonly Outcome[]> {
  const memberships = batch.filter((operation) => operation.kind === 'membership')
  if (memberships.length === batch.length) return applyMembers(memberships, desk)
  const shifts = batch.filter(isPolicyShift)
  if (shifts.length === batch.length) return applyPolicyShifts(shifts, desk)
  return Promise.all(batch.map(async (operation) => writeOne(operation, desk)))
}

async function writeOne(operation: DirectoryOperation, desk: Desk): Promise<Outcome> {
  switch (operation.kind) {
    case 'organizationalUnit':
      return createUnit(operation.after, desk)
    case 'membership':
      return (await applyMembers([operation], desk))[0] ?? { status: 'unchanged' }
    case 'policy':
      return operation.verb === 'grant' || operation.verb === 'revoke'
        ? ((await applyPolicyShifts([operation], desk))[0] ?? { status: 'unchanged' })
        : changePolicy(operation, desk)
    case 'licence':
      return { status: 'failed', class: 'invalid', detail: lendsNothing.cannot }
    case 'user':
    case 'group':
      if (isRunOnce(operation)) return doOnce(operation, desk)
      if (operation.verb === 'restore') return { status: 'failed', class: 'invalid', detail: staysDeleted.cannot }
      return operation.verb === 'create' ? createEntity(operation, desk) : changeEntity(operation, desk)
  }
}
