import type { Right } from '../providers/provider.ts'
import type { Check } from '../report/checkup.ts'

/** What the credentials of a directory may do, held against what roster needs: a line for all that is right, and one for each that is not. */
export function rightChecks(scope: string, rights: readonly Right[]): readonly Check[] {
  return (['read', 'write'] as const).flatMap((identity) => {
    const own = rights.filter((right) => right.identity === identity)
    const held = own.filter(({ verdict }) => verdict === 'held').map(({ name }) => name)
    const check = `permissions to ${identity}`
    return [
      ...(held.length === 0 ? [] : [{ scope, check, result: 'ok' as const, message: held.join(', ') }]),
      ...own.flatMap((right): readonly Check[] => judged(scope, check, right)),
    ]
  })
}

function judged(scope: string, check: string, right: Right): readonly Check[] {
  const { name, purpose, onlyWhere } = right
  switch (right.verdict) {
    case 'held':
      return []
    case 'unknown':
      return [{ scope, check, result: 'notVerified', message: purpose }]
    case 'spare':
      return [{ scope, check, result: 'warn', message: `${name} is more than roster needs`, fix: purpose }]
    case 'missing':
      return [
        onlyWhere === undefined
          ? needed(scope, check, right)
          : {
              scope,
              check,
              result: 'notVerified',
              message: `without ${name}: ${purpose}; needed only where ${onlyWhere}`,
            },
      ]
  }
}

function needed(scope: string, check: string, { identity, name, purpose }: Right): Check {
  return {
    scope,
    check,
    // A plan works without what only apply needs.
    result: identity === 'read' ? 'fail' : 'warn',
    message: `${name} is missing: ${purpose}`,
    fix: `Add the application permission ${name} to the application that ${identity === 'read' ? 'reads' : 'writes'}, and have an administrator consent to it.`,
  }
}
