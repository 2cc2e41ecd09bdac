import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { theContract } from '../emulators/graph/contract/judge.ts'
import type { GraphEmulator } from '../emulators/graph/emulator.ts'
import { startGraph } from '../emulators/graph/start.ts'
import { documentedRoles } from '../providers/entra/world.ts'
import type { Ended, PrivateNetwork } from './network.ts'
import { openPrivateNetwork } from './network.ts'

const program = fileURLToPath(new URL('../../bin/roster.js', import.meta.url))

/** A workspace, a tenant of Entra ID at Microsoft's own addresses, and the program as people start it: it has nothing that only tests switch. */
export interface TenantStage {
  readonly graph: GraphEmulator
  readonly folder: string
  write(path: string, text: string): void
  /** Runs roster with the identity that reads. */
  reading(...words: readonly string[]): Promise<Ended>
  /** Runs roster with the identity that writes, as the environment of an apply has it. */
  writing(...words: readonly string[]): Promise<Ended>
  /** Applies, and expects that a second plan has nothing to do; once everything is seen that was late, what waited for it is done, and then again. */
  settle(): Promise<Ended>
  close(): Promise<void>
}

/** Who vouches for a workflow, and the subjects of its two environments. */
const issuer = 'https://token.actions.githubusercontent.com'
const subjects = {
  reading: 'repo:northwind/people:environment:roster-plan',
  writing: 'repo:northwind/people:environment:roster-apply',
} as const

/** Opens one: people of it sign in by the token of a workflow that a file holds. */
export async function openTenantStage({ lag }: { readonly lag: number }): Promise<TenantStage> {
  const judge = theContract()
  const graph = await startGraph({
    ...documentedRoles,
    defaultDomain: 'northwind.example',
    readerFederated: [{ issuer, subject: subjects.reading }],
    writerFederated: [{ issuer, subject: subjects.writing }],
    ...(judge === undefined ? {} : { judge }),
  })
  addEmergencyAccount(graph)
  graph.misbehave({ lag })
  const hosts = ['graph.microsoft.com', 'login.microsoftonline.com']
  const network: PrivateNetwork = await openPrivateNetwork({ hosts, port: graph.port })
  const folder = mkdtempSync(join(tmpdir(), 'roster-tenant-'))
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const identity = (name: keyof typeof subjects, clientId: string): Readonly<Record<string, string>> => {
    write(`.roster/${name}.jwt`, tokenFor(subjects[name]))
    return { AZURE_CLIENT_ID: clientId, AZURE_FEDERATED_TOKEN_FILE: join(folder, `.roster/${name}.jwt`) }
  }
  const identities = {
    reading: identity('reading', graph.reader.clientId),
    writing: identity('writing', graph.writer.clientId),
  }
  const run = async (name: keyof typeof subjects, words: readonly string[]): Promise<Ended> => {
    const { CI: _, FORCE_COLOR: __, ...inherited } = process.env
    const env = {
      ...inherited,
      ...identities[name],
      NODE_EXTRA_CA_CERTS: graph.caFile,
      XDG_CACHE_HOME: `${folder}.cache`,
    }
    return network.run([process.execPath, program, '-C', folder, ...words], { cwd: folder, env })
  }
  const applies = async (): Promise<Ended> => {
    const applied = await run('writing', ['apply', '--auto-approve'])
    expect(applied.code, `${applied.stdout}\n${applied.stderr}\n${graph.breaches.join('\n')}`).toBe(0)
    const next = await run('reading', ['plan', '--detailed-exitcode'])
    expect(next.code, `${applied.stdout}\n${next.stdout}\n${next.stderr}`).toBe(0)
    return applied
  }
  return {
    graph,
    folder,
    write,
    reading: async (...words) => run('reading', words),
    writing: async (...words) => run('writing', words),
    settle: async () => {
      const applied = await applies()
      graph.settle()
      if (lag > 0) await applies()
      graph.settle()
      return applied
    },
    close: async () => {
      const { breaches } = graph
      await network.close()
      await graph.close()
      for (const each of [folder, `${folder}.cache`]) rmSync(each, { recursive: true, force: true })
      expect(breaches).toEqual([])
    },
  }
}

/** Who can always come in: a Global Administrator whom nobody uses. */
function addEmergencyAccount({ state }: GraphEmulator): void {
  const id = randomUUID()
  const userPrincipalName = `breakglass@${state.initialDomain}`
  const [name] = userPrincipalName.split('@')
  state.users.set(id, {
    id,
    userPrincipalName,
    mailNickname: name,
    displayName: 'Emergency',
    accountEnabled: true,
    userType: 'Member',
    assignedLicenses: [],
  })
  const assignment = { id: randomUUID(), principalId: id, roleDefinitionId: globalAdministrator, directoryScopeId: '/' }
  state.roleAssignments.set(assignment.id, assignment)
}

/** https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference#global-administrator */
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10'

/** A token as a workflow is given one; who signed it is not looked at here. */
function tokenFor(subject: string): string {
  const now = Math.floor(Date.now() / 1000)
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = { iss: issuer, sub: subject, aud: 'api://AzureADTokenExchange', iat: now, nbf: now, exp: now + 3600 }
  return [part({ alg: 'RS256', typ: 'JWT' }), part(claims), 'signature'].join('.')
}
