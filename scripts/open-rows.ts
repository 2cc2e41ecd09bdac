/** What of a requirement is not there yet, or not in full, and what would do it. */
export interface OpenRow {
  readonly id: string
  readonly why: string
  readonly until: string
}

const google = 'a provider for Google Workspace'

/** Rows that no test proves in full, with the reason. A row that a test names and that stands here is done in part. */
export const openRows: readonly OpenRow[] = [
  {
    id: 'ATR-03',
    why: 'the plain line of every operation and the descriptions in every schema are there; `roster new user` with its questions is not.',
    until:
      '`roster new user`, which asks for what the tenant requires and writes one entry, as `roster new entity` does',
  },
  {
    id: 'ATR-20',
    why: 'a filled-in sheet is read (errors by row and column, nothing written unless all is right); no empty sheet can be downloaded.',
    until: '`roster sheet template`, with the columns of the schema',
  },
  {
    id: 'ATR-21',
    why: 'every command answers with --json by a published schema; people cannot be written back from such a document.',
    until: '`roster export` and `roster import --json`, and a typed library as an entry of the package',
  },
  {
    id: 'ATR-22',
    why: 'bulk changes are edits of files; there is no export of sheets with row hashes and no `roster edit --select`.',
    until:
      '`roster sheet export`, `roster edit --select ... --set`, both over the editor that keeps comments and order',
  },
  {
    id: 'MSP-11',
    why: 'methods that nothing here enforces are told as advice, with codes by SMS and e-mail called weaker; what people of Entra ID have set up is read, and told where it is not enough; biometric sign-in and SMS of a real product are not verified.',
    until: `what accounts have set up elsewhere, read by ${google}`,
  },
  {
    id: 'MSP-21',
    why: 'a review that is due or overdue is told, and is in the way after its grace; it opens no pull request.',
    until: 'campaigns: rows to answer, written back as edits in a request',
  },
  {
    id: 'MSP-16',
    why: 'each operation that was applied is in the ledger with commit, time and who ran it; sign-ins and reports are not.',
    until: 'auditSource of a provider and `roster report <name> --at <time>`',
  },
  {
    id: 'MSP-20',
    why: 'notices that are declared as actions are sent once; the events of `notifications` send nothing.',
    until:
      'sinks that are told after an apply, once for each operation; notices about seats (what is bought, what runs out) come with them',
  },
  {
    id: 'MSP-25',
    why: 'Active Directory, Entra ID (Azure AD), LDAP and the embedded directory keep one suite; Google Workspace is refused by name.',
    until: `${google}, held to test/providers/conformance.ts`,
  },
  {
    id: 'MSP-27',
    why: '`roster explain` answers for missing rights; sign-in trouble is not looked into.',
    until:
      '`roster doctor user <id>`: password, state, networks, role, identity provider and its certificate, in this order',
  },
  {
    id: 'UX-17',
    why: 'who-can, access, explain and users answer from every side, as text, CSV and JSON; not as a workbook.',
    until: '--xlsx, with a writer of workbooks beside the reader in src/sheets',
  },
  {
    id: 'UX-21',
    why: 'a change is tried by editing the files: plan writes nothing, and `roster diff` compares two commits.',
    until: '`roster simulate --change FILE`, over the comparison of `roster diff`',
  },
  {
    id: 'ATE-25',
    why: 'what an import `owns` is refused in users.yaml, with the directory that owns it, and what another directory owns of an account of Entra ID is never written there; nothing runs the import itself.',
    until: 'scheduled reads (ATR-19)',
  },
  {
    id: 'ATE-28',
    why: 'a leaver is disabled before everything else, and no seat is given back instead; a gate that another change of the tenant exceeds holds the leaver too, since a gate holds the whole tenant.',
    until: 'gates on seats and cost that hold only what they are about',
  },
  {
    id: 'ATE-43',
    why: 'what is critical stays blocked until an acknowledgement lets it and the approvals that `critical` asks for are there, none of them of who gains; the approver that an acknowledgement names is not asked for by name.',
    until: 'a rule of approval for each acknowledgement that lifts a gate, from the approver it names',
  },
  {
    id: 'ATR-19',
    why: '`imports.yaml` is checked, and what an import `owns` is refused in users.yaml; nothing runs it yet, which is told.',
    until: 'a scheduled read that opens a request as `drift --pr` does, held by maxRemovals',
  },
  {
    id: 'ATL-21',
    why: 'a person is one entry with role, access group and data, and a plan tells access apart from attributes; `privacy` is refused by name, and a comment shows attributes as the files have them.',
    until: 'privacy.redact, laid over a plan before it is put into a comment, a summary or an artifact',
  },
  {
    id: 'ATL-08',
    why: 'the administrator’s role cannot be changed; CODEOWNERS says who approves a change of roles, and is written by hand or by `init --github`, not from who holds the role.',
    until: 'lines of CODEOWNERS made from the holders of the role, and a finding of doctor where they differ',
  },
  {
    id: 'SEC-38',
    why: 'how every commit is signed is told in the evidence, and doctor asks for signed commits on the base branch; roster itself applies what is not signed.',
    until:
      '`approvals: { signed: true }` in the rules of the base, asked of each commit of a request before its approvals count',
  },
  {
    id: 'REL-21',
    why: 'what a profile says of a deletion, and what an apply cannot undo, is told, and no second account is made beside one that a platform can restore; whom Entra ID keeps for 30 days is restored, with groups and licences; the embedded directory and OpenLDAP have no such window, and the recycle bin of Active Directory is not read.',
    until: 'the recycle bin of Active Directory, read where it is enabled: adding somebody again then plans a restore',
  },
  {
    id: 'SEC-41',
    why: 'apply prints where each ledger stands into the log of the job, and puts it into the comment of the request; a nightly run that nobody asked for has only the log, and `ledger verify` is given the head by hand.',
    until: 'a status on the commit that was applied, read back by `ledger verify --repo`',
  },
  {
    id: 'REL-19',
    why: 'drift is reported, comes back as a request, or is put right by the next plan that somebody approves; who changed it is said to be unknown.',
    until: 'modifiersName and the changelog of LDAP, the log of events of a domain, read where they may be read',
  },
  {
    id: 'UX-26',
    why: 'a comment is struck out when the head moves, and says until when it counts; where only the directory moved it stands until the next plan, and apply holds what is no longer so.',
    until: 'the nightly drift run planning open requests anew where it found something',
  },
]
