import { counted } from '../format.ts'

/** The log of the registry. */
export const logs = {
  title: 'Logs',
  level: 'Level',
  levels: {
    error: 'Errors',
    warn: 'Warnings and errors',
    info: 'Information',
    debug: 'Everything',
  },

  filter: 'Show lines that contain',
  pause: 'Pause',
  resume: 'Go on',
  resumeWith: (lines: number) => `Go on (${counted(lines, 'new line')})`,
  theseLines: 'these lines',
  toEnd: 'To the newest',
  label: 'Log lines, the newest last',
  emptyTitle: 'No lines yet',
  emptyText: 'What the registry logs appears here as it happens.',
  noneFound: 'No line fits the filter',
  clearFilter: 'Show all lines',
} as const
