/** How many seats a change has to buy at least, whatever order it is done in. */
export function minimumPurchases(change: {
  /** Seats that are paid. */
  readonly purchased: number
  /** Seats that are taken once all is done. */
  readonly assignedAtEnd: number
  /** People who have a seat before and after. */
  readonly kept: number
  /** Whether an administrator leaves, whether one comes, and whether another is there all the time. */
  readonly outgoingAdmin: boolean
  readonly incomingAdmin: boolean
  readonly adminStays: boolean
}): number {
  const { purchased, assignedAtEnd, kept, outgoingAdmin, incomingAdmin, adminStays } = change
  // Where no administrator stays, the one who comes and the one who goes are there together for a moment.
  const handover = adminStays ? 0 : kept + Number(outgoingAdmin) + Number(incomingAdmin)
  return Math.max(0, Math.max(assignedAtEnd, handover) - purchased)
}
