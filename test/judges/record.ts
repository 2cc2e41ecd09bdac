import type { Step, Who } from './court.ts'
import type { Verdict } from './hearing.ts'

/** What came of it, in a few lines. */
export function summaryOf({ figures, breaches }: Verdict): string {
  const { az, m365, roster } = figures.commands
  return [
    `${az} commands of az, ${m365} of m365, ${roster} of roster; ${figures.requests} requests (${figures.inBatches} in batches) on ${figures.routes} routes`,
    `${figures.differences} differences, breaches of the contract: ${countOf(breaches)}`,
    ...(breaches ?? []),
  ].join('\n')
}

/** The page that says when it was last run, with what, and what came of it. */
export function pageOf(verdict: Verdict, on: Date): string {
  const { programs, figures, breaches, steps } = verdict
  const rows = [
    ['last run', on.toISOString().slice(0, 10)],
    ['Node', process.versions.node],
    ['azure-cli, as Debian has it', programs.az.version],
    ['`@pnp/cli-microsoft365`', programs.m365.version],
    ['commands of `az`', figures.commands.az],
    ['commands of `m365`', figures.commands.m365],
    ['commands of `roster`', figures.commands.roster],
    ['requests that arrived, with those in batches', `${figures.requests} (${figures.inBatches} in batches)`],
    ['distinct routes', figures.routes],
    ['outcomes other than expected', figures.differences],
    ['breaches of the contract', countOf(breaches)],
  ]
  return `${beginning}
## The last run

| | |
|---|---|
${rows.map(([name, value]) => `| ${name} | ${value} |`).join('\n')}

## What was asked

| about | \`az\` | \`m365\` | \`roster\` |
|---|---|---|---|
${areas(steps)
  .map(
    (about) =>
      `| ${about} | ${given(steps, about, 'az')} | ${given(steps, about, 'm365')} | ${given(steps, about, 'roster')} |`,
  )
  .join('\n')}

${ending}`
}

function countOf(breaches: Verdict['breaches']): string {
  return breaches === undefined ? 'not looked for, there is no contract here' : String(breaches.length)
}

function areas(steps: readonly Step[]): readonly string[] {
  return [...new Set(steps.map(({ about }) => about))]
}

/** Commands about one thing, each with how often it was given. */
function given(steps: readonly Step[], about: string, who: Who): string {
  const counts = new Map<string, number>()
  for (const step of steps)
    if (step.about === about && step.who === who) counts.set(step.command, (counts.get(step.command) ?? 0) + 1)
  return [...counts].map(([command, count]) => `\`${command}\`${count === 1 ? '' : ` ×${count}`}`).join(', ')
}

const beginning = `# Judges

The provider of Entra ID is tested on a server that holds a tenant ([decision 0037](decisions/0037-an-emulator-that-is-kept-honest.md)). Whoever writes both the server and what asks it can be wrong twice in the same
way. So two clients that nobody here wrote ask it too, unmodified, by Microsoft's own addresses: the command lines of Azure (\`az\`) and of Microsoft 365
(\`m365\`). They sign in with a secret, with a certificate and as a workflow that is trusted, make, change, find and delete people, groups, guests and administrative units, give licences, and ask in batches (\`m365\` adds and removes members so). Then they
read back what roster applied, and every value they show is held against the YAML. What they change behind roster's back is in its next plan.

    npm run judges                  as root on Linux; about five minutes
    npm run judges -- --record      the same, and writes this page where nothing differs

It installs \`azure-cli\` from Debian where it is missing, and \`m365\` into \`~/.cache/roster-test/judges\` (400 MB); neither is a dependency of this project, and neither \`npm cit\` nor \`npm test\` needs them. The
network is a private one in which Microsoft's names lead to the server and nothing else can be reached. Without root it cannot be had, and the command says so.
`

const ending = `Each command has to end as expected, with the answer that was expected; refusals (a wrong secret, a name that is taken, somebody who is gone) are looked at too. Every request and every answer is held
against the [contract](decisions/0037-an-emulator-that-is-kept-honest.md), where it lies beside the repository.

## What the clients get wrong by themselves

Graph is answered for here as it is, not as a client would like it.

| client | what | what Graph says |
|---|---|---|
| \`az ad user list --upn\`, \`az ad group create\`, \`--group\` by name | does not double a quote in a filter: \`displayName eq 'R&D O'Brien'\` | [400, \`Invalid filter clause\`](https://github.com/pnp/powershell/issues/3569) |
| \`m365 entra user get --userName\` and others | doubles a quote in a segment of a path, where none is doubled: \`users/ana.o''brien@...\` | [404, \`Resource 'ana.o''brien@...' does not exist\`](https://github.com/Azure/azure-sdk-for-net/issues/3138) |
| \`m365 entra user license list\` | is for people who signed in, not for applications | it does not ask; \`m365 request\` does |
| \`m365 entra m365group remove\` | asks for the group's site in SharePoint first | outside the contract; \`m365 entra group remove\` does it |
`
