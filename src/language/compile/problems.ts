import type { Diagnostic } from '../../model/diagnostic.ts'
import type { CompileProblem } from './desired-tenant.ts'

/** Mistakes that show only once everything is put together, or held against a directory: at the line that asks for it. */
export function problemDiagnostics(tenant: string, problems: readonly CompileProblem[]): readonly Diagnostic[] {
  return problems.map(({ source, slug = 'directory-schema', message }) => ({
    slug,
    severity: 'error',
    file: source.file,
    line: source.line,
    column: 1,
    message,
    tenant,
  }))
}
