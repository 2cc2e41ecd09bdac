import { resolve } from 'node:path'
import type { Command, Option } from 'commander'
import type { GlobalOptions } from '../session.ts'
import { findRoot, tenantIds } from '../workspace.ts'
import { shells } from './completion.ts'
import { schemaKinds } from './schema.ts'

/** What may stand at the end of a line, and what it means. */
interface Candidate {
  readonly word: string
  readonly meaning: string
}

/** `roster complete -- <words>`: what may follow, one a line, for the completion script of a shell. Never fails. */
export function complete(program: Command, words: readonly string[]): void {
  const partial = words.at(-1) ?? ''
  const found = candidates(program, words.slice(0, -1), partial).filter(({ word }) => word.startsWith(partial))
  process.stdout.write(found.map(({ word, meaning }) => `${word}\t${meaning}\n`).join(''))
}

function candidates(program: Command, before: readonly string[], partial: string): readonly Candidate[] {
  const { command, open, folder } = positionOf(program, before)
  if (open !== undefined && !partial.startsWith('-')) return valuesOf(open, folder)
  if (partial.startsWith('-'))
    return [...command.options, ...program.options].filter((one) => !one.hidden).map(ofOption)
  if (command.commands.length > 0) {
    return visible(command).map((one) => ({ word: one.name(), meaning: one.description() }))
  }
  if (command.name() === 'schema') return schemaKinds().map((word) => ({ word, meaning: 'file kind' }))
  if (command.name() === 'completion') return shells.map((word) => ({ word, meaning: 'shell' }))
  return []
}

function visible(command: Command): readonly Command[] {
  return command.createHelp().visibleCommands(command)
}

function ofOption(option: Option): Candidate {
  return { word: option.long ?? option.short ?? '', meaning: option.description }
}

function valuesOf(option: Option, folder: string): readonly Candidate[] {
  if (option.long !== '--tenant') return []
  try {
    return tenantIds(findRoot(folder)).map((word) => ({ word, meaning: 'tenant' }))
  } catch {
    return []
  }
}

interface Position {
  readonly command: Command
  /** An option that still takes a value. */
  readonly open: Option | undefined
  /** Where the workspace is looked for. */
  readonly folder: string
}

/** Where the words before the last one lead to. */
function positionOf(program: Command, before: readonly string[]): Position {
  let command = program
  let open: Option | undefined
  let folder = resolve(program.opts<GlobalOptions>().workspace ?? '.')
  for (const word of before) {
    if (word.startsWith('-')) {
      const option = [...command.options, ...program.options].find((one) => one.long === word || one.short === word)
      open = option?.required === true || option?.optional === true ? option : undefined
    } else if (open !== undefined) {
      if (open.long === '--workspace') folder = resolve(word)
      if (!open.variadic) open = undefined
    } else command = command.commands.find((one) => one.name() === word) ?? command
  }
  return { command, open, folder }
}
