import { execFileSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { theContract } from '../emulators/graph/contract/judge.ts'
import type { Application, GraphEmulator } from '../emulators/graph/emulator.ts'
import { startGraph } from '../emulators/graph/start.ts'
import { openPrivateNetwork } from '../private-network/network.ts'
import { documentedRoles } from '../providers/entra/world.ts'
import { clientOf } from './court.ts'
import type { Client, Run, Step, Who } from './court.ts'
import type { Installed } from './installed.ts'
import { writeWorkspace } from './workspace.ts'

/** A tenant at Microsoft's own addresses, with everybody who asks it, each in its own manner. */
export interface Stage {
  readonly graph: GraphEmulator
  readonly az: Client
  readonly m365: Client
  readonly roster: Client
  /** What the clients sign in as. */
  readonly credentials: Credentials
  /** The workspace that roster applies. */
  readonly workspace: string
  close(): Promise<void>
}

/** An application of the tenant, and the proofs of who it is. */
export interface Credentials {
  readonly tenantId: string
  readonly clientId: string
  readonly secret: string
  /** Path of a PEM file that holds the certificate and its key. */
  readonly certificateFile: string
  /** What a workflow is given that the application trusts. */
  readonly federatedToken: string
}

/** Every name that a client asks for. Nothing else can be reached: neither updates nor figures of use leave this machine. */
const hosts = ['graph.microsoft.com', 'login.microsoftonline.com', 'management.azure.com']
const program = fileURLToPath(new URL('../../bin/roster.js', import.meta.url))

/** Opens one, and the workspace beside it. */
export async function openStage(programs: Installed, steps: Step[], tell: (step: Step) => void): Promise<Stage> {
  const home = mkdtempSync(join(tmpdir(), 'judges-'))
  const certificateFile = makeCertificate(home)
  const application = applicationWith(readFileSync(certificateFile, 'utf8'))
  const judge = theContract()
  const graph = await startGraph({
    ...documentedRoles,
    defaultDomain: 'northwind.example',
    applications: [application],
    ...(judge === undefined ? {} : { judge }),
  })
  const network = await openPrivateNetwork({ hosts, port: graph.port })
  const workspace = join(home, 'workspace')
  writeWorkspace(workspace, graph)
  const env = environmentIn(home, graph)
  const client = (who: Who, words: readonly string[], always: readonly string[]): Client => {
    const run: Run = async (asked) => network.run([...words, ...asked, ...always], { cwd: home, env })
    return clientOf(who, run, steps, tell)
  }
  return {
    graph,
    az: client('az', programs.az.words, ['--only-show-errors', '--output', 'json']),
    m365: client('m365', programs.m365.words, ['--output', 'json']),
    roster: client('roster', [process.execPath, program, '-C', workspace], ['--no-color']),
    credentials: credentialsOf(application, { tenantId: graph.state.tenantId, certificateFile }),
    workspace,
    close: async () => {
      await network.close()
      await graph.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** Where the clients keep what they know of sign-ins: nothing of them stays, and nothing of whoever runs this is touched. */
function environmentIn(home: string, graph: GraphEmulator): Readonly<Record<string, string | undefined>> {
  const { CI: _, FORCE_COLOR: __, ...inherited } = process.env
  return {
    ...inherited,
    HOME: home,
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_CONFIG_HOME: join(home, 'config'),
    AZURE_CONFIG_DIR: join(home, 'azure'),
    AZURE_CORE_COLLECT_TELEMETRY: 'false',
    CLIMICROSOFT365_NOUPDATE: '1',
    LC_ALL: 'C.UTF-8',
    REQUESTS_CA_BUNDLE: graph.caFile,
    NODE_EXTRA_CA_CERTS: graph.caFile,
    ROSTER_READS: graph.reader.secret,
    ROSTER_WRITES: graph.writer.secret,
  }
}

/** An administrator's application: what the clients are usually registered with. */
function applicationWith(certificate: string): Application {
  const roles = [
    'Directory.ReadWrite.All',
    'User.ReadWrite.All',
    'User.DeleteRestore.All',
    'User.Invite.All',
    'User.RevokeSessions.All',
    'User-PasswordProfile.ReadWrite.All',
    'Group.ReadWrite.All',
    'LicenseAssignment.ReadWrite.All',
    'Organization.Read.All',
    'RoleManagement.ReadWrite.Directory',
    'AdministrativeUnit.ReadWrite.All',
    'Policy.Read.All',
  ]
  const secret = randomBytes(24).toString('base64url')
  const federated = [{ issuer: workflow.iss, subject: workflow.sub }]
  return { clientId: randomUUID(), servicePrincipalId: randomUUID(), secret, certificate, federated, roles }
}

const workflow = {
  iss: 'https://token.actions.githubusercontent.com',
  sub: 'repo:northwind/people:environment:judges',
  aud: 'api://AzureADTokenExchange',
}

function credentialsOf(
  { clientId, secret = '' }: Application,
  more: Pick<Credentials, 'tenantId' | 'certificateFile'>,
): Credentials {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = { ...workflow, exp: Math.floor(Date.now() / 1000) + 3600 }
  // Whose signature it is the tenant does not look at here.
  const federatedToken = [part({ alg: 'RS256', typ: 'JWT' }), part(claims), 'signature'].join('.')
  return { clientId, secret, federatedToken, ...more }
}

/** A certificate and its key, in one PEM file as both clients take it. */
function makeCertificate(folder: string): string {
  mkdirSync(folder, { recursive: true })
  const [key, certificate, both] = ['key.pem', 'certificate.pem', 'both.pem'].map((name) => join(folder, name))
  const made = ['-newkey', 'rsa:2048', '-nodes', '-days', '30', '-subj', '/CN=judges', '-keyout', `${key}`]
  execFileSync('openssl', ['req', '-x509', ...made, '-out', `${certificate}`], { stdio: 'ignore' })
  execFileSync('sh', ['-c', 'umask 077; cat "$1" "$2" > "$3"', 'sh', `${key}`, `${certificate}`, `${both}`])
  return `${both}`
}
