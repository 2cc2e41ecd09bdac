import type { Session } from '../session.ts'

/** Where the run of the workflow is looked at: its summary has everything. */
export function runLink({ environment }: Session): string | undefined {
  const { server, repository, run } = environment.forge
  return repository === undefined || run === undefined ? undefined : `${server}/${repository}/actions/runs/${run}`
}

/** The same as a comment takes it. */
export function linked(session: Session): { readonly fullReport?: string } {
  const link = runLink(session)
  return link === undefined ? {} : { fullReport: link }
}
