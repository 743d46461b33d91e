/** Bytes on their way. */
export const transfers = {
  push: 'Receiving',
  pull: 'Sending',
  of: (part: string, whole: string) => `${part} of ${whole}`,
  progress: (what: string) => `Progress: ${what}`,
} as const
