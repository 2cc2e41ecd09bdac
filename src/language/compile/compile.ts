import { after, dayIn } from './calendar.ts'
import type { DesiredDirectory, DesiredTenant } from './desired-tenant.ts'
import type { CompileContext, TenantInput } from './input.ts'
import { gateLimits } from './limits.ts'
import { compileGroups } from './members.ts'
import { draftPerson, openWorkshop } from './people.ts'
import { settleUsernames } from './usernames.ts'

/** What valid documents ask of a tenant at a moment. Pure. */
export function compileTenant(input: TenantInput, { asOf, timezone, usernames }: CompileContext): DesiredTenant {
  const { spec } = input.tenant
  const zone = spec.timezone ?? timezone
  const shop = openWorkshop(input, dayIn(zone, asOf))
  const drafts = new Map([...input.users].map(([id, written]) => [id, draftPerson(shop, id, written)]))
  const people = settleUsernames(new Map([...drafts].map(([id, { person }]) => [id, person])), usernames)
  return {
    id: input.id,
    name: spec.name,
    timezone: zone,
    deletion: (disabledAt) => after(disabledAt, spec.deleteAfter ?? '30 days', zone),
    directories: new Map(shop.directories.map((id) => [id, desiredDirectory(input, id)])),
    people,
    groups: compileGroups(input.groups, drafts, shop.directories.length === 1 ? shop.directories[0] : undefined),
    limits: gateLimits(policiesOf(input, true), policiesOf(input, false)),
    acknowledgements: [...input.acknowledgements].map(
      ([
        id,
        {
          spec: { gate, max, reason, approver, expires },
        },
      ]) => ({ id, gate: gate as never, max, reason, approver, expires: String(expires) }),
    ),
    ...(spec.initialPasswords === undefined
      ? {}
      : {
          initialPasswords: {
            recipients: spec.initialPasswords.recipients,
            folder: spec.initialPasswords.folder ?? '.roster/secrets',
          },
        }),
  }
}

function policiesOf({ policies }: TenantInput, ofWorkspace: boolean): TenantInput['policies'][number]['spec'][] {
  return policies.filter(({ file }) => file.startsWith('library/') === ofWorkspace).map(({ spec }) => spec)
}

function desiredDirectory({ tenant }: TenantInput, id: string): DesiredDirectory {
  const settings = tenant.spec.directories?.[id]
  if (settings === undefined) throw new Error(`no directory ${id}`)
  const source = { file: tenant.file, line: tenant.line, via: [`directories.${id}`] }
  return { id, settings, mode: settings.mode ?? 'observe', dependsOn: settings.dependsOn ?? [], source }
}
