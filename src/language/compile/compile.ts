import type { Acknowledgement as WrittenAcknowledgement } from '../../generated/acknowledgements.ts'
import type { Person } from '../../model/desired.ts'
import type { Acknowledgement } from '../../model/gate.ts'
import type { Leave } from '../../model/leave.ts'
import { dependenciesOf, syncedFromOf } from '../validate/upstream.ts'
import { after, dayIn, lapse } from './calendar.ts'
import { conformanceOf } from './conformance.ts'
import { compileDelivery } from './delivery.ts'
import type { DesiredDirectory, DesiredTenant } from './desired-tenant.ts'
import type { CompileContext, TenantInput } from './input.ts'
import { gateLimits } from './limits.ts'
import { compileLicences } from './licences.ts'
import { compileGroups } from './members.ts'
import type { Draft } from './people.ts'
import { compilePlatforms } from './platforms.ts'
import { draftPerson, openWorkshop } from './people.ts'
import { selector } from './selection.ts'
import { compileSubscriptions } from './subscriptions.ts'
import { settleUsernames } from './usernames.ts'

/** What valid documents ask of a tenant at a moment. Pure. */
export function compileTenant(input: TenantInput, { asOf, timezone, usernames }: CompileContext): DesiredTenant {
  const { spec } = input.tenant
  const zone = spec.timezone ?? timezone
  const moment = asOf.toISOString()
  const subscriptions = compileSubscriptions(input)
  const shop = openWorkshop(input, { zone, today: dayIn(zone, asOf), moment, subscriptions })
  const drafts = new Map<string, Draft>()
  const drafted = new Map<string, Person>()
  for (const [id, written] of input.users) {
    const draft = draftPerson(shop, id, written)
    drafts.set(id, draft)
    drafted.set(id, draft.person)
  }
  const people = settleUsernames(drafted, usernames)
  const platforms = compilePlatforms(input, drafts, { asOf, zone, subscriptions })
  const declared = compileGroups(input, drafts, selector(moment))
  const delivered = compileDelivery({ platforms, people, declared, asOf, zone })
  for (const group of delivered.groups) declared.set(group.id, group)
  return {
    id: input.id,
    name: spec.name,
    production: spec.production ?? false,
    ...platforms,
    timezone: zone,
    deletion: (disabledAt) => after(disabledAt, spec.deleteAfter ?? '30 days', zone),
    directories: new Map(shop.directories.map((id) => [id, desiredDirectory(input, id)])),
    people,
    groups: declared,
    licences: compileLicences(input, drafts),
    problems: delivered.problems,
    conformance: conformanceOf(drafts),
    limits: gateLimits(policiesOf(input, true), policiesOf(input, false)),
    acknowledgements: [...input.acknowledgements].map(([id, written]) => acknowledgement(id, written.spec, zone)),
    leaves: leavesOf(input, zone),
    ...notificationsOf(input),
    ...(spec.initialPasswords === undefined
      ? {}
      : {
          initialPasswords: {
            recipients: spec.initialPasswords.recipients,
            folder: spec.initialPasswords.folder ?? '.roster/secrets',
            changeAtNextLogin: spec.initialPasswords.changeAtNextLogin ?? true,
          },
        }),
  }
}

/** The same where no ledger is asked: usernames are derived as if nobody had one, in the zone of the workspace where the tenant names none. */
export function compileOffline(input: TenantInput & Required<Pick<TenantInput, 'roster'>>, asOf: Date): DesiredTenant {
  return compileTenant(input, { asOf, timezone: input.roster.spec.timezone ?? 'UTC', usernames: new Map() })
}

function notificationsOf({ roster }: TenantInput): Pick<DesiredTenant, 'notifications'> {
  const notifications = roster?.spec.notifications
  return notifications === undefined ? {} : { notifications }
}

function leavesOf({ leaves }: TenantInput, zone: string): readonly Leave[] {
  return [...leaves].map(([id, { file, line, spec }]) => {
    const { address, only, until, reason } = spec
    const source = { file, line, via: [] }
    return { id, address, ...(only === undefined ? {} : { only }), until, over: lapse(until, zone), reason, source }
  })
}

function acknowledgement(id: string, written: WrittenAcknowledgement, zone: string): Acknowledgement {
  const { gate, lint, effect, max, reason, approver, expires } = written
  return {
    id,
    ...(gate === undefined ? {} : { gate }),
    ...(lint === undefined ? {} : { lint }),
    ...(effect === undefined ? {} : { effect }),
    ...(max === undefined ? {} : { max }),
    reason,
    approver,
    expires: lapse(String(expires), zone),
  }
}

function policiesOf({ policies }: TenantInput, ofWorkspace: boolean): TenantInput['policies'][number]['spec'][] {
  return policies.filter(({ file }) => file.startsWith('library/') === ofWorkspace).map(({ spec }) => spec)
}

function desiredDirectory({ tenant }: TenantInput, id: string): DesiredDirectory {
  const settings = tenant.spec.directories?.[id]
  if (settings === undefined) throw new Error(`no directory ${id}`)
  const source = { file: tenant.file, line: tenant.line, via: [`directories.${id}`] }
  const syncedFrom = syncedFromOf(settings)
  return {
    id,
    settings,
    mode: settings.mode ?? 'observe',
    dependsOn: dependenciesOf(settings),
    ...(syncedFrom === undefined ? {} : { syncedFrom }),
    source,
  }
}
