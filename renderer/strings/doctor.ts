/** Checks of all that a push needs. */
export const doctor = {
  title: 'Doctor',
  text: 'Looks at everything that pushes and pulls depend on, and changes nothing.',
  again: 'Run again',
  save: 'Save diagnostics',
  saveFailed: 'The diagnostics could not be gathered.',
  saveText:
    'For whoever helps: versions, configuration, these checks and the end of the log, without secrets.',
  failed: 'The checks could not be started.',
  checkFailed: 'This check did not run.',
  checks: 'Checks',
  running: 'Looking…',
  states: { ok: 'All is well', note: 'Good to know', problem: 'Problem' },
  summary: (problems: number) =>
    problems === 0
      ? 'There is no problem.'
      : problems === 1
        ? 'There is one problem.'
        : `There are ${problems} problems.`,
} as const
