import type { Subscription } from '../../generated/tenant.ts'

/** How far purchases that nobody wrote down go beyond the files, and how far they may. */
export interface Allowance {
  readonly measured: number
  readonly limit: number
}

/** `lasting`: seats that are paid once the plan is done, without those that are given back; `written`: the number in the files. */
export function allowanceOf(
  { seats }: Pick<Subscription, 'seats'>,
  { lasting, written }: { readonly lasting: number; readonly written: number },
): Allowance {
  const { upTo = 0, unlimited } = seats?.autoPurchase ?? {}
  return { measured: Math.max(0, lasting - written), limit: unlimited === true ? Infinity : upTo }
}
