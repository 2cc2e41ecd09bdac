import { isAbsolute, join } from 'node:path'
import { Secret } from '../model/secret.ts'

/** What roster takes from the environment; nothing else reads it. */
export interface Environment {
  /** A continuous-integration machine: nobody is there to answer. */
  readonly ci: boolean
  /** Whether a stream gets colour: NO_COLOR, then FORCE_COLOR, then TERM=dumb, then whether it is a terminal. */
  readonly colour: (stream: { readonly isTTY?: boolean }) => boolean
  /** A credential that a file names, wrapped. */
  readonly secret: (name: string) => Secret | undefined
  /** Where this person's caches lie (XDG Base Directory: XDG_CACHE_HOME, else ~/.cache); undefined where there is no such place. */
  readonly cacheHome: string | undefined
  /** For git, which hands on only what finding and reaching things needs. */
  readonly forGit: Readonly<Record<string, string | undefined>>
}

/** Reads the environment of this process, or of a test. */
export function environmentOf(variables: Readonly<Record<string, string | undefined>> = process.env): Environment {
  const set = (name: string): boolean => (variables[name] ?? '') !== ''
  const off = (name: string): boolean => ['0', 'false'].includes((variables[name] ?? '').toLowerCase())
  return {
    forGit: variables,
    cacheHome: cacheHomeIn(variables),
    ci: set('CI') && !off('CI'),
    colour: (stream) => {
      if (set('NO_COLOR')) return false
      if (set('FORCE_COLOR')) return !off('FORCE_COLOR')
      return variables['TERM'] !== 'dumb' && stream.isTTY === true
    },
    secret: (name) => {
      const value = variables[name]
      return value === undefined || value === '' ? undefined : new Secret(value)
    },
  }
}

/** A path that is not absolute is to be ignored, says the specification. */
function cacheHomeIn(variables: Readonly<Record<string, string | undefined>>): string | undefined {
  const { XDG_CACHE_HOME: named = '', HOME: home = '' } = variables
  if (isAbsolute(named)) return named
  return isAbsolute(home) ? join(home, '.cache') : undefined
}
