import type { Attributes } from '../../model/value.ts'
import type { ExpressedPolicy, PolicyDialect } from '../provider.ts'
import { itsOwn, said, several, states } from './policy-attributes.ts'
import { together } from './policy-demands.ts'
import { policyName } from './policy-names.ts'
import { policySpoken } from './policy-words.ts'
import type { Terms } from './terms.ts'

/** What is known of a tenant that its policies depend on. */
export type PolicyTerms = Pick<Terms, 'settings' | 'learnt'>

/** What all sorts of Conditional Access policies have in common. */
export function policyKind({
  settings,
}: PolicyTerms): Pick<
  PolicyDialect,
  'called' | 'addUp' | 'whole' | 'nameOf' | 'atFirst' | 'weighed' | 'holding' | 'spoken'
> {
  const isEnforced = settings.conditionalAccess === 'enforced'
  return {
    called: 'Conditional Access policy',
    addUp: true,
    whole: true,
    nameOf: policyName,
    atFirst: (attributes) => ({ ...attributes, [said.state]: states.reportOnly }),
    weighed: (before, after) => {
      if (after[said.state] === states.enforced)
        return { risk: 'lockout', effects: ['from now on it stops people: look at what it reported before'] }
      if (before[said.state] === states.enforced)
        return { risk: 'high', effects: ['it stops nobody any more, and only reports: that is weaker than it was'] }
      const narrows = [said.ranges, said.strength, said.roles, said.controls, said.butFrom].some(
        (name) => name in after,
      )
      return { risk: isEnforced && narrows ? 'lockout' : 'medium', effects: [] }
    },
    holding: together,
    spoken: policySpoken,
  }
}

/** What a policy says besides its rule: for its own group and everywhere, never for emergency accounts, and how far it holds. */
export function ruled(terms: PolicyTerms, rule: Attributes): Attributes {
  const spared = [...terms.learnt.emergency.values()]
  return {
    [said.state]: states[terms.settings.conditionalAccess],
    [said.groups]: itsOwn,
    [said.applications]: 'All',
    [said.clients]: 'all',
    ...(spared.length === 0 ? {} : { [said.spared]: several(spared) }),
    ...rule,
  }
}

/** Why no policy is made or changed: with nobody left out, a slip could lock out everybody. And why none holds yet. */
export function reservations({ settings, learnt }: PolicyTerms): Pick<ExpressedPolicy, 'blockedBy' | 'notYet'> {
  const missing = settings.breakGlass.find((name) => !learnt.emergency.has(name))
  const blockedBy =
    settings.breakGlass.length === 0
      ? 'no emergency account is named: a rule for signing in that goes wrong could lock everybody out. Name one or two accounts that no such rule is for (breakGlass in tenant.yaml)'
      : missing === undefined
        ? undefined
        : `the emergency account ${missing} is not there: write its sign-in name or id as the directory has it (breakGlass in tenant.yaml)`
  const notYet =
    'policies report what they would do, and stop nobody. Look at what the sign-in logs say of them, then set conditionalAccess: enforced in tenant.yaml.'
  return {
    ...(blockedBy === undefined ? {} : { blockedBy }),
    ...(settings.conditionalAccess === 'enforced' ? {} : { notYet }),
  }
}
