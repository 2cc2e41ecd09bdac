const rerun = 'Run the same apply again: it is safe, and does only what is missing.'

/** What to do after a run that ended with an exit code; not there where nothing has to be done. */
export const nextSteps: Readonly<Record<number, string>> = {
  3: 'Mend the files: roster validate shows every mistake.',
  4: 'roster doctor shows what is wrong with the directory.',
  5: 'Split the change, or add an acknowledgement for the gate to acknowledgements.yaml of the tenant and have it reviewed; roster schema acknowledgements shows its form.',
  6: 'Look at the new plan, and approve its digest: roster plan.',
  7: rerun,
  8: 'Wait for the other run; roster unlock releases a lock whose owner is gone.',
  130: rerun,
  143: rerun,
}
