import { readFileSync } from 'node:fs'
import { githubFiles } from '../../src/cli/scaffold/github.ts'

/** The workflows that come with roster. */
export const names = ['plan', 'review', 'comment', 'apply', 'drift', 'tasks'] as const

/** Text of one of them, as it is called. */
export function workflowText(name: string): string {
  return readFileSync(new URL(`../../.github/workflows/${name}.yml`, import.meta.url), 'utf8')
}

/** The files that `init --github` writes. */
export function written(branch = 'main'): ReadonlyMap<string, string> {
  return githubFiles({ reviewers: ['@acme/leads'], branch, package: 'roster@0.1.0', workflowText })
}

/** Path -> text of every workflow of ours: those that are called, and the copies that events begin. */
export function ours(): ReadonlyMap<string, string> {
  const called = names.map((name) => [`.github/workflows/${name}.yml`, workflowText(name)] as const)
  return new Map([...called, ...[...written()].filter(([path]) => path.endsWith('.yml'))])
}
