/** Checks of all that a push needs. */
export const doctor = {
  title: 'Doctor',
} as const
