/** What `docs/diagnostics.md` says about mistakes that show only once the files are held against the ledger of seats. */
export const seatRules = {
  'seat-address-reserved': {
    title: 'An address is taken on the platform for good',
    why: 'A disabled account keeps its address, and so does one that was renamed: whoever had it once, nobody else can have it.',
    fix: 'Enable the old account again, if it is the same person, or write `reclaimEmail` at the assignment: the old account is renamed first.',
  },
  'seat-reduce-and-add': {
    title: 'Seats are given back and needed in one cycle',
    why: 'What is given back cannot be used again before the next cycle: whoever comes in would be paid for twice.',
    fix: 'Leave `purchased` as it is: the freed seat costs nothing more. Or let the newcomer begin with the next cycle.',
  },
  'seat-access-lingers': {
    title: 'A seat is given back while somebody has it',
    why: 'The platform lets people work on to the end of the cycle when only their seat is taken.',
    fix: 'Disable as many people as there are seats less, in the same change.',
  },
} as const
