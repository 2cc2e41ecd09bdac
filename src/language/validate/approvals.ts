import type { Workspace } from '../../generated/roster.ts'
import { readDocument } from '../load/document.ts'
import { nearest } from '../load/nearest.ts'
import type { Written } from '../load/source.ts'
import type { WorkspaceFiles } from '../load/workspace.ts'
import { checkName } from './known-name.ts'
import type { Findings } from './world.ts'

/** What is checked, and where it is told. */
interface Approving {
  readonly roster: Written<Workspace>
  readonly files: WorkspaceFiles
  readonly findings: Findings
}

/** Who approves what: every name leads somewhere, and every login to one person. */
export function checkApprovals(approving: Approving): void {
  checkApprovers(approving)
  checkRules(approving)
  checkAccounts(approving)
}

function checkApprovers({ roster: { file, spec }, findings }: Approving): void {
  for (const [id, { forge }] of Object.entries(spec.approvers ?? {})) {
    for (const [index, name] of forge.entries()) {
      if (/^@[A-Za-z0-9][\w.-]*(\/[\w.-]+)?$/.test(name)) continue
      findings.mistake(
        { file, path: ['approvers', id, 'forge', index] },
        {
          slug: 'approver-form',
          message: `\`${name}\` is neither an account nor a team of the forge.`,
          fix: 'Write `"@login"`, or `"@organisation/team"`.',
        },
      )
    }
  }
}

function checkRules({ roster: { file, spec }, findings }: Approving): void {
  const names = Object.keys(spec.approvers ?? {})
  for (const rule of ['default', 'critical'] as const) {
    for (const [index, name] of (spec.approvals?.[rule]?.approvers ?? []).entries())
      checkName({
        findings,
        spot: { file, path: ['approvals', rule, 'approvers', index] },
        what: 'approver',
        name,
        names,
      })
  }
}

function checkAccounts({ roster: { file, spec }, files, findings }: Approving): void {
  const accounts = Object.entries(spec.forgeAccounts ?? {})
  const tenants = files.tenants.map(({ id }) => id)
  const peopleOf = declaredPeople(files)
  const seen = new Map<string, string>()
  for (const [login, person] of accounts) {
    const spot = { file, path: ['forgeAccounts', login] }
    const earlier = seen.get(login.toLowerCase())
    seen.set(login.toLowerCase(), login)
    if (earlier !== undefined)
      findings.mistake(spot, {
        slug: 'login-twice',
        message: `\`${login}\` is the same login as \`${earlier}\`: the forge does not tell capitals from small letters.`,
        fix: 'Remove one of them.',
      })
    const [tenant = '', user = ''] = person.split('/')
    checkName({ findings, spot, what: 'tenant', name: tenant, names: tenants })
    const people = tenants.includes(tenant) ? peopleOf(tenant) : undefined
    if (people === undefined || people.has(user)) continue
    const near = nearest(user, [...people])
    findings.mistake(spot, {
      slug: 'forge-account-unknown',
      severity: 'warning',
      message: `Nobody is declared as \`${user}\` in ${tenant}: whose login \`${login}\` is, is not known.`,
      fix:
        near === undefined
          ? 'Remove the line where they have left.'
          : `Did you mean \`${tenant}/${near}\`? Remove the line where they have left.`,
    })
  }
}

/** Ids of the people of a tenant, read when they are asked for; undefined: others come from imports. */
function declaredPeople({ tenants, tree }: WorkspaceFiles): (tenant: string) => ReadonlySet<string> | undefined {
  const known = new Map<string, ReadonlySet<string> | undefined>()
  return (id) => {
    if (known.has(id)) return known.get(id)
    const kinds = tenants.find((tenant) => tenant.id === id)?.kinds
    const files = kinds?.get('users') ?? []
    const ids = files.flatMap((file) => (file.form === 'one' ? [file.id] : [...readDocument(tree, file).lines.keys()]))
    const people = (kinds?.get('imports') ?? []).length > 0 ? undefined : new Set(ids)
    known.set(id, people)
    return people
  }
}
