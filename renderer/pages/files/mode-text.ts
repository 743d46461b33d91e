const BITS = ['r', 'w', 'x', 'r', 'w', 'x', 'r', 'w', 'x'] as const

/** Where setuid, setgid and sticky are shown: in place of an x. */
const SPECIAL = [
  { bit: 0o4000, at: 2, sign: 's' },
  { bit: 0o2000, at: 5, sign: 's' },
  { bit: 0o1000, at: 8, sign: 't' },
] as const

/** Permissions as `ls` writes them: `rwxr-xr-x`; a capital S or T stands for one without the x below it. */
export function modeText(mode: number): string {
  const signs: string[] = BITS.map((sign, at) => ((mode >> (8 - at)) & 1 ? sign : '-'))
  for (const { bit, at, sign } of SPECIAL) {
    if (mode & bit) signs[at] = signs[at] === 'x' ? sign : sign.toUpperCase()
  }
  return signs.join('')
}
