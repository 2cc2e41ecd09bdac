import type { AccountLifecycle, AccountType, OperationEffect, Platform } from '../../../src/generated/platform.ts'
import { table } from '../page-parts.ts'
import { code, entries, list, mark, section, spaced, together } from './words.ts'

/** Sorts of account, and what becomes of them. */
export function accountsPart(spec: Platform): string {
  const types = entries(spec.accountTypes)
  if (types.length === 0) return ''
  const rows: readonly (readonly [string, (type: AccountType) => string])[] = [
    ['written as', () => ''],
    ['for', ({ audience }) => (audience === undefined ? '' : `${audience} tenants`)],
    ['runs the platform', ({ administrator }) => mark(administrator)],
    ['signs in', ({ platformAccess, login = 'email' }) => (platformAccess === false ? 'never' : `with the ${login}`)],
    ['paid seats', ({ seats = 0 }) => String(seats)],
    ['roles', ({ roles }) => howMany(roles)],
    ['access groups', ({ accessGroups }) => howMany(accessGroups)],
    ['needs', ({ required }) => (required ?? []).map(code).join(', ')],
    ['belongs to', ({ at }) => (at === undefined ? '' : `a ${at.kind}${at.required === true ? ', always' : ''}`)],
    [
      'address of somebody gone',
      ({ loginReserved }) =>
        loginReserved === 'forever' ? 'stays taken for ever' : 'stays taken until the account is deleted',
    ],
    ['address outside the domains', ({ emailDomains }) => (emailDomains === 'tenant' ? 'for guests only' : 'yes')],
    ['can, without a role', ({ gives }) => (gives ?? []).join('; ')],
  ]
  const told = rows
    .map(([label, cell]) => [
      label,
      ...types.map(([id, type]) => (label === 'written as' ? `\`as: ${id}\`` : cell(type))),
    ])
    .filter(([, ...cells]) => cells.some((cell) => cell !== ''))
  return section(
    'Accounts',
    table(['', ...types.map(([id, { name }]) => name ?? id)], told),
    types.length > 1
      ? 'The first is the one of people who do not say another; where a sort is for some tenants only, the first that is for theirs.'
      : '',
  )
}

function howMany({ min = 0, max }: { readonly min?: number; readonly max?: number } = {}): string {
  if (max === undefined) return min === 0 ? 'any number' : `${min} or more`
  if (max === 0) return 'none'
  return min === max ? String(min) : `${min} to ${max}`
}

/** From invitation to the end. */
export function lifecyclePart(spec: Platform): string {
  return section('Lifecycle', list(entries(spec.lifecycle).map(([id, one]) => `${code(id)}: ${lifecycleWords(one)}`)))
}

function lifecycleWords({ created, roleSettableAfter, invitation, end, enableNeedsSeat }: AccountLifecycle): string {
  const { state = 'active', role = 'declared' } = created ?? {}
  const waits = { creation: '', verification: 'the address is verified', firstLogin: 'the first sign-in' }
  const wait = waits[roleSettableAfter ?? 'creation']
  const said = [
    `a new account is ${state}${role === 'declared' ? '' : ` and has the role ${code(role)}, whatever was asked`}`,
    wait === '' ? '' : `its role can be set after ${wait}, until then the plan waits`,
    invitation?.mail === true ? 'the product sends a mail' : '',
    invitation?.remindAfter === undefined ? '' : `the plan reminds after ${invitation.remindAfter}`,
    invitation?.escalateAfter === undefined ? '' : `escalates after ${invitation.escalateAfter}`,
    invitation?.expiresAfter === undefined
      ? ''
      : `an invitation holds ${invitation.expiresAfter} and is sent again ${invitation.resend ?? 0} times`,
    `whoever leaves is ${end ?? 'disabled'}`,
    enableNeedsSeat === true ? 'being enabled again takes a seat' : '',
  ]
  return `${said.filter((one) => one !== '').join('; ')}.`
}

/** What operations bring about besides, and what holds after each of them. */
export function effectsPart(spec: Platform): string {
  const effects = (spec.effects ?? []).map((effect) => {
    const { verb, of, by } = effect
    return `${verb} ${code(of)}${by === undefined ? '' : ` by ${by}`}: ${effectWords(effect)}.`
  })
  const invariants = entries(spec.invariants).map(
    ([id, { role, atLeast, counting = 'active' }]) =>
      `${code(id)}: after every operation at least ${atLeast} ${counting === 'active' ? 'active ' : ''}${atLeast === 1 ? 'account holds' : 'accounts hold'} ${code(role)}.`,
  )
  return section('What operations bring about', list([...effects, ...invariants]))
}

function effectWords(effect: OperationEffect): string {
  const words = (label: string, names: readonly string[] | undefined) =>
    names === undefined ? '' : `${label} ${together(names.map(spaced))}`
  const said = [
    effect.immediate === true ? 'holds at once' : '',
    effect.releasesSeat === true ? 'the seat is free' : '',
    effect.mail === undefined ? '' : effect.mail ? 'the product sends a mail' : 'the product sends no mail',
    words('nobody has any more:', effect.unassigns),
    words('stays:', effect.keeps),
    words('stops:', effect.stops),
    words('**is gone for good** (asks for an acknowledgement):', effect.destroys),
    words('is lost on the way and set afterwards:', effect.drops),
    words('nobody has written down what becomes of:', effect.unknown),
  ]
  return said.filter((one) => one !== '').join('; ')
}

/** What can be asked of the product. */
export function capabilitiesPart(spec: Platform): string {
  const { capabilities } = spec
  if (capabilities === undefined) return ''
  const { deliveries, create, mask, domainJoin, grantsWithInvitation, syncIn, observes, actions, operator } =
    capabilities
  const said = [
    `Changes reach it by: ${together(deliveries)}.`,
    ...entries(create).map(([type, ways]) => `Accounts ${code(type)} are made: ${together(ways)}.`),
    `Accounts that can be deleted: ${together(capabilities.delete)}.`,
    mask === true ? 'It can show a value in part.' : 'It cannot show a value in part: `masked` is refused.',
    domainJoin === true
      ? 'Everybody with an address of the domains can come in.'
      : 'Nobody comes in by the domain of an address.',
    grantsWithInvitation === true ? 'The role comes with the invitation.' : '',
    ...entries(syncIn).map(
      ([type, from]) => `${code(type)} can be read in from ${together(from)}; what comes from there is read only.`,
    ),
    `Read of it: ${together(observes?.map(spaced))}.`,
    `Run-once actions: ${together(actions)}.`,
    ...entries(operator).map(([what, role]) => `${code(what)} asks for the role ${code(role)}.`),
  ]
  return section('What can be asked of it', list(said.filter((one) => one !== '')), securityTable(spec))
}

function securityTable({ capabilities }: Platform): string {
  const { enforces, methods } = capabilities ?? {}
  if (enforces === undefined) return ''
  const offered: Readonly<Record<string, readonly string[] | undefined>> = {
    authentication: methods?.authentication,
    mfa: methods?.mfa,
  }
  return table(
    ['rule of `security`', 'what the product does about it', 'it offers'],
    Object.entries(enforces).map(([rule, how]) => [code(rule), String(how), (offered[rule] ?? []).join(', ')]),
  )
}

/** Sorts of person that the product knows. */
export function personasPart(spec: Platform): string {
  const rows = entries(spec.personas).map(([id, { audience, role, as, requires }]) => [
    code(id),
    `${audience} tenants`,
    code(role),
    as === undefined ? '' : code(as),
    (requires ?? []).map(code).join(', '),
  ])
  return rows.length === 0
    ? ''
    : section('Personas', table(['persona', 'for', 'role by itself', 'account', 'needs'], rows))
}
