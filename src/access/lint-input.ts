import type { Level } from '../model/level.ts'
import type { AccessAccount, AccessRole, AccessSource, PlatformAccess } from './access.ts'
import type { Evaluation } from './evaluate.ts'
import { evaluate } from './evaluate.ts'
import type { LintSlug } from './lint-rules.ts'

/** What is looked at: access on one platform, and what a tenant says of its people and roles besides. */
export interface LintInput {
  readonly tenant: string
  /** Whether the strict rules for real organisations hold. */
  readonly production: boolean
  readonly asOf: Date
  /** In force. */
  readonly evaluation: Evaluation
  /** With what begins later. */
  readonly full: PlatformAccess
  readonly people: ReadonlyMap<string, { readonly dailyAccount?: string; readonly source: AccessSource }>
  /** People with a role of critical risk on any platform. */
  readonly critical: ReadonlySet<string>
  /** Role -> what it is asked to do that no permission gives. */
  readonly tasks: ReadonlyMap<string, readonly string[]>
}

/** Something that gives more than is needed, or that should be otherwise. */
export interface LintFinding {
  readonly slug: LintSlug
  readonly severity: 'error' | 'warning'
  readonly platform: string
  /** Id of the role, group, entity or person. */
  readonly about: string
  readonly source: AccessSource
  readonly message: string
  readonly fix: string
  readonly users?: readonly string[]
  /** What `--fix` writes. */
  readonly mend?: Mend
}

/** An edit that a finding knows by itself. */
export type Mend =
  | { readonly sort: 'tags'; readonly entity: string; readonly tags: readonly string[]; readonly source: AccessSource }
  | { readonly sort: 'name'; readonly entity: string; readonly group: string; readonly source: AccessSource }

/** Permission -> level. */
export type Vector = ReadonlyMap<string, Level>

/** What each role gives by itself; with `asUsed`, after guard and ceilings and without what cannot be reached. */
export function vectorsOf(access: PlatformAccess, asUsed: boolean): ReadonlyMap<string, Vector> {
  const limits = asUsed ? {} : { guards: [], ceilings: [] }
  const accounts = [...access.roles.values()].map((role) => onlyWith(access, role))
  const values = valuesOf({ ...access, ...limits, base: [] }, accounts)
  const vectors = accounts.map((account, at) => [account.user, values[at] ?? new Map<string, Level>()] as const)
  return new Map(vectors.map(([role, vector]) => [role, asUsed ? usable(access, vector) : vector]))
}

/** Evaluates made-up accounts at once: what each has of every permission, in their order. */
export function valuesOf(access: PlatformAccess, accounts: readonly AccessAccount[]): readonly Vector[] {
  const { evaluation, keys } = tryOut(access, accounts)
  return keys.map((account) => new Map(evaluation.keys.map((key) => [key, evaluation.value(account, key)])))
}

/** Evaluates made-up accounts, each under a key of its own. */
export function tryOut(
  access: PlatformAccess,
  accounts: readonly AccessAccount[],
): { readonly evaluation: Evaluation; readonly keys: readonly string[] } {
  const keys = accounts.map((_, at) => `trial ${at}`)
  const made = new Map(accounts.map((account, at) => [keys[at] ?? '', account]))
  return { evaluation: evaluate({ ...access, accounts: made }), keys }
}

/** Permissions that need another one count only with it. */
export function usable({ rules }: PlatformAccess, vector: Vector): Vector {
  const reachable = (key: string): boolean => {
    const needs = rules.permissions?.[key]?.needs
    return needs === undefined || ((vector.get(needs) ?? 'none') !== 'none' && reachable(needs))
  }
  return new Map([...vector].map(([key, level]) => [key, reachable(key) ? level : 'none']))
}

/** People who hold a role or are in an access group, sorted. */
export function usersWith(access: PlatformAccess, holds: (account: AccessAccount) => boolean): readonly string[] {
  return [...new Set([...access.accounts.values()].filter(holds).map(({ user }) => user))].toSorted()
}

/** Whether the tenant says it itself: what comes from a library serves others too. */
export function isOwn({ tenant }: LintInput, { file }: AccessSource): boolean {
  return file.startsWith(`tenants/${tenant}/`) && !file.startsWith(`tenants/${tenant}/library/`)
}

/** Somebody with one role and nothing else, on the contract that the platform's people are on. */
function onlyWith({ rules, accounts }: PlatformAccess, { id, source }: AccessRole): AccessAccount {
  const types = Object.entries(rules.accountTypes ?? {})
  const [type = ''] = types.find(([, { roles, platformAccess }]) => roles?.max !== 0 && platformAccess !== false) ?? []
  const [first] = accounts.values()
  const nothing = { accessGroups: [], overrides: [], route: 'own', state: 'active', source } as const
  return { user: id, subscription: first?.subscription ?? '', type, roles: [id], ...nothing }
}
