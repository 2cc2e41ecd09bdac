import { nearest } from '../../language/load/nearest.ts'
import { UsageError } from '../../model/fault.ts'
import { exit } from '../../model/exit-code.ts'
import type { Session } from '../session.ts'

/** The shells that have a completion script. */
export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const

type Shell = (typeof shells)[number]

/** `roster completion <shell>`: prints a script that asks `roster complete` while somebody types. */
export async function completion(session: Session, shell: string): Promise<number> {
  if (!isShell(shell)) {
    const near = nearest(shell, shells)
    const hint = near === undefined ? `The shells are ${shells.join(', ')}.` : `Did you mean ${near}?`
    throw new UsageError(`There is no completion for ${shell}. ${hint}`)
  }
  const script = scripts[shell]
  session.output.result({
    document: () => ({ formatVersion: '1.0', kind: 'completion', shell, script }),
    text: () => script,
  })
  return exit.done
}

function isShell(text: string): text is Shell {
  return shells.some((shell) => shell === text)
}

// Each script hands over the words up to the cursor, the unfinished one last, and shows what comes back.
const scripts: Readonly<Record<Shell, string>> = {
  bash: `# roster: put this into ~/.bashrc:  source <(roster completion bash)
_roster() {
  local IFS=$'\\n'
  COMPREPLY=($(roster complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f1))
}
complete -o default -F _roster roster
`,
  zsh: `#compdef roster
# roster: put this into ~/.zshrc, after compinit:  source <(roster completion zsh)
_roster() {
  local -a found
  found=("\${(@f)$(roster complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  found=("\${(@)found:#}")
  if (( \${#found} )); then
    found=("\${(@)found//:/\\\\:}")
    found=("\${(@)found/$'\\t'/:}")
    _describe roster found
  else
    _files
  fi
}
compdef _roster roster
`,
  fish: `# roster: put this into ~/.config/fish/completions/roster.fish
function __roster_complete
  set -l before (commandline -opc)
  set -l current (commandline -ct)
  roster complete -- $before[2..] "$current" 2>/dev/null
end
complete -c roster -a '(__roster_complete)'
`,
  powershell: `# roster: put this into your profile:  roster completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName roster -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" })
  if ($wordToComplete -eq '') {
    # Before 7.3 an empty argument has to be written with quotes of its own.
    if ($PSVersionTable.PSVersion -lt [version]'7.3') { $words += '""' } else { $words += '' }
  }
  roster complete -- @words 2>$null | ForEach-Object {
    $word, $meaning = $_ -split "\`t", 2
    if (-not $meaning) { $meaning = $word }
    [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $meaning)
  }
}
`,
}
