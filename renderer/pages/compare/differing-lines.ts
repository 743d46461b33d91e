/** A line and which of two texts has it. */
export interface SideLine {
  readonly text: string
  readonly side: 'a' | 'b' | 'both'
}

/** Lines that only one of the texts has: those of the first, then those of the second. */
export function differingLines(a = '', b = ''): readonly SideLine[] {
  const [before, after] = [linesOf(a), linesOf(b)]
  return [
    ...before.filter((line) => !after.includes(line)).map((text) => ({ text, side: 'a' }) as const),
    ...after.filter((line) => !before.includes(line)).map((text) => ({ text, side: 'b' }) as const),
  ]
}

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.split('\n'))
