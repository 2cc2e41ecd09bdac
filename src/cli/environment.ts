import { isAbsolute, join } from 'node:path'
import { Secret } from '../model/secret.ts'

/** What roster takes from the environment; nothing else reads it. */
export interface Environment {
  /** A continuous-integration machine: nobody is there to answer. */
  readonly ci: boolean
  /** Whether a stream gets colour: NO_COLOR, then FORCE_COLOR, then TERM=dumb, then whether it is a terminal. */
  readonly colour: (stream: { readonly isTTY?: boolean }) => boolean
  /** A credential that a file names, wrapped: the variable of that name, else its line `NAME=value` in ROSTER_CREDENTIALS. */
  readonly secret: (name: string) => Secret | undefined
  /** Where this person's caches lie (XDG Base Directory: XDG_CACHE_HOME, else ~/.cache); undefined where there is no such place. */
  readonly cacheHome: string | undefined
  /** Why nothing is applied for now, from ROSTER_PAUSED. */
  readonly paused: string | undefined
  /** The forge that a workflow runs on. */
  readonly forge: ForgeEnvironment
  /** For git, which hands on only what finding and reaching things needs. */
  readonly forGit: Readonly<Record<string, string | undefined>>
}

/** What a workflow says of where it runs; each as GitHub names it. */
export interface ForgeEnvironment {
  /** `owner/name`. */
  readonly repository: string | undefined
  /** Address of the API. */
  readonly api: string
  /** Address that people open. */
  readonly server: string
  readonly token: Secret | undefined
  /** File that the summary of the job is written to. */
  readonly summaryFile: string | undefined
  /** Id of the run, for a link to it. */
  readonly run: string | undefined
  /** Who we are, where the token cannot say so itself (that of a workflow cannot). */
  readonly login: string | undefined
}

/** Reads the environment of this process, or of a test. */
export function environmentOf(variables: Readonly<Record<string, string | undefined>> = process.env): Environment {
  const set = (name: string): boolean => (variables[name] ?? '') !== ''
  const bundled = linesOf(variables['ROSTER_CREDENTIALS'] ?? '')
  const off = (name: string): boolean => ['0', 'false'].includes((variables[name] ?? '').toLowerCase())
  return {
    forGit: { ...variables, ...forgeAccess(variables) },
    forge: {
      repository: said(variables, 'GITHUB_REPOSITORY'),
      api: said(variables, 'GITHUB_API_URL') ?? 'https://api.github.com',
      server: said(variables, 'GITHUB_SERVER_URL') ?? 'https://github.com',
      token: secretIn(variables, 'GITHUB_TOKEN') ?? secretIn(variables, 'GH_TOKEN'),
      summaryFile: said(variables, 'GITHUB_STEP_SUMMARY'),
      run: said(variables, 'GITHUB_RUN_ID'),
      login: said(variables, 'ROSTER_FORGE_LOGIN'),
    },
    cacheHome: cacheHomeIn(variables),
    paused: said(variables, 'ROSTER_PAUSED'),
    ci: set('CI') && !off('CI'),
    colour: (stream) => {
      if (set('NO_COLOR')) return false
      if (set('FORCE_COLOR')) return !off('FORCE_COLOR')
      return variables['TERM'] !== 'dumb' && stream.isTTY === true
    },
    secret: (name) => secretIn(variables, name) ?? secretIn(bundled, name),
  }
}

type Variables = Readonly<Record<string, string | undefined>>

function said(variables: Variables, name: string): string | undefined {
  const value = variables[name]
  return value === '' ? undefined : value
}

function secretIn(variables: Variables, name: string): Secret | undefined {
  const value = said(variables, name)
  return value === undefined ? undefined : new Secret(value)
}

/** Lines `NAME=value`, as one secret of a workflow holds the credentials of many directories. */
function linesOf(text: string): Variables {
  const pairs = text.split('\n').flatMap((line) => {
    const at = line.indexOf('=')
    return at < 1 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).replace(/\r$/, '')] as const]
  })
  return Object.fromEntries(pairs)
}

/**
 * In a workflow git reaches the forge with the token of the run, told to it in its environment: the checkout need not keep
 * one, where every later step could read it. Whoever has set up git themselves is left alone.
 */
function forgeAccess(variables: Variables): Variables {
  const token = said(variables, 'GITHUB_TOKEN')
  if (said(variables, 'GITHUB_ACTIONS') === undefined || token === undefined) return {}
  if (said(variables, 'GIT_CONFIG_COUNT') !== undefined) return {}
  const server = said(variables, 'GITHUB_SERVER_URL') ?? 'https://github.com'
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${server}/.extraheader`,
    GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`,
  }
}

/** A path that is not absolute is to be ignored, says the specification. */
function cacheHomeIn(variables: Readonly<Record<string, string | undefined>>): string | undefined {
  const { XDG_CACHE_HOME: named = '', HOME: home = '' } = variables
  if (isAbsolute(named)) return named
  return isAbsolute(home) ? join(home, '.cache') : undefined
}
