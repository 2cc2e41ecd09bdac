const rerun = 'Run the same apply again: it is safe, and does only what is missing.'

/** What to do after a run that ended with an exit code; not there where nothing has to be done. */
export const nextSteps: Readonly<Record<number, string>> = {
  3: 'Mend the files as the errors say; roster validate checks what can be checked offline.',
  4: 'Do what the message above says; roster doctor looks at the whole directory.',
  5: 'Do what the gate above says. An acknowledgement goes into acknowledgements.yaml of the tenant and is reviewed; roster schema acknowledgements shows its form.',
  6: 'Look at the new plan, and approve its digest: roster plan.',
  7: 'Run the same apply again, after mending what failed above: it is safe, and does only what is missing.',
  8: 'Wait for the other run; roster unlock releases a lock whose owner is gone.',
  130: rerun,
  143: rerun,
}
