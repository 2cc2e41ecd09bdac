import type { Plan } from '../../../src/model/plan.ts'
import { Secret } from '../../../src/model/secret.ts'
import type { Provider } from '../../../src/providers/provider.ts'
import { Bench, told } from '../../reconciler/bench.ts'
import { readLdif } from '../../servers/ldif.ts'
import { accounts } from '../../servers/slapd.ts'
import type { Slapd } from '../../servers/slapd.ts'
import { ldif, provider, settingsOf } from './directory.ts'

interface Files {
  readonly users: object
  readonly policies?: object
  readonly departments?: object
}

type Account = { readonly dn: string; readonly password: string }

let made = 0
const constraintViolation = 19

/** A workspace on a branch of its own, and an administrator who sees what the server makes of it. */
export class PolicyWorld {
  readonly bench = new Bench()
  readonly base: string
  readonly people: string
  readonly container: string
  readonly server: Slapd
  reader: Account = accounts.reader
  writer: Account = accounts.writer

  /** `whole`: not a branch, but all of the server, which has its units already. */
  constructor(server: Slapd, whole = false) {
    this.server = server
    this.base = whole ? server.base : `ou=policies-${++made},${server.base}`
    this.people = `ou=people,${this.base}`
    this.container = `ou=policies,${this.base}`
    this.through(provider())
    if (whole) return
    const unit = (dn: string): string => ldif(dn, { objectClass: 'organizationalUnit' })
    const units = [this.base, this.people, `ou=groups,${this.base}`, this.container]
    server.tool('ldapadd', [], units.map(unit).join(''))
  }

  through(one: Provider): void {
    this.bench.providers = new Map([['ldap', one]])
  }

  declare({ users, policies, departments }: Files, protect: readonly string[] = []): void {
    const account = ({ dn }: Account, env: string) => ({ bindDn: dn, password: { env } })
    const credentials = { read: account(this.reader, 'READ'), write: account(this.writer, 'WRITE') }
    const hq = settingsOf(this.server, { base: this.base, credentials, protect: [...protect] })
    this.bench.write('tenants/acme/tenant.yaml', { name: 'Acme', directories: { hq } })
    this.bench.write('tenants/acme/users.yaml', users)
    this.bench.write('tenants/acme/policies.yaml', policies)
    this.bench.write('tenants/acme/departments.yaml', departments)
  }

  readonly environment = (name: string): Secret | undefined => {
    const passwords: Readonly<Record<string, string>> = { READ: this.reader.password, WRITE: this.writer.password }
    return passwords[name] === undefined ? undefined : new Secret(passwords[name])
  }

  async plan(): Promise<Plan> {
    return this.bench.plan({ environment: this.environment })
  }

  /** What is planned for policies. */
  async lines(): Promise<readonly string[]> {
    return told((await this.plan()).operations.filter(({ kind }) => kind === 'policy'))
  }

  async drift(): Promise<readonly string[]> {
    return told((await this.bench.drift({ environment: this.environment })).operations)
  }

  async messages(slug: string): Promise<readonly string[]> {
    return (await this.plan()).findings.filter((finding) => finding.slug === slug).map(({ message }) => message)
  }

  /** How an apply ends, and what became of the policies in it. */
  async apply(): Promise<readonly string[]> {
    const { tenants } = await this.bench.apply({ how: 'autoApprove' }, { environment: this.environment })
    return tenants.flatMap(({ exitCode, held, settled }) => [
      `exit ${exitCode}${held === undefined ? '' : ` ${held}`}`,
      ...settled
        .filter(({ operation }) => operation.kind === 'policy')
        .map(({ operation, outcome }) => `${operation.id.split('/policy/')[1]} ${outcome.status}`)
        .toSorted((a, b) => (a < b ? -1 : 1)),
    ])
  }

  person(username: string): string {
    return `uid=${username},${this.people}`
  }

  policy(name: string): string {
    return `cn=${name},${this.container}`
  }

  /** Which policy somebody names, by its DN. */
  named(username: string): string | undefined {
    return readLdif(this.server.search(`(entryDN=${this.person(username)})`, 'pwdPolicySubentry'))[0]?.first(
      'pwdPolicySubentry',
    )
  }

  /** What a policy says, by attribute; undefined: it is not there. */
  said(name: string): Readonly<Record<string, string | undefined>> | undefined {
    const [entry] = readLdif(this.server.search(`(entryDN=${this.policy(name)})`))
    if (entry === undefined) return undefined
    const pwd = entry.names.filter((each) => each.toLowerCase().startsWith('pwd'))
    return Object.fromEntries(pwd.map((each) => [each.toLowerCase(), entry.first(each)]))
  }

  change(dn: string, ...lines: readonly string[]): void {
    this.server.modify(`dn: ${dn}\nchangetype: modify\n${lines.join('\n')}\n`)
  }

  /** Makes a policy of somebody else's. */
  others(dn: string, fields: Readonly<Record<string, string>>): void {
    this.server.tool(
      'ldapadd',
      [],
      ldif(dn, { objectClass: ['device', 'pwdPolicy'], pwdAttribute: 'userPassword', ...fields }),
    )
  }

  drop(dn: string): void {
    this.server.modify(`dn: ${dn}\nchangetype: delete\n`)
  }

  /** Whether the server takes a password that the writing account sets for somebody. */
  takes(username: string, password: string): boolean {
    const change = `dn: ${this.person(username)}\nchangetype: modify\nreplace: userPassword\nuserPassword: ${password}\n`
    const code = this.server.modifyAs(accounts.writer, change)
    if (code !== 0 && code !== constraintViolation) throw new Error(`setting a password ended with ${code}`)
    return code === 0
  }

  close(): void {
    this.bench.close()
    if (this.base === this.server.base) return
    const entries = this.server.tool('ldapsearch', [
      '-LLL',
      '-o',
      'ldif-wrap=no',
      '-b',
      this.base,
      '(objectClass=*)',
      '1.1',
    ])
    const dns = readLdif(entries).map(({ dn }) => dn)
    for (const dn of dns.toSorted((a, b) => b.length - a.length)) this.drop(dn)
  }
}
