import type { DirectoryTrouble } from './fault.ts'
import type { GateName } from './gate.ts'

/** The names of everything a plan can find; docs/diagnostics.md has an entry for each. */
export type FindingSlug =
  | GateName
  | `directory-${DirectoryTrouble}`
  | 'account-locked'
  | 'acknowledgement-expired'
  | 'acknowledgement-too-long'
  | 'administrator-undeclared'
  | 'adoption-ambiguous'
  | 'adoption-contradiction'
  | 'adoption-missing'
  | 'adoption-privileged'
  | 'attribute-unknown'
  | 'clock-skew'
  | 'left-alone'
  | 'member-fixed'
  | 'members-unknown'
  | 'only-observed'
  | 'order-cycle'
  | 'policy-advisory'
  | 'policy-verified'
  | 'recorded-gone'
  | 'suspended-without-account'
  | 'unexpected-error'
  | 'would-remove'
